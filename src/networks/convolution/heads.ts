import type { layers } from "@tensorflow/tfjs";
import type { TensorFlow } from "../tensorflow";

/**
 * What a network says of a clip: a probability of each quadrant, or valence and arousal, as wide as the labels are and
 * without limits.
 */
export type Head = "quadrants" | "valence-arousal";

/** Options of every network of this folder. */
export interface NetworkOptions {
  /** "quadrants" by default. */
  readonly head?: Head;
  /** Share of the values before the head that is dropped while training, 0 to 1; 0.3 by default. */
  readonly dropout?: number;
  /** Of the initial weights and of dropout; 0 by default. */
  readonly seed?: number;
  /** How many threads share a batch: all cores by default. */
  readonly threads?: number;
}

/** Dropout and a dense layer. */
export function headLayers(tf: TensorFlow, { head = "quadrants", dropout = 0.3 }: NetworkOptions, seeds: Seeds) {
  const probabilities = head === "quadrants";
  const layers: layers.Layer[] = [
    tf.layers.dropout({ rate: dropout, seed: seeds.next() }),
    tf.layers.dense({
      units: probabilities ? 4 : 2,
      activation: probabilities ? "softmax" : "linear",
      kernelInitializer: tf.initializers.glorotUniform({ seed: seeds.next() }),
      name: head,
    }),
  ];
  return layers;
}

/** A seed for each layer. */
export class Seeds {
  constructor(private seed: number) {}

  next(): number {
    return this.seed++;
  }
}

/** Options of networks that take (batch, samples, 1). */
export interface WaveformNetworkOptions extends NetworkOptions {
  /** Samples of a clip; null, the default, for any number. */
  readonly samples?: number | null;
}

/** Options of networks that take (batch, frames, nMels). */
export interface FrameNetworkOptions extends NetworkOptions {
  /** Frames of a clip; null, the default, for any number. */
  readonly frames?: number | null;
}
