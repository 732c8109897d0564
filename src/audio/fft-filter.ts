import FFT from "fft.js";

/** Points of a transform at the higher of the two rates: long against the filters, small enough for the cache. */
const POINTS = 8192;

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
  const reach = (taps.length - 1) / 2;
  let points = POINTS;
  while (points < 4 * taps.length) points *= 2;
  const into = change === 2 ? points / 2 : points;
  const outOf = change === 0.5 ? points / 2 : points;
  const forward = new FFT(into);
  const backward = outOf === into ? forward : new FFT(outOf);
  const response = frequencyResponse(taps, points, forward.size === points ? forward : backward);
  // Results this near to a block's ends are spoilt by its other end; an even number, so that both rates meet there.
  const margin = reach + (reach % 2);
  const hop = points - 2 * margin;
  const outHop = (hop * outOf) / points;
  const inMargin = (margin * into) / points;
  const outMargin = (margin * outOf) / points;
  const inHop = (hop * into) / points;
  const out = new Float32Array(length);
  const samples = new Float64Array(2 * into);
  const spectrum = new Float64Array(2 * into);
  const filtered = new Float64Array(2 * outOf);
  const results = new Float64Array(2 * outOf);
  // Two blocks of real samples go through one complex transform: the filter is symmetric, its response is real.
  for (let block = 0; block * outHop < length; block += 2) {
    for (let part = 0; part < 2; part++) {
      const first = (block + part) * inHop - inMargin;
      for (let i = 0; i < into; i++) {
        const at = first + i;
        samples[2 * i + part] = at >= 0 && at < y.length ? y[at]! : 0;
      }
    }
    forward.transform(spectrum, samples);
    if (change === 0.5) foldSpectrum(spectrum, response, filtered);
    else weighSpectrum(spectrum, response, filtered);
    backward.inverseTransform(results, filtered);
    for (let part = 0; part < 2; part++) {
      const start = (block + part) * outHop;
      const count = Math.min(outHop, length - start);
      for (let i = 0; i < count; i++) out[start + i] = results[2 * (outMargin + i) + part]!;
    }
  }
  return out;
}

/** The response at each of `points` frequencies: real, because the filter is symmetric about time 0. */
function frequencyResponse(taps: Float64Array, points: number, fft: FFT): Float64Array {
  const reach = (taps.length - 1) / 2;
  const impulse = new Float64Array(2 * points);
  for (let k = -reach; k <= reach; k++) impulse[2 * ((k + points) % points)] = taps[k + reach]!;
  const spectrum = new Float64Array(2 * points);
  fft.transform(spectrum, impulse);
  return Float64Array.from({ length: points }, (_, k) => spectrum[2 * k]!);
}

/** Weighs the spectrum, which repeats itself where the rate is doubled. */
function weighSpectrum(spectrum: Float64Array, response: Float64Array, filtered: Float64Array): void {
  const values = spectrum.length;
  for (let k = 0; k < response.length; k++) {
    const at = (2 * k) % values;
    filtered[2 * k] = spectrum[at]! * response[k]!;
    filtered[2 * k + 1] = spectrum[at + 1]! * response[k]!;
  }
}

/** Weighs the spectrum and lays its halves over each other: what leaving out every second sample does. */
function foldSpectrum(spectrum: Float64Array, response: Float64Array, filtered: Float64Array): void {
  const half = response.length / 2;
  for (let k = 0; k < half; k++) {
    const low = response[k]! / 2;
    const high = response[k + half]! / 2;
    filtered[2 * k] = spectrum[2 * k]! * low + spectrum[2 * (k + half)]! * high;
    filtered[2 * k + 1] = spectrum[2 * k + 1]! * low + spectrum[2 * (k + half) + 1]! * high;
  }
}
