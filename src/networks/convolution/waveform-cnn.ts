import type { LayersModel, SymbolicTensor } from "@tensorflow/tfjs";
import type { TensorFlow } from "../tensorflow";
import type { WaveformNetworkOptions } from "./heads";
import { NetworkBuilder } from "./network-builder";

export interface WaveformCnnOptions extends WaveformNetworkOptions {
  /** Samples of the windows of the first layer, one branch each; 16, 64 and 256 by default. */
  readonly kernelSizes?: readonly number[];
  /** Filters of each branch; 16 by default. */
  readonly filters?: number;
  /** Samples that these windows move by; 4 by default. */
  readonly strides?: number;
  /** Filters of the layers behind; 32, 48 and 64 by default. */
  readonly widths?: readonly number[];
  /** Stretches of time that a clip is pooled into, whatever its duration; 4 by default. */
  readonly steps?: number;
}

/**
 * One-dimensional convolutions from the waveform up, windows of several sizes side by side first; a clip of any duration is
 * pooled into `steps` stretches. Takes (batch, samples, 1).
 */
export function waveformCnn(tf: TensorFlow, options: WaveformCnnOptions = {}): LayersModel {
  const { samples = null, kernelSizes = [16, 64, 256], filters = 16, strides = 4, widths = [32, 48, 64] } = options;
  const { steps = 4 } = options;
  const build = new NetworkBuilder(tf, options);
  const input = tf.input({ shape: [samples, 1] });
  const branches = kernelSizes.map(
    (kernelSize) => build.conv1d(filters, kernelSize, strides).apply(input) as SymbolicTensor,
  );
  const joined = branches.length === 1 ? branches[0]! : (build.stock.concatenate().apply(branches) as SymbolicTensor);
  const body = [
    ...build.pooledAndNormalised(build.stock.maxPooling1d({ poolSize: 4 })),
    ...widths.flatMap((width) => [
      build.conv1d(width, 3, 1),
      ...build.pooledAndNormalised(build.stock.maxPooling1d({ poolSize: 4, padding: "same" })),
    ]),
    build.own.adaptiveAveragePooling1d({ outputSize: steps }),
    tf.layers.flatten(),
  ];
  return build.model(input, joined, body);
}
