import type { Matrix } from "../../arrays";
import { QuadrantError } from "../../errors";
import { type Filter, filterBank } from "../../kernels/filter-bank";
import { checkCount, type FeatureInput, fftFrequencies, type StftParameters, spectrumOf } from "../spectrum/spectrum";

/** Slaney's scale (Auditory Toolbox 1998): linear up to 1 kHz = 15 mel; beyond, 27 mel are a factor of 6.4. */
const LINEAR_HZ_PER_MEL = 200 / 3;
const BREAK_HZ = 1000;
const BREAK_MEL = BREAK_HZ / LINEAR_HZ_PER_MEL;
const LOG_STEP = Math.log(6.4) / 27;

/** The scale of the Hidden Markov Model Toolkit: logarithmic throughout. */
const HTK_FACTOR = 2595;
const HTK_BREAK_HZ = 700;

/** How bands are scaled: "slaney" to an area of 1, a number to a length of 1 in that norm, null not at all. */
export type MelNorm = "slaney" | number | null;

export interface MelParameters extends StftParameters {
  /** How many bands; 128 by default. */
  readonly nMels?: number | undefined;
  /** Lower edge of the lowest band in Hz; 0 by default. */
  readonly fmin?: number | undefined;
  /** Upper edge of the highest band in Hz; sr / 2 by default. */
  readonly fmax?: number | undefined;
  /** Whether to use HTK's mel scale instead of Slaney's; false by default. */
  readonly htk?: boolean | undefined;
  /** "slaney" by default. */
  readonly norm?: MelNorm | undefined;
  /** Exponent of the magnitudes; 2 (power) by default. */
  readonly power?: number | undefined;
}

/** The mel of a frequency in Hz, on Slaney's scale or HTK's; as librosa.hz_to_mel. */
export function hzToMel(hz: number, { htk = false }: { readonly htk?: boolean | undefined } = {}): number {
  if (htk) return HTK_FACTOR * Math.log10(1 + hz / HTK_BREAK_HZ);
  return hz < BREAK_HZ ? hz / LINEAR_HZ_PER_MEL : BREAK_MEL + Math.log(hz / BREAK_HZ) / LOG_STEP;
}

/** The frequency in Hz of a mel, on Slaney's scale or HTK's; as librosa.mel_to_hz. */
export function melToHz(mel: number, { htk = false }: { readonly htk?: boolean | undefined } = {}): number {
  if (htk) return HTK_BREAK_HZ * (10 ** (mel / HTK_FACTOR) - 1);
  return mel < BREAK_MEL ? mel * LINEAR_HZ_PER_MEL : BREAK_HZ * Math.exp(LOG_STEP * (mel - BREAK_MEL));
}

/**
 * Triangles evenly spaced in mel, as librosa.filters.mel 0.11.0, rounded to float32 as there.
 *
 * @throws QuadrantError "bad-argument" when fmin and fmax leave no room
 */
export function melFilterBank(
  sr: number,
  nFft: number,
  { nMels = 128, fmin = 0, fmax = sr / 2, htk = false, norm = "slaney" }: MelParameters = {},
): Filter[] {
  checkCount("nMels", nMels);
  if (!(fmin >= 0 && fmin < fmax)) {
    throw new QuadrantError("bad-argument", `fmin = ${fmin}, but it must lie between 0 and fmax = ${fmax}`);
  }
  const low = hzToMel(fmin, { htk });
  const high = hzToMel(fmax, { htk });
  const step = (high - low) / (nMels + 1);
  const edges = Float64Array.from({ length: nMels + 2 }, (_, i) => melToHz(low + i * step, { htk }));
  const frequencies = fftFrequencies(sr, nFft);
  let beyond = 0;
  return Array.from({ length: nMels }, (_, band) => {
    const [left, centre, right] = [edges[band]!, edges[band + 1]!, edges[band + 2]!];
    while (frequencies[beyond]! <= left) beyond++;
    const first = beyond < frequencies.length ? beyond : 0;
    const weights: number[] = [];
    for (let k = first; k < frequencies.length && frequencies[k]! < right; k++) {
      const rising = (frequencies[k]! - left) / (centre - left);
      const falling = (right - frequencies[k]!) / (right - centre);
      weights.push(Math.fround(Math.max(0, Math.min(rising, falling))));
    }
    const length = norm === "slaney" ? (right - left) / 2 : lengthOf(weights, norm);
    return { first, weights: Float64Array.from(weights, (weight) => Math.fround(weight / length)) };
  });
}

/** What to divide by for a length of 1 in that norm; a band without weights stays as it is. */
function lengthOf(weights: readonly number[], norm: number | null): number {
  if (norm === null) return 1;
  if (!(norm > 0)) throw new QuadrantError("bad-argument", `norm = ${norm}, but it must be above 0`);
  const length =
    norm === Number.POSITIVE_INFINITY
      ? Math.max(0, ...weights)
      : weights.reduce((sum, weight) => sum + weight ** norm, 0) ** (1 / norm);
  return length < 2 ** -126 ? 1 : length;
}

/**
 * Power in mel bands: (nMels, frames), 0 or more.
 *
 * Follows librosa 0.11.0.
 *
 * @example
 * const decibels = powerToDb(melspectrogram({ y, sr: 22_050 }, { nMels: 64 }));
 */
export function melspectrogram(input: FeatureInput, parameters: MelParameters = {}): Matrix {
  const { power = 2 } = parameters;
  if (!(power > 0)) throw new QuadrantError("bad-argument", `power = ${power}, but it must be above 0`);
  const spectrum = spectrumOf(input, parameters);
  const bank = melFilterBank(spectrum.sr, spectrum.nFft, parameters);
  return { data: filterBank()(spectrum, bank, power), shape: [bank.length, spectrum.frames] };
}
