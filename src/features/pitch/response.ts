import { type Band, LANES } from "../../kernels/fold-bands";
import type { SparseSpectrum } from "./wavelet";

/**
 * Bins of a frame on each side of a filter's outermost bin up to which its response is followed: it falls off slowly,
 * because librosa's frames have hard edges.
 */
const SKIRT = 112;

/** Beyond this turn (frequency over rate) librosa's halved signals are damped: responses end there, or with their last bin. */
const UNDAMPED = 0.45;

/** The turns between which a filter's response is followed, if `from` and `to` are those of its own bins. */
export function followedTurns(from: number, to: number, nFft: number): { readonly from: number; readonly to: number } {
  const limit = Math.max(UNDAMPED, to);
  return { from: Math.max(-limit, from - SKIRT / nFft), to: Math.min(limit, to + SKIRT / nFft) };
}

/** Points first, first + 1, ... of a frequency response. */
export interface Response {
  /** A multiple of LANES, as is the number of points; below 0 for negative frequencies. */
  readonly first: number;
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/**
 * What librosa's sparse product makes of a tone of turn q / points, in a frame of nFft samples that is centred on the
 * tone's phase 0: the sum over bins b of weight[b] times the frame's transform there, a Dirichlet kernel.
 */
export function responseOf({ bins, re, im }: SparseSpectrum, nFft: number, points: number): Response {
  const perBin = points / nFft;
  const { from, to } = followedTurns(bins[0]! / nFft, bins[bins.length - 1]! / nFft, nFft);
  const first = LANES * Math.floor((from * points) / LANES);
  const end = LANES * Math.ceil((to * points + 1) / LANES);
  const outRe = new Float64Array(end - first);
  const outIm = new Float64Array(end - first);
  if (Number.isInteger(perBin)) addFromTable({ bins, re, im }, perBin, points, first, outRe, outIm);
  else addCotangents({ bins, re, im }, perBin, points, first, outRe, outIm);
  const sumRe = re.reduce((a, b) => a + b, 0);
  const sumIm = im.reduce((a, b) => a + b, 0);
  const heights = sinesOf(perBin);
  for (let i = 0; i < outRe.length; i++) {
    const height = heights?.[(first + i) & (heights.length - 1)] ?? Math.sin((Math.PI * (first + i)) / perBin);
    outRe[i] = height * (outRe[i]! + sumIm);
    outIm[i] = height * (outIm[i]! - sumRe);
  }
  // On a bin of the frame, where the sine is 0 and its cotangent infinite, only that bin counts.
  for (let j = 0; j < bins.length; j++) {
    const at = bins[j]! * perBin - first;
    if (!Number.isInteger(at)) continue;
    const sign = bins[j]! % 2 === 0 ? nFft : -nFft;
    outRe[at] = sign * re[j]!;
    outIm[at] = sign * im[j]!;
  }
  return { first, re: outRe, im: outIm };
}

/** The sines of pi q / perBin, of which there are so many where perBin is a power of two. */
function sinesOf(perBin: number): Float64Array | undefined {
  if (!Number.isInteger(Math.log2(perBin))) return undefined;
  return Float64Array.from({ length: 2 * perBin }, (_, q) => Math.sin((Math.PI * q) / perBin));
}

/** Adds each bin's weight times the cotangents of pi m / points, m being the distance from the bin in points. */
function addCotangents(
  { bins, re, im }: SparseSpectrum,
  perBin: number,
  points: number,
  first: number,
  outRe: Float64Array,
  outIm: Float64Array,
) {
  const sines = Float64Array.from(bins, (bin) => Math.sin((Math.PI * bin * perBin) / points));
  const cosines = Float64Array.from(bins, (bin) => Math.cos((Math.PI * bin * perBin) / points));
  for (let i = 0; i < outRe.length; i++) {
    const sin = Math.sin((Math.PI * (first + i)) / points);
    const cos = Math.cos((Math.PI * (first + i)) / points);
    for (let j = 0; j < bins.length; j++) {
      const cot = (cos * cosines[j]! + sin * sines[j]!) / (sin * cosines[j]! - cos * sines[j]!);
      outRe[i]! += re[j]! * cot;
      outIm[i]! += im[j]! * cot;
    }
  }
}

/** The same where all distances are whole; four bins at a time, since reading and writing costs more than computing. */
function addFromTable(
  { bins, re, im }: SparseSpectrum,
  perBin: number,
  points: number,
  first: number,
  outRe: Float64Array,
  outIm: Float64Array,
) {
  const table = cotangentTable(points);
  for (let j = 0; j < bins.length; j += 4) {
    const [a, b, c, d] = [0, 1, 2, 3].map((k) => points + first - (bins[j + k] ?? bins[j]!) * perBin) as Four;
    const [ar, br, cr, dr] = [0, 1, 2, 3].map((k) => re[j + k] ?? 0) as Four;
    const [ai, bi, ci, di] = [0, 1, 2, 3].map((k) => im[j + k] ?? 0) as Four;
    for (let i = 0; i < outRe.length; i++) {
      const p = table[a + i]!;
      const q = table[b + i]!;
      const r = table[c + i]!;
      const s = table[d + i]!;
      outRe[i]! += ar * p + br * q + cr * r + dr * s;
      outIm[i]! += ai * p + bi * q + ci * r + di * s;
    }
  }
}

type Four = [number, number, number, number];

const keptTables = new Map<number, Float64Array>();

/** At index points + m the cotangent of pi m / points, for m from -points to points. */
function cotangentTable(points: number): Float64Array {
  const known = keptTables.get(points);
  if (known !== undefined) return known;
  const table = new Float64Array(2 * points + 1);
  for (let i = 0; i < table.length; i++) table[i] = i === points ? 0 : 1 / Math.tan((Math.PI * (i - points)) / points);
  keptTables.set(points, table);
  return table;
}

/** The same response at every `step`-th point, as a band. */
export function everyPoint({ first, re, im }: Response, step: number): Band {
  const from = LANES * Math.ceil(first / step / LANES);
  const end = LANES * Math.floor((first + re.length) / step / LANES);
  const band = { first: from, re: new Float32Array(end - from), im: new Float32Array(end - from) };
  for (let i = 0, at = from * step - first; i < band.re.length; i++, at += step) {
    band.re[i] = re[at]!;
    band.im[i] = im[at]!;
  }
  return band;
}
