import { assertAlike, defineKernel, type KernelInstance } from "./define-kernel";
import { layOut } from "./kernel-memory";

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
export type FilterBank = (frames: Frames, filters: readonly Filter[], power: number) => Float32Array;

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

/** Frames summed at a time. */
const TILE = 4;

function fast({ memory, functions }: KernelInstance): FilterBank {
  return ({ magnitude, bins, frames }, filters, power) => {
    const lengths = filters.map(({ weights }) => 4 * Math.ceil(weights.length / 4));
    const width = 4 * Math.ceil(bins / 4) + 4;
    const total = lengths.reduce((sum, length) => sum + length, 0);
    const sizes = [TILE * width, 2 * filters.length, total, TILE * filters.length];
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
    for (let t = 0; t < frames; t += TILE) {
      const count = Math.min(TILE, frames - t);
      for (let lane = 0; lane < count; lane++) {
        const row = (t + lane) * bins;
        rows!.set(magnitude.subarray(row, row + bins), lane * width);
      }
      if (power === 2) functions.square!(rows!.byteOffset, TILE * width);
      else if (power !== 1) for (let i = 0; i < TILE * width; i++) rows![i] = rows![i]! ** power;
      const pointers = [table, weights, sums].map((array) => array!.byteOffset);
      functions.sumFour!(filters.length, rows!.byteOffset, 4 * width, ...pointers, 4 * TILE);
      for (let i = 0; i < filters.length; i++) {
        for (let lane = 0; lane < count; lane++) out[i * frames + t + lane] = sums![i * TILE + lane]!;
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
      { first: 30, weights: [0.5, 1, 2] },
    ];
    for (const power of [1, 2, 1.5]) {
      const [found, expected] = [compiled(frames, filters, power), reference(frames, filters, power)];
      assertAlike(`sums of powers of ${power}`, found, expected, 1e-6);
    }
  },
});
