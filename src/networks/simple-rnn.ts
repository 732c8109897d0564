import type { Sequential } from "@tensorflow/tfjs";
import { recurrentLayers } from "./recurrent-layers";
import type { TensorFlow } from "./tensorflow";

export interface SimpleRnnOptions {
  /** Size of the hidden state. */
  readonly units: number;
  /** Share of the last state that is dropped while training, 0 to 1. */
  readonly dropout: number;
  /** Of the initial weights and of dropout. */
  readonly seed: number;
}

/**
 * One recurrent layer (tanh) whose last state goes through dropout to a softmax: the plainest form of the study's RNN
 * (arXiv 2405.06747, section 3), computed by one thread of the engine, since folds share the cores.
 *
 * @param steps time steps of a sequence
 * @param features values a step
 * @param classes outputs, a probability each
 */
export function simpleRnn(
  tf: TensorFlow,
  steps: number,
  features: number,
  classes: number,
  { units, dropout, seed }: SimpleRnnOptions,
): Sequential {
  return tf.sequential({
    layers: [
      recurrentLayers(tf, { threads: 1 }).simpleRNN({
        units,
        inputShape: [steps, features],
        kernelInitializer: tf.initializers.glorotUniform({ seed }),
        recurrentInitializer: tf.initializers.orthogonal({ seed: seed + 1 }),
      }),
      tf.layers.dropout({ rate: dropout, seed: seed + 2 }),
      tf.layers.dense({
        units: classes,
        activation: "softmax",
        kernelInitializer: tf.initializers.glorotUniform({ seed: seed + 3 }),
      }),
    ],
  });
}
