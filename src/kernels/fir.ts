import { assertAlike, defineKernel, type KernelInstance } from "./define-kernel";
import { layOut } from "./kernel-memory";

/** A filter of finite length that keeps every so many of its results. */
export interface Fir {
  /**
   * Result i is the sum over k of taps[k] * values[first + i * step + k], with zeros beyond both ends of `values`.
   */
  filter(values: Float32Array, taps: Float32Array, first: number, step: number, count: number): Float32Array;
}

const plain: Fir = {
  filter(values, taps, first, step, count) {
    const out = new Float32Array(count);
    for (let i = 0; i < count; i++) {
      const start = first + i * step;
      const from = Math.max(0, -start);
      const to = Math.min(taps.length, values.length - start);
      let sum = 0;
      for (let k = from; k < to; k++) sum += taps[k]! * values[start + k]!;
      out[i] = sum;
    }
    return out;
  },
};

/** Taps are padded with zeros to a multiple of this. */
const LANES = 16;

/** Results that are worked on at a time: their samples stay in the processor's cache. */
const BLOCK = 2048;

function fast({ memory, functions }: KernelInstance): Fir {
  return {
    filter(values, taps, first, step, count) {
      const length = LANES * Math.ceil(taps.length / LANES);
      const block = Math.min(count, BLOCK);
      const [samples, weights, out] = layOut(memory, block * step + length, length, block);
      weights!.fill(0);
      weights!.set(taps);
      const results = new Float32Array(count);
      for (let i = 0; i < count; i += block) {
        const start = first + i * step;
        const from = Math.min(samples!.length, Math.max(0, -start));
        const to = Math.max(from, Math.min(samples!.length, values.length - start));
        samples!.fill(0, 0, from);
        samples!.set(values.subarray(start + from, start + to), from);
        samples!.fill(0, to);
        const now = Math.min(block, count - i);
        const pointers = [weights!.byteOffset, 4 * length, out!.byteOffset];
        functions.filter!(samples!.byteOffset, 4 * step, now, ...pointers);
        results.set(out!.subarray(0, now), i);
      }
      return results;
    },
  };
}

/** The implementation to use in this thread. */
export const fir = defineKernel<Fir>({
  name: "fir",
  fast,
  plain,
  compare(compiled, reference) {
    const values = Float32Array.from({ length: 500 }, (_, i) => Math.sin(i * i));
    const taps = Float32Array.from({ length: 37 }, (_, k) => Math.cos(k));
    for (const [first, step, count] of [
      [-20, 2, 270],
      [5, 8, 40],
    ] as const) {
      const expected = reference.filter(values, taps, first, step, count);
      assertAlike("filtered samples", compiled.filter(values, taps, first, step, count), expected, 1e-6);
    }
  },
});
