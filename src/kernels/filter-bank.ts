import { assertAlike, defineKernel, type KernelInstance } from "./define-kernel";
import { copyFrames, layOut } from "./kernel-memory";
import { padded } from "./padded";

/** Weights of the bins from `first` on; bins beyond them count nothing. */
export interface Filter {
  readonly first: number;
  readonly weights: ArrayLike<number>;
}

/** Frames of `bins` values each, frame after frame. */
export interface Frames {
  readonly magnitude: Float32Array;
  readonly bins: number;
  readonly frames: number;
}

/**
 * The weighted sums of magnitudes raised to `power`: (filters, frames), row-major.
 *
 * Filters must end within the bins.
 */
type FilterBank = (frames: Frames, filters: readonly Filter[], power: number) => Float32Array;

const plain: FilterBank = ({ magnitude, bins, frames }, filters, power) => {
  const sums = new Float32Array(filters.length * frames);
  const frame = new Float64Array(bins);
  for (let t = 0; t < frames; t++) {
    for (let k = 0; k < bins; k++) frame[k] = raised(magnitude[t * bins + k]!, power);
    for (const [i, { first, weights }] of filters.entries()) {
      let sum = 0;
      for (let k = 0; k < weights.length; k++) sum += weights[k]! * frame[first + k]!;
      sums[i * frames + t] = sum;
    }
  }
  return sums;
};

function raised(magnitude: number, power: number): number {
  return power === 2 ? magnitude * magnitude : power === 1 ? magnitude : magnitude ** power;
}

/** Frames summed at a time by the kernel, and frames whose sums are written to the result together. */
const TILE = 4;
const BLOCK = 32;

function fast({ memory, functions }: KernelInstance): FilterBank {
  return ({ magnitude, bins, frames }, filters, power) => {
    const lengths = filters.map(({ weights }) => padded(weights.length, 4));
    const width = padded(bins, 4) + 4;
    const total = lengths.reduce((sum, length) => sum + length, 0);
    const sizes = [BLOCK * width, 2 * filters.length, total, BLOCK * filters.length];
    const [rows, table, weights, sums] = layOut(memory, ...sizes);
    rows!.fill(0);
    weights!.fill(0);
    const pairs = new Uint32Array(table!.buffer, table!.byteOffset, 2 * filters.length);
    let at = 0;
    for (const [i, filter] of filters.entries()) {
      pairs.set([4 * filter.first, 4 * lengths[i]!], 2 * i);
      weights!.set(filter.weights, at);
      at += lengths[i]!;
    }
    const out = new Float32Array(filters.length * frames);
    const [tableAt, weightsAt] = [table!.byteOffset, weights!.byteOffset];
    for (let t = 0; t < frames; t += BLOCK) {
      const count = Math.min(BLOCK, frames - t);
      copyFrames({ magnitude, bins }, t, count, rows!, width);
      if (power === 2) functions.square!(rows!.byteOffset, count * width);
      else if (power !== 1) for (let i = 0; i < count * width; i++) rows![i] = rows![i]! ** power;
      for (let i = 0; i < count; i += TILE) {
        const [row, sum] = [rows!.byteOffset + 4 * i * width, sums!.byteOffset + 4 * i];
        functions.sumFour!(filters.length, row, 4 * width, tableAt, weightsAt, sum, 4 * BLOCK);
      }
      for (let f = 0; f < filters.length; f++) {
        const [from, to] = [f * BLOCK, f * frames + t];
        for (let i = 0; i < count; i++) out[to + i] = sums![from + i]!;
      }
    }
    return out;
  };
}

/** The sums to use in this thread: the kernel's are float32, as librosa's are. */
export const filterBank = defineKernel<FilterBank>({
  name: "filter-bank",
  fast,
  plain,
  compare(compiled, reference) {
    const frames = {
      magnitude: Float32Array.from({ length: 6 * 33 }, (_, i) => 1 + Math.sin(i * i)),
      bins: 33,
      frames: 6,
    };
    const filters = [
      { first: 0, weights: Float64Array.from({ length: 33 }, (_, k) => 1 / (1 + k)) },
      { first: 7, weights: [1, 2, 3] },
      { first: 7, weights: [3, 1, 2] },
      { first: 30, weights: [0.5, 1, 2] },
    ];
    for (const power of [1, 2, 1.5]) {
      const [found, expected] = [compiled(frames, filters, power), reference(frames, filters, power)];
      assertAlike(`sums of powers of ${power}`, found, expected, 1e-6);
    }
  },
});
