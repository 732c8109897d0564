import type { LayersModel, layers, Tensor } from "@tensorflow/tfjs";
import { recurrentLayers } from "../recurrent-layers";
import type { TensorFlow } from "../tensorflow";
import { lengthsOf, ownSteps } from "./extent";
import type { FrameNetworkOptions } from "./heads";
import { NetworkBuilder } from "./network-builder";

export interface CrnnOptions extends FrameNetworkOptions {
  /** Bands; 128 by default. */
  readonly nMels?: number;
  /** Filters of the convolutions, each of which halves frames and divides bands by four; 16 and 32 by default. */
  readonly widths?: readonly number[];
  /** Size of the recurrent state; 48 by default. */
  readonly units?: number;
}

/** Convolutions over a log-mel spectrogram whose rows a GRU then reads one after the other. Takes (batch, frames, nMels). */
export function crnn(tf: TensorFlow, options: CrnnOptions = {}): LayersModel {
  const { frames = null, nMels = 128, widths = [16, 32], units = 48, threads } = options;
  const build = new NetworkBuilder(tf, options);
  const input = tf.input({ shape: [frames, nMels] });
  const recurrent = recurrentLayers(tf, threads === undefined ? {} : { threads });
  return build.model(input, input, [
    build.inputNormalisation(),
    ...build.pictureLayers(widths, [2, 4]),
    build.own.asSequence({}),
    withPooledMask(
      tf,
      recurrent.gru({
        units,
        kernelInitializer: tf.initializers.glorotUniform({ seed: build.seeds.next() }),
        recurrentInitializer: tf.initializers.glorotUniform({ seed: build.seeds.next() }),
      }),
    ),
  ]);
}

/** A mask is that of the model's frames; the steps that arrive here are fewer. */
function withPooledMask(tf: TensorFlow, layer: layers.Layer): layers.Layer {
  const call = layer.call.bind(layer);
  layer.call = (inputs, kwargs) =>
    tf.tidy(() => {
      const [batch, steps] = [inputs].flat()[0]!.shape as [number, number];
      const own = ownSteps({ lengths: lengthsOf(kwargs?.mask as Tensor | undefined) }, steps);
      if (own === undefined) return call(inputs, kwargs);
      const values = own.flatMap((length) => Array.from({ length: steps }, (_, step) => Number(step < length)));
      return call(inputs, { ...kwargs, mask: tf.tensor2d(values, [batch, steps], "int32") });
    });
  return layer;
}
