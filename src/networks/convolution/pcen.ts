import type { Tensor } from "@tensorflow/tfjs";
import { checkAbove0 } from "./adaptive-average-pooling";
import type { AudioLayerKind } from "./audio-layer";
import { pcen } from "./energy-normalisation";

export interface PcenArguments {
  /** Begins of what is learned, alike for all channels; 0.96, 2, 2 and 0.04 by default, as in LEAF. */
  readonly alpha?: number;
  readonly delta?: number;
  readonly root?: number;
  readonly smooth?: number;
  /** Keeps silence from being divided by 0; 1e-6 by default. */
  readonly epsilon?: number;
}

/** PCEN whose weights are learned for each channel; (batch, frames, channels) to the same. */
export const pcenLayer: AudioLayerKind<PcenArguments> = {
  className: "PCEN",
  complete({ alpha = 0.96, delta = 2, root = 2, smooth = 0.04, epsilon = 1e-6 }) {
    const args = { alpha, delta, root, smooth, epsilon };
    for (const [name, value] of Object.entries(args)) checkAbove0(name, value);
    return args;
  },
  weights({ alpha, delta, root, smooth }, inputShape) {
    const channels = inputShape.at(-1)!;
    return Object.entries({ alpha, delta, root, smooth }).map(([name, value]) => ({
      name,
      shape: [channels],
      values: new Float32Array(channels).fill(value),
    }));
  },
  outputShape: (_, inputShape) => inputShape,
  compute(tf, { epsilon }, x, weights, { withInput, learns }) {
    const [batch, frames, channels] = x.shape as [number, number, number];
    const [alpha, delta, root, smooth] = weights.map((weight) => weight.dataSync());
    const known = { alpha: alpha!, delta: delta!, root: root!, smooth: smooth! };
    const { output, back } = pcen({ batch, frames, channels, epsilon }, x.dataSync(), known);
    const value = tf.tensor(Float32Array.from(output), x.shape);
    if (!withInput && !learns) return value;
    const operation = tf.customGrad(() => ({
      value,
      gradFunc: (dy: Tensor) => {
        const gradient = back(dy.dataSync());
        const learned = learns ? gradient.weights : [];
        const ofWeights = learned.map((values) => tf.tensor1d(Float32Array.from(values)));
        return withInput ? [tf.tensor(Float32Array.from(gradient.input), x.shape), ...ofWeights] : ofWeights;
      },
    }));
    return operation(...(withInput ? [x] : []), ...(learns ? weights : []));
  },
};
