import type { Matrix } from "../../arrays";
import { QuadrantError } from "../../errors";
import { type Band, bandExtremes } from "../../kernels/band-extremes";
import { checkCount, type FeatureInput, fftFrequencies, type StftParameters, spectrumOf } from "../spectrum/spectrum";
import { powerToDb } from "./power-to-db";

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

/**
 * How far the peaks of each octave band stand above its valleys: (nBands + 1, frames), dB.
 *
 * Follows librosa 0.11.0 (Jiang et al. 2002): means of the highest and of the lowest 2 % of a band's magnitudes, each
 * turned into decibel as if they were powers, and cut 80 dB below the loudest of all bands and frames.
 *
 * @throws QuadrantError "bad-argument" when a band begins beyond half the sample rate
 */
export function spectralContrast(input: FeatureInput, parameters: SpectralContrastParameters = {}): Matrix {
  const spectrum = spectrumOf(input, parameters);
  const { frames, sr, nFft } = spectrum;
  const bands = contrastBands(sr, nFft, parameters);
  const { peaks, valleys } = bandExtremes()(spectrum, bands);
  const linear = parameters.linear === true;
  const [high, low] = [peaks, valleys].map((data) => (linear ? data : powerToDb({ data, shape: [data.length] }).data));
  return { data: high!.map((value, i) => value - low![i]!), shape: [bands.length, frames] };
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
    const end = b < nBands ? last - 1 : last;
    const extremes = Math.min(end - first, Math.max(1, roundHalfEven(quantile * (last - first))));
    return checkBand({ first, end, extremes }, fmin);
  });
}

function checkBand(band: Band, fmin: number): Band {
  if (band.end > band.first) return band;
  throw new QuadrantError("bad-argument", `fmin = ${fmin} Hz leaves a band without a bin`, {
    remedy: "Raise fmin or nFft.",
  });
}

/** As numpy.rint. */
function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  return value - floor === 0.5 ? floor + (floor % 2) : Math.round(value);
}
