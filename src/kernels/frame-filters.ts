import { RealFft } from "../features/spectrum/real-fft";
import { assertAlike, defineKernel, type KernelInstance } from "./define-kernel";
import { radix4Twiddles } from "./fft-tables";
import { copySamples, layOut, put } from "./kernel-memory";

/** Complex weights of some bins, 0 to nFft / 2, of a frame's transform. */
export interface SparseFilter {
  readonly bins: Int32Array;
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** How frames lie on samples, and what is made of each; there is no window. */
export interface FrameFiltering {
  /** A power of two, at least 4. */
  readonly nFft: number;
  readonly hopLength: number;
  readonly frames: number;
  /** The sample that frame 0 begins with; below 0, and beyond the last sample, there are zeros. */
  readonly first: number;
  /** Must not change: what the kernel reads of them is kept. */
  readonly filters: readonly SparseFilter[];
  /** What the sum of each is multiplied with. */
  readonly gains: readonly number[];
}

/** Complex values of filters by frames. */
interface Responses {
  readonly re: Float32Array;
  readonly im: Float32Array;
}

/** Sums of weighted bins of frames: (filters, frames), row-major, written into what is given. */
interface FrameFilters {
  responses(y: Float32Array, job: FrameFiltering, into: Responses): void;
  /** Their absolute values. */
  magnitudes(y: Float32Array, job: FrameFiltering, into: Float32Array): void;
}

const plain: FrameFilters = {
  responses(y, job, { re, im }) {
    forEachResponse(y, job, (at, r, i) => {
      re[at] = r;
      im[at] = i;
    });
  },

  magnitudes(y, job, into) {
    forEachResponse(y, job, (at, r, i) => {
      into[at] = Math.sqrt(r * r + i * i);
    });
  },
};

function forEachResponse(
  y: Float32Array,
  { nFft, hopLength, frames, first, filters, gains }: FrameFiltering,
  put: (at: number, re: number, im: number) => void,
): void {
  const fft = new RealFft(nFft);
  const ones = new Float64Array(nFft).fill(1);
  for (let t = 0; t < frames; t++) {
    fft.transform(y, first + t * hopLength, ones);
    for (const [row, { bins, re, im }] of filters.entries()) {
      let [sumRe, sumIm] = [0, 0];
      for (const [i, bin] of bins.entries()) {
        sumRe += re[i]! * fft.re[bin]! - im[i]! * fft.im[bin]!;
        sumIm += re[i]! * fft.im[bin]! + im[i]! * fft.re[bin]!;
      }
      put(row * frames + t, gains[row]! * sumRe, gains[row]! * sumIm);
    }
  }
}

/** The shortest frame of whole vectors; shorter ones are computed in TypeScript. */
const SHORTEST = 8;

/** Frames that a vector holds. */
const LANES = 4;

/** Frames at a time are as many as have about so many samples and results, which then stay in the cache. */
const BLOCK_VALUES = 65_536;

/** float32 values of a point of four frames, and of an entry in the table of bins and of weights. */
const POINT = 8;
const TABLE_ENTRY = 4;
const WEIGHT_ENTRY = 3;

function fast({ memory, functions }: KernelInstance): FrameFilters {
  function run(y: Float32Array, job: FrameFiltering, into: readonly Float32Array[]): void {
    const { nFft, hopLength, frames, first, filters, gains } = job;
    const { table, bins, weights, twiddles } = tablesFor(job);
    const block =
      LANES *
      Math.max(1, Math.min(Math.ceil(frames / LANES), Math.floor(BLOCK_VALUES / LANES / (hopLength + filters.length))));
    const points = nFft / 2;
    const [factors, work, tableAt, binsAt, weightsAt, gainsAt, samples, ...rows] = layOut(
      memory,
      ...[twiddles.length, POINT * points, table.length, POINT * bins, weights.length, gains.length],
      ...[(block - 1) * hopLength + nFft, ...into.map(() => filters.length * block)],
    );
    const pointers = [put(factors!, twiddles), work!.byteOffset, put(tableAt!, table)];
    pointers.push(tableAt!.byteOffset + tableAt!.byteLength, binsAt!.byteOffset);
    pointers.push(filters.length, put(weightsAt!, weights), put(gainsAt!, gains));
    pointers.push(rows[0]!.byteOffset, rows[1]?.byteOffset ?? 0, 4 * block);
    for (let t = 0; t < frames; t += block) {
      copySamples(y, first + t * hopLength, samples!);
      const count = Math.min(block, frames - t);
      functions.filter!(samples!.byteOffset, 4 * hopLength, Math.ceil(count / LANES), points, ...pointers);
      for (const [i, target] of into.entries()) {
        for (let row = 0; row < filters.length; row++) {
          target.set(rows[i]!.subarray(row * block, row * block + count), row * frames + t);
        }
      }
    }
  }
  return {
    responses(y, job, into) {
      if (job.nFft < SHORTEST) plain.responses(y, job, into);
      else run(y, job, [into.re, into.im]);
    },

    magnitudes(y, job, into) {
      if (job.nFft < SHORTEST) plain.magnitudes(y, job, into);
      else run(y, job, [into]);
    },
  };
}

interface Tables {
  readonly nFft: number;
  /** Where bins lie, and how many there are. */
  readonly table: Float32Array;
  readonly bins: number;
  readonly weights: Float32Array;
  readonly twiddles: Float32Array;
}

const keptTables = new WeakMap<FrameFiltering["filters"], Tables>();

function tablesFor({ nFft, filters }: FrameFiltering): Tables {
  const known = keptTables.get(filters);
  if (known?.nFft === nFft) return known;
  const tables = tablesOf(nFft, filters);
  keptTables.set(filters, tables);
  return tables;
}

/** What assembly/frame-filters.ts reads, as the bits of float32 values. */
function tablesOf(nFft: number, filters: FrameFiltering["filters"]): Tables {
  const points = nFft / 2;
  const wanted = [...new Set(filters.flatMap(({ bins }) => [...bins]))].sort((a, b) => a - b);
  const table = new Float32Array(TABLE_ENTRY * wanted.length);
  const offsets = new Uint32Array(table.buffer);
  const placeOf = new Map<number, number>();
  for (const [place, bin] of wanted.entries()) {
    const angle = (2 * Math.PI * bin) / nFft;
    table.set([0, 0, Math.cos(angle), Math.sin(angle)], TABLE_ENTRY * place);
    const ends = [bin % points, (points - bin) % points].map((k) => 4 * POINT * reversed(k, points));
    offsets.set(ends, TABLE_ENTRY * place);
    placeOf.set(bin, place);
  }
  const size = filters.reduce((sum, { bins }) => sum + 1 + WEIGHT_ENTRY * bins.length, 0);
  const weights = new Float32Array(size);
  const words = new Uint32Array(weights.buffer);
  let at = 0;
  for (const { bins, re, im } of filters) {
    words[at++] = 4 * WEIGHT_ENTRY * bins.length;
    for (const [i, bin] of bins.entries()) {
      words[at++] = 4 * POINT * placeOf.get(bin)!;
      // The kernel's bins are twice as large.
      weights[at++] = re[i]! / 2;
      weights[at++] = im[i]! / 2;
    }
  }
  return { nFft, table, bins: wanted.length, weights, twiddles: radix4Twiddles(points) };
}

/** Where the passes leave point k: with its digits of base four reversed, behind them one of base two if it is left. */
function reversed(k: number, points: number): number {
  let place = 0;
  for (let length = points; length > 1; ) {
    const base = length >= 4 ? 4 : 2;
    length /= base;
    place += (k % base) * length;
    k = Math.floor(k / base);
  }
  return place;
}

/** The implementation to use in this thread. */
export const frameFilters = defineKernel<FrameFilters>({
  name: "frame-filters",
  fast,
  plain,
  compare(compiled, reference) {
    // Transforms of as many points as radix 4 reaches, and of twice as many.
    for (const nFft of [32, 64]) {
      const y = Float32Array.from({ length: 4 * nFft }, (_, i) => Math.sin(i * i));
      const filter = (bins: number[]) => {
        return {
          bins: Int32Array.from(bins),
          re: Float64Array.from(bins, Math.cos),
          im: Float64Array.from(bins, Math.sin),
        };
      };
      const filters = [filter([0, 1, 5]), filter([3, 4, nFft / 4]), filter([nFft / 2 - 1, nFft / 2])];
      const job = { nFft, hopLength: 9, frames: 7, first: -nFft / 2, filters, gains: [1, 2, 3] };
      const [found, expected] = [compiled, reference].map((implementation) => {
        const into = { re: new Float32Array(21), im: new Float32Array(21), magnitudes: new Float32Array(21) };
        implementation.responses(y, job, into);
        implementation.magnitudes(y, job, into.magnitudes);
        return into;
      });
      assertAlike("real parts", found!.re, expected!.re, 1e-6);
      assertAlike("imaginary parts", found!.im, expected!.im, 1e-6);
      assertAlike("magnitudes", found!.magnitudes, expected!.magnitudes, 1e-6);
    }
  },
});
