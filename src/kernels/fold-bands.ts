import { assertAlike, defineKernel, type KernelInstance } from "./define-kernel";
import { layOut } from "./kernel-memory";
import type { Bins } from "./stft-frames";

/** What a filter does to the bins first, first + 1, ... of a transform; below 0 lie the negative frequencies. */
export interface Band {
  /** A multiple of LANES, as is the number of weights. */
  readonly first: number;
  readonly re: Float32Array;
  readonly im: Float32Array;
}

/** Further spectra of a block for some of the bands; their bins are the block's. */
export interface Correction extends Bins {
  readonly block: number;
  readonly from: number;
  readonly to: number;
}

/** Blocks of a signal, as transforms of real samples, that go through narrow filters. */
export interface FoldJob {
  /** Block after block. */
  readonly spectra: Bins;
  /** Bins of a block. */
  readonly bins: number;
  readonly bands: readonly Band[];
  readonly corrections: readonly Correction[];
  /** Samples of a block at the output rate: a power of two, at least LANES. */
  readonly size: number;
  /** Of these, the first `skipped` are dropped, and the next `kept` go into the result, block after block. */
  readonly skipped: number;
  readonly kept: number;
  /** All samples that are asked for. */
  readonly frames: number;
}

/** Narrow filters at a low output rate, without dividing by the length of the transform. */
export interface BandFolding {
  /** (bands, frames), complex */
  responses(job: FoldJob): Bins;
  /** Their absolute values. */
  magnitudes(job: FoldJob): Float32Array;
}

/** Bands begin and end on multiples of this. */
export const LANES = 8;

/** Blocks that are weighted together. */
const TOGETHER = 8;

const plain: BandFolding = {
  responses({ spectra, bins, bands, corrections, size, skipped, kept, frames }) {
    const re = new Float32Array(bands.length * frames);
    const im = new Float32Array(bands.length * frames);
    for (let t = 0, block = 0; t < frames; t += kept, block++) {
      const own = corrections.filter((correction) => correction.block === block);
      for (const [b, band] of bands.entries()) {
        const folded = { re: new Float64Array(size), im: new Float64Array(size) };
        addBand(band, spectra, block * bins, bins, folded);
        for (const correction of own) {
          if (b >= correction.from && b < correction.to) addBand(band, correction, 0, bins, folded);
        }
        const response = transformBack(folded);
        const count = Math.min(kept, frames - t);
        for (let p = 0; p < count; p++) {
          re[b * frames + t + p] = response.re[skipped + p]!;
          im[b * frames + t + p] = response.im[skipped + p]!;
        }
      }
    }
    return { re, im };
  },

  magnitudes(job) {
    const { re, im } = plain.responses(job);
    return re.map((value, i) => Math.sqrt(value * value + im[i]! * im[i]!));
  },
};

interface Complex64 {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

function addBand({ first, re, im }: Band, spectrum: Bins, start: number, bins: number, folded: Complex64): void {
  const size = folded.re.length;
  const within = Math.min(re.length, bins - first);
  for (let i = 0; i < within; i++) {
    const q = first + i;
    const at = start + Math.abs(q);
    const r = ((q % size) + size) % size;
    const xr = spectrum.re[at]!;
    const xi = (q < 0 ? -1 : 1) * spectrum.im[at]!;
    folded.re[r]! += re[i]! * xr - im[i]! * xi;
    folded.im[r]! += re[i]! * xi + im[i]! * xr;
  }
}

/** The backward transform of a power of two by halves (Cooley and Tukey 1965). */
function transformBack({ re, im }: Complex64): Complex64 {
  const n = re.length;
  if (n === 1) return { re, im };
  const every = (offset: number) => {
    const pick = (values: Float64Array) => Float64Array.from({ length: n / 2 }, (_, i) => values[2 * i + offset]!);
    return transformBack({ re: pick(re), im: pick(im) });
  };
  const even = every(0);
  const odd = every(1);
  const out = { re: new Float64Array(n), im: new Float64Array(n) };
  for (let k = 0; k < n / 2; k++) {
    const [c, s] = [Math.cos((2 * Math.PI * k) / n), Math.sin((2 * Math.PI * k) / n)];
    const turnedR = c * odd.re[k]! - s * odd.im[k]!;
    const turnedI = c * odd.im[k]! + s * odd.re[k]!;
    out.re[k] = even.re[k]! + turnedR;
    out.im[k] = even.im[k]! + turnedI;
    out.re[k + n / 2] = even.re[k]! - turnedR;
    out.im[k + n / 2] = even.im[k]! - turnedI;
  }
  return out;
}

function fast({ memory, functions }: KernelInstance): BandFolding {
  function run(job: FoldJob, complex: boolean): Float32Array[] {
    const { spectra, bins, bands, corrections, size, skipped, kept, frames } = job;
    const count = roundUp(bands.length);
    // Negative frequencies are laid out before the others.
    const wing = Math.max(0, ...bands.map(({ first }) => -first));
    const reach = wing + Math.max(wing + LANES, ...bands.map(({ first, re }) => first + re.length));
    const weightCount = 2 * bands.reduce((sum, { re }) => sum + re.length, 0);
    const factors = twiddlesOf(size);
    const planes = Array.from({ length: complex ? 2 : 1 }, () => count * kept);
    const blocks = Math.ceil(frames / kept);
    const together = Math.min(TOGETHER, blocks);
    const row = 2 * size * count;
    const [table, weights, re, im, folded, twiddles, work, ...outputs] = layOut(
      memory,
      ...[4 * count, weightCount, together * reach, together * reach, together * row, factors.length, 2 * row],
      ...planes,
    );
    twiddles!.set(factors);
    layBands(bands, size, wing, table!, weights!);
    const results = planes.map(() => new Float32Array(bands.length * frames));
    const within = Math.min(bins, reach - wing);
    const layPart = (values: Float32Array, start: number, sign: 1 | -1, into: Float32Array, at: number) => {
      into.set(values.subarray(start, start + within), at + wing);
      into.fill(0, at + wing + within, at + reach);
      functions.mirror!(into.byteOffset + 4 * (at + wing), wing, sign);
    };
    const lay = (values: Bins, start: number, place: number) => {
      layPart(values.re, start, 1, re!, place * reach);
      layPart(values.im, start, -1, im!, place * reach);
    };
    const fold = (from: number, to: number, places: number, target: number) => {
      const entries = table!.byteOffset + 16 * from;
      const rows = folded!.byteOffset + 4 * row * target + 8 * size * from;
      const pointers = [re!.byteOffset, im!.byteOffset, 4 * reach, 4 * size, rows, 4 * row];
      functions.fold!(entries, to - from, places, ...pointers);
    };
    const unfold = (place: number, t: number) => {
      const [outRe, outIm] = outputs;
      const pointers = [folded!.byteOffset + 4 * row * place, twiddles!.byteOffset, work!.byteOffset];
      const rows = [outRe!.byteOffset, outIm?.byteOffset ?? 0, 4 * kept];
      functions.unfold!(count, 4 * size, ...pointers, skipped, kept, ...rows);
      const last = Math.min(kept, frames - t);
      for (const [i, result] of results.entries()) {
        for (let b = 0; b < bands.length; b++) {
          result.set(outputs[i]!.subarray(b * kept, b * kept + last), b * frames + t);
        }
      }
    };
    for (let first = 0; first < blocks; first += together) {
      const places = Math.min(together, blocks - first);
      folded!.fill(0);
      for (let place = 0; place < places; place++) lay(spectra, (first + place) * bins, place);
      fold(0, bands.length, places, 0);
      for (const correction of corrections) {
        const place = correction.block - first;
        if (place < 0 || place >= places) continue;
        lay(correction, 0, 0);
        fold(correction.from, correction.to, 1, place);
      }
      for (let place = 0; place < places; place++) unfold(place, (first + place) * kept);
    }
    return results;
  }
  return {
    responses(job) {
      const [re, im] = run(job, true);
      return { re: re!, im: im! };
    },
    magnitudes: (job) => run(job, false)[0]!,
  };
}

function roundUp(count: number): number {
  return Math.ceil(count / LANES) * LANES;
}

/** The table and the weights as assembly/fold-bands.ts reads them; bands that share weights share them there too. */
function layBands(
  bands: readonly Band[],
  size: number,
  wing: number,
  table: Float32Array,
  weights: Float32Array,
): void {
  const entries = new Uint32Array(table.buffer, table.byteOffset, table.length);
  const known = new Map<Float32Array, number>();
  let end = 0;
  for (const [b, { first, re, im }] of bands.entries()) {
    let at = known.get(re);
    if (at === undefined) {
      at = end;
      known.set(re, at);
      weights.set(re, at);
      weights.set(im, at + re.length);
      end += 2 * re.length;
    }
    const target = ((first % size) + size) % size;
    entries.set([4 * (wing + first), 4 * re.length, weights.byteOffset + 4 * at, 4 * target], 4 * b);
  }
}

const keptTwiddles = new Map<number, Float32Array>();

/** For passes of radix 4, backwards: cos and sin of the angle, twice it and three times it. */
function twiddlesOf(n: number): Float32Array {
  const known = keptTwiddles.get(n);
  if (known !== undefined) return known;
  const values: number[] = [];
  for (let length = n; length >= 4; length /= 4) {
    for (let p = 0; p < length / 4; p++) {
      for (const times of [1, 2, 3]) {
        const angle = (2 * Math.PI * times * p) / length;
        values.push(Math.cos(angle), Math.sin(angle));
      }
    }
  }
  const twiddles = Float32Array.from(values);
  keptTwiddles.set(n, twiddles);
  return twiddles;
}

/** The implementation to use in this thread. */
export const bandFolding = defineKernel<BandFolding>({
  name: "fold-bands",
  fast,
  plain,
  compare(compiled, reference) {
    for (const size of [16, 32]) {
      const job = sampleJob(size);
      const expected = reference.responses(job);
      const found = compiled.responses(job);
      assertAlike("real parts", found.re, expected.re, 1e-5);
      assertAlike("imaginary parts", found.im, expected.im, 1e-5);
      assertAlike("magnitudes", compiled.magnitudes(job), reference.magnitudes(job), 1e-5);
    }
  },
});

/** Two blocks, bands that wrap and that reach below 0, and a correction. */
function sampleJob(size: number): FoldJob {
  const wave = (length: number, pace: number) => Float32Array.from({ length }, (_, i) => Math.sin(pace * i * i + i));
  const bins = 8 * size + 1;
  const band = (first: number, length: number) => ({ first, re: wave(length, 0.3), im: wave(length, 0.7) });
  return {
    spectra: { re: wave(2 * bins, 0.11), im: wave(2 * bins, 0.13) },
    bins,
    bands: [band(-16, 64), band(8, 8), band(24, 5 * size), band(7 * size, 2 * size)],
    corrections: [{ block: 1, from: 1, to: 3, re: wave(bins, 0.17), im: wave(bins, 0.19) }],
    size,
    skipped: 3,
    kept: 9,
    frames: 15,
  };
}
