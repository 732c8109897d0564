import type { Matrix } from "../../arrays";
import { QuadrantError } from "../../errors";
import { checkCount, type FeatureInput, fftFrequencies, type StftParameters, spectrumOf } from "../spectrum/spectrum";
import { decibels } from "./power-to-db";

export interface SpectralContrastParameters extends StftParameters {
  /** Upper edge of the lowest band in Hz; 200 by default. */
  readonly fmin?: number | undefined;
  /** Octave bands above it; 6 by default. */
  readonly nBands?: number | undefined;
  /** Which share of a band's bins makes its peak and its valley; 0.02 by default. */
  readonly quantile?: number | undefined;
  /** Whether to subtract magnitudes instead of decibels; false by default. */
  readonly linear?: boolean | undefined;
}

interface Band {
  /** The bins from `first` up to but not including `end`. */
  readonly first: number;
  readonly end: number;
  /** How many bins make the peak, and how many the valley. */
  readonly extremes: number;
}

/**
 * How far the peaks of each octave band stand above its valleys: (nBands + 1, frames), dB.
 *
 * Follows librosa 0.11.0 (Jiang et al. 2002): means of the highest and of the lowest 2 % of a band's magnitudes, each
 * turned into decibel as if they were powers, and cut 80 dB below the loudest of all bands and frames.
 *
 * @throws QuadrantError "bad-argument" when a band begins beyond half the sample rate
 */
export function spectralContrast(input: FeatureInput, parameters: SpectralContrastParameters = {}): Matrix {
  const { magnitude, bins, frames, sr, nFft } = spectrumOf(input, parameters);
  const bands = contrastBands(sr, nFft, parameters);
  const peak = new Float64Array(bands.length * frames);
  const valley = new Float64Array(bands.length * frames);
  const most = Math.max(...bands.map((band) => band.extremes));
  const high = new Float64Array(most);
  const low = new Float64Array(most);
  for (let t = 0; t < frames; t++) {
    for (let b = 0; b < bands.length; b++) {
      const { first, end, extremes } = bands[b]!;
      const found = collectExtremes(magnitude, t * bins + first, t * bins + end, extremes, high, low);
      peak[b * frames + t] = meanOf(high, found);
      valley[b * frames + t] = meanOf(low, found);
    }
  }
  if (parameters.linear !== true) {
    decibels(peak);
    decibels(valley);
  }
  return { data: Float32Array.from(peak, (value, i) => value - valley[i]!), shape: [bands.length, frames] };
}

function contrastBands(
  sr: number,
  nFft: number,
  { fmin = 200, nBands = 6, quantile = 0.02 }: SpectralContrastParameters,
): Band[] {
  checkCount("nBands", nBands);
  if (!(quantile > 0 && quantile < 1)) {
    throw new QuadrantError("bad-argument", `quantile = ${quantile}, but it must lie between 0 and 1`);
  }
  const highestEdge = fmin * 2 ** (nBands - 1);
  if (!(fmin > 0 && highestEdge < sr / 2)) {
    throw new QuadrantError("bad-argument", `the highest band begins at ${highestEdge} Hz, but sr / 2 = ${sr / 2} Hz`, {
      remedy: "Lower fmin or nBands; fmin must be above 0.",
    });
  }
  const frequencies = fftFrequencies(sr, nFft);
  return Array.from({ length: nBands + 1 }, (_, b) => {
    const from = b === 0 ? 0 : fmin * 2 ** (b - 1);
    const beyond = frequencies.findIndex((f) => f > fmin * 2 ** b);
    const last = b === nBands || beyond < 0 ? frequencies.length : beyond;
    // As librosa: a band begins one bin early, counts all of its bins, then drops its last; only the highest keeps it.
    const first = b === 0 ? 0 : frequencies.findIndex((f) => f >= from) - 1;
    const extremes = Math.max(1, roundHalfEven(quantile * (last - first)));
    return checkBand({ first, end: b < nBands ? last - 1 : last, extremes }, fmin);
  });
}

function checkBand(band: Band, fmin: number): Band {
  if (band.end > band.first) return band;
  throw new QuadrantError("bad-argument", `fmin = ${fmin} Hz leaves a band without a bin`, {
    remedy: "Raise fmin or nFft.",
  });
}

/** Fills `high` and `low` with the largest and the smallest values, outermost first; returns how many there are. */
function collectExtremes(
  values: Float32Array,
  start: number,
  end: number,
  count: number,
  high: Float64Array,
  low: Float64Array,
): number {
  const last = Math.min(count, end - start) - 1;
  high.fill(Number.NEGATIVE_INFINITY);
  low.fill(Number.POSITIVE_INFINITY);
  for (let i = start; i < end; i++) {
    const value = values[i]!;
    if (value > high[last]!) {
      let at = last;
      for (; at > 0 && high[at - 1]! < value; at--) high[at] = high[at - 1]!;
      high[at] = value;
    }
    if (value < low[last]!) {
      let at = last;
      for (; at > 0 && low[at - 1]! > value; at--) low[at] = low[at - 1]!;
      low[at] = value;
    }
  }
  return last + 1;
}

function meanOf(values: Float64Array, count: number): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += values[i]!;
  return sum / count;
}

/** As numpy.rint. */
function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  return value - floor === 0.5 ? floor + (floor % 2) : Math.round(value);
}
