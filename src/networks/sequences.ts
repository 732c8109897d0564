import type { Matrix, NdArray } from "../arrays";
import { StandardScaler } from "../classifiers";
import { QuadrantError } from "../errors";

/** Frame matrices of many clips, time-major as recurrent layers want them. */
export interface Sequences extends NdArray {
  readonly shape: readonly [items: number, steps: number, features: number];
}

/**
 * Averages the frames of a clip over equal stretches of time and turns them time-major.
 *
 * @param frames (rows, frames) as librosa orders them
 * @param steps how many stretches
 * @returns (steps, rows)
 * @throws QuadrantError "bad-argument" when the clip has fewer frames than steps
 */
export function poolFrames({ data, shape: [rows, frames] }: Matrix, steps: number): Matrix {
  if (frames < steps) {
    throw new QuadrantError("bad-argument", `a clip of ${frames} frames cannot be pooled into ${steps} steps`, {
      remedy: "Use longer clips or fewer steps.",
    });
  }
  const pooled = new Float32Array(steps * rows);
  for (let step = 0; step < steps; step++) {
    const from = Math.floor((step * frames) / steps);
    const to = Math.floor(((step + 1) * frames) / steps);
    for (let row = 0; row < rows; row++) {
      let sum = 0;
      for (let frame = from; frame < to; frame++) sum += data[row * frames + frame]!;
      pooled[step * rows + row] = sum / (to - from);
    }
  }
  return { data: pooled, shape: [steps, rows] };
}

/** The sequences of some items, in their order. */
export function takeSequences({ data, shape: [, steps, features] }: Sequences, items: readonly number[]): Sequences {
  const size = steps * features;
  const taken = new Float32Array(items.length * size);
  items.forEach((item, i) => {
    taken.set(data.subarray(item * size, (item + 1) * size), i * size);
  });
  return { data: taken, shape: [items.length, steps, features] };
}

/** Scales each feature by its mean and deviation over all steps of the training items: per row, not by one scalar. */
export class SequenceScaler {
  private readonly scaler = new StandardScaler();

  fit(sequences: Sequences): this {
    this.scaler.fit(flat(sequences));
    return this;
  }

  transform(sequences: Sequences): Sequences {
    return { data: this.scaler.transform(flat(sequences)).data, shape: sequences.shape };
  }
}

function flat({ data, shape: [items, steps, features] }: Sequences): Matrix {
  return { data, shape: [items * steps, features] };
}
