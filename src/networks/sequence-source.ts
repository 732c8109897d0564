import type { NdArray } from "../arrays";

/** Frame matrices of many clips, time-major as recurrent layers want them. */
export interface Sequences extends NdArray {
  readonly shape: readonly [items: number, steps: number, features: number];
}

/** Clips of equal or unequal length whose frames are read batch by batch. */
export interface SequenceSource {
  readonly shape: readonly [items: number, steps: number, features: number];
  /** Frames of each item that are no padding; absent where all have `steps`. */
  readonly lengths?: ArrayLike<number>;
  /** What errors call an item by. */
  readonly names?: readonly string[];
  /**
   * Writes (items.length, steps, features), time-major, scaled, into `into`; padding is 0.
   *
   * @param epoch what sources that change their clips from epoch to epoch draw by, so that a resumed run draws the same
   */
  read(items: readonly number[], into: Float32Array, epoch?: number): Promise<void>;
}

/** A source of sequences that lie in memory. */
export function sequencesInMemory(
  { data, shape }: Sequences,
  known: Pick<SequenceSource, "lengths" | "names"> = {},
): SequenceSource {
  const size = shape[1] * shape[2];
  return {
    ...known,
    shape,
    async read(items, into) {
      items.forEach((item, i) => {
        into.set(data.subarray(item * size, (item + 1) * size), i * size);
      });
    },
  };
}
