import { LANES } from "../../kernels/fold-bands";
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
  const cotangents = Number.isInteger(perBin) ? cotangentTable(points) : undefined;
  for (let j = 0; j < bins.length; j++) {
    const [weightRe, weightIm] = [re[j]!, im[j]!];
    const away = first - bins[j]! * perBin;
    for (let i = 0; i < outRe.length; i++) {
      const cot = cotangents === undefined ? cotangent(away + i, points) : cotangents[points + away + i]!;
      outRe[i]! += weightRe * cot;
      outIm[i]! += weightIm * cot;
    }
  }
  const sumRe = re.reduce((a, b) => a + b, 0);
  const sumIm = im.reduce((a, b) => a + b, 0);
  for (let i = 0; i < outRe.length; i++) {
    const height = Math.sin((Math.PI * (first + i)) / perBin);
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

function cotangent(m: number, points: number): number {
  return m === 0 ? 0 : 1 / Math.tan((Math.PI * m) / points);
}

const keptTables = new Map<number, Float64Array>();

/** At index points + m the cotangent of pi m / points, for m from -points to points. */
function cotangentTable(points: number): Float64Array {
  const known = keptTables.get(points);
  if (known !== undefined) return known;
  const table = Float64Array.from({ length: 2 * points + 1 }, (_, i) => cotangent(i - points, points));
  keptTables.set(points, table);
  return table;
}

/** The same response at every `step`-th point. */
export function everyPoint({ first, re, im }: Response, step: number): Response {
  const from = LANES * Math.ceil(first / step / LANES);
  const end = LANES * Math.floor((first + re.length) / step / LANES);
  const pick = (values: Float64Array) => {
    const out = new Float64Array(end - from);
    for (let i = 0; i < out.length; i++) out[i] = values[(from + i) * step - first]!;
    return out;
  };
  return { first: from, re: pick(re), im: pick(im) };
}
