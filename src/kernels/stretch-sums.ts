import { assertAlike, defineKernel, type KernelInstance } from "./define-kernel";
import { layOutMixed } from "./kernel-memory";

/** Stretches of samples that lie one after another, of which some may lie before the first sample or beyond the last. */
export interface Stretches {
  /** The sample that stretch 0 begins with. */
  readonly first: number;
  /** Samples of each. */
  readonly length: number;
  readonly count: number;
}

/** Sums over each stretch. */
interface StretchSums {
  /** Of squares, with zeros beyond both ends. */
  squares(y: Float32Array, stretches: Stretches): Float64Array;
  /** How often a sample lies below `least` (float32) and the one before does not, or the other way; nothing changes beyond the ends. */
  changes(y: Float32Array, stretches: Stretches, least: number): Float64Array;
}

const plain: StretchSums = {
  squares: (y, stretches) => sums(y, stretches, (i) => y[i]! * y[i]!),
  changes: (y, stretches, least) => sums(y, stretches, (i) => Number(i > 0 && y[i]! < least !== y[i - 1]! < least)),
};

function sums(y: Float32Array, { first, length, count }: Stretches, valueAt: (i: number) => number): Float64Array {
  const out = new Float64Array(count);
  for (let s = 0; s < count; s++) {
    const start = first + s * length;
    for (let i = Math.max(0, start); i < Math.min(y.length, start + length); i++) out[s]! += valueAt(i);
  }
  return out;
}

/** Samples that are worked on at a time: they stay in the processor's cache. */
const BLOCK = 16_384;

function fast({ memory, functions }: KernelInstance): StretchSums {
  /** Calls `work` with pointers to samples, one before them included, and to results. */
  function inBlocks(
    y: Float32Array,
    { first, length, count }: Stretches,
    [before, after]: readonly [before: number, after: number],
    work: (samples: number, now: number, out: number) => void,
  ): Float64Array {
    const block = Math.max(1, Math.min(count, Math.floor(BLOCK / length)));
    const { f64, f32 } = layOutMixed(memory, [block], [1 + block * length]);
    const [out, samples] = [f64[0]!, f32[0]!];
    const all = new Float64Array(count);
    for (let s = 0; s < count; s += block) {
      const now = Math.min(block, count - s);
      const start = first + s * length - 1;
      const from = Math.max(0, Math.min(samples.length, -start));
      const to = Math.max(from, Math.min(samples.length, y.length - start));
      samples.fill(before, 0, from);
      samples.set(y.subarray(start + from, start + to), from);
      samples.fill(after, to);
      work(samples.byteOffset + 4, now, out.byteOffset);
      all.set(out.subarray(0, now), s);
    }
    return all;
  }

  return {
    squares: (y, stretches) =>
      inBlocks(y, stretches, [0, 0], (samples, now, out) => functions.squares!(samples, stretches.length, now, out)),

    changes: (y, stretches, least) =>
      inBlocks(y, stretches, [y[0] ?? 0, y[y.length - 1] ?? 0], (samples, now, out) =>
        functions.changes!(samples, stretches.length, now, least, out),
      ),
  };
}

/** The sums to use in this thread. */
export const stretchSums = defineKernel<StretchSums>({
  name: "stretch-sums",
  fast,
  plain,
  compare(compiled, reference) {
    const y = Float32Array.from({ length: 211 }, (_, i) => Math.sin(i * i));
    for (const stretches of [
      { first: -40, length: 21, count: 15 },
      { first: 3, length: 8, count: 20 },
    ]) {
      assertAlike("squares", compiled.squares(y, stretches), reference.squares(y, stretches), 1e-6);
      assertAlike("changes", compiled.changes(y, stretches, -0.25), reference.changes(y, stretches, -0.25), 0);
    }
  },
});
