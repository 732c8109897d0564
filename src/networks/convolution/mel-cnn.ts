import type { LayersModel } from "@tensorflow/tfjs";
import type { TensorFlow } from "../tensorflow";
import type { FrameNetworkOptions } from "./heads";
import { NetworkBuilder } from "./network-builder";

export interface MelCnnOptions extends FrameNetworkOptions {
  /** Bands; 128 by default. */
  readonly nMels?: number;
  /** Filters of each layer, which halve frames and bands; 16, 32, 64 and 64 by default. */
  readonly widths?: readonly number[];
}

/** Two-dimensional convolutions over a log-mel spectrogram, averaged over time. Takes (batch, frames, nMels). */
export function melCnn(tf: TensorFlow, options: MelCnnOptions = {}): LayersModel {
  const { frames = null, nMels = 128, widths = [16, 32, 64, 64] } = options;
  const build = new NetworkBuilder(tf, options);
  const input = tf.input({ shape: [frames, nMels] });
  return build.model(input, input, [
    build.inputNormalisation(),
    ...build.pictureLayers(widths),
    build.own.asSequence({}),
    build.stock.globalAveragePooling1d({}),
  ]);
}
