import { type Bins, stftFrames } from "../kernels";

/** Points of a transform at the higher of the two rates: long against the filters, small enough for the cache. */
const POINTS = 8192;

/** So many blocks go through the transforms at once: their spectra take 1 MB. */
const BLOCKS = 32;

/** How the rate changes in the filter: kept, doubled or halved. */
export type RateChange = 1 | 2 | 0.5;

/**
 * Filters by Fourier transforms (overlap-save), and doubles or halves the rate on the way.
 *
 * @param y samples; zeros are taken before and after them
 * @param taps the filter at the higher of the two rates, symmetric, of odd length, its middle at time 0
 * @param change 2 sets a zero after each sample first, 0.5 leaves out every second result
 * @param length how many results are wanted, from time 0 on
 */
export function fftFilter(y: Float32Array, taps: Float64Array, change: RateChange, length: number): Float32Array {
  let points = POINTS;
  while (points < 4 * taps.length) points *= 2;
  const into = change === 2 ? points / 2 : points;
  const outOf = change === 0.5 ? points / 2 : points;
  // Results this near to a block's ends are spoilt by its other end. An even number, so that both rates meet there.
  const reach = (taps.length - 1) / 2;
  const margin = reach + (reach % 2);
  const share = 1 - (2 * margin) / points;
  const [inHop, outHop] = [into * share, outOf * share];
  const [inMargin, outMargin] = [(margin * into) / points, (margin * outOf) / points];
  const whole = new Float64Array(into).fill(1);
  const sound = new Float64Array(outOf).fill(1, outMargin, outMargin + outHop);
  const response = frequencyResponse(taps, points);
  const weigh = change === 1 ? weighed : change === 2 ? weighedMirrored : weighedFolded;
  const kernel = stftFrames();
  const out = new Float32Array(length);
  for (let start = 0, first = 0; start < length; start += BLOCKS * outHop, first += BLOCKS * inHop) {
    const frames = Math.min(BLOCKS, Math.ceil((length - start) / outHop));
    const bins = kernel.bins(y, { nFft: into, hopLength: inHop, frames, first: first - inMargin, window: whole });
    const framing = { nFft: outOf, hopLength: outHop, frames, first: -outMargin, window: sound };
    const count = Math.min(frames * outHop, length - start);
    out.set(kernel.overlapAdd(weigh(bins, response, frames), framing, count), start);
  }
  return out;
}

/** The response at bins 0 to `points` / 2: real, because the filter is symmetric about time 0. */
function frequencyResponse(taps: Float64Array, points: number): Float32Array {
  const reach = (taps.length - 1) / 2;
  const impulse = new Float32Array(points);
  for (let k = -reach; k <= reach; k++) impulse[(k + points) % points] = taps[k + reach]!;
  const window = new Float64Array(points).fill(1);
  return stftFrames().bins(impulse, { nFft: points, hopLength: points, frames: 1, first: 0, window }).re;
}

function weighed({ re, im }: Bins, response: Float32Array, frames: number): Bins {
  const size = response.length;
  for (let t = 0, at = 0; t < frames; t++) {
    for (let k = 0; k < size; k++, at++) {
      re[at] = re[at]! * response[k]!;
      im[at] = im[at]! * response[k]!;
    }
  }
  return { re, im };
}

/** The zeros between the samples repeat the spectrum, mirrored, in the upper half. */
function weighedMirrored({ re, im }: Bins, response: Float32Array, frames: number): Bins {
  const half = (response.length - 1) / 2;
  const twice = { re: new Float32Array(frames * response.length), im: new Float32Array(frames * response.length) };
  for (let t = 0; t < frames; t++) {
    const from = t * (half + 1);
    const to = t * response.length;
    for (let k = 0; k <= half; k++) {
      const mirror = 2 * half - k;
      twice.re[to + mirror] = re[from + k]! * response[mirror]!;
      twice.im[to + mirror] = -im[from + k]! * response[mirror]!;
      twice.re[to + k] = re[from + k]! * response[k]!;
      twice.im[to + k] = im[from + k]! * response[k]!;
    }
  }
  return twice;
}

/** Leaving out every second result lays the upper half of the spectrum, mirrored, over the lower one. */
function weighedFolded({ re, im }: Bins, response: Float32Array, frames: number): Bins {
  const half = (response.length - 1) / 2;
  const folded = { re: new Float32Array(frames * (half + 1)), im: new Float32Array(frames * (half + 1)) };
  for (let t = 0; t < frames; t++) {
    const from = t * response.length;
    const to = t * (half + 1);
    for (let k = 0; k <= half; k++) {
      const mirror = 2 * half - k;
      const low = response[k]! / 2;
      const high = response[mirror]! / 2;
      folded.re[to + k] = re[from + k]! * low + re[from + mirror]! * high;
      folded.im[to + k] = im[from + k]! * low - im[from + mirror]! * high;
    }
  }
  return folded;
}
