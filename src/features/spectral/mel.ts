import type { Matrix } from "../../arrays";
import { QuadrantError } from "../../errors";
import { checkCount, type FeatureInput, fftFrequencies, type StftParameters, spectrumOf } from "../spectrum/spectrum";

/** Slaney's scale (Auditory Toolbox 1998): linear up to 1 kHz = 15 mel; beyond, 27 mel are a factor of 6.4. */
const LINEAR_HZ_PER_MEL = 200 / 3;
const BREAK_HZ = 1000;
const BREAK_MEL = BREAK_HZ / LINEAR_HZ_PER_MEL;
const LOG_STEP = Math.log(6.4) / 27;

export interface MelParameters extends StftParameters {
  /** How many bands; 128 by default. */
  readonly nMels?: number | undefined;
  /** Lower edge of the lowest band in Hz; 0 by default. */
  readonly fmin?: number | undefined;
  /** Upper edge of the highest band in Hz; sr / 2 by default. */
  readonly fmax?: number | undefined;
  /** Exponent of the magnitudes; 2 (power) by default. */
  readonly power?: number | undefined;
}

/** One triangle of a mel filter bank: weights of the bins from `first` on. */
export interface MelBand {
  readonly first: number;
  readonly weights: Float64Array;
}

/** Mel powers before they are rounded: (bands, frames), row-major. */
export interface MelPowers {
  readonly powers: Float64Array;
  readonly bands: number;
  readonly frames: number;
}

/** Slaney's mel of a frequency in Hz, as librosa.hz_to_mel. */
export function hzToMel(hz: number): number {
  return hz < BREAK_HZ ? hz / LINEAR_HZ_PER_MEL : BREAK_MEL + Math.log(hz / BREAK_HZ) / LOG_STEP;
}

/** The frequency in Hz of Slaney's mel, as librosa.mel_to_hz. */
export function melToHz(mel: number): number {
  return mel < BREAK_MEL ? mel * LINEAR_HZ_PER_MEL : BREAK_HZ * Math.exp(LOG_STEP * (mel - BREAK_MEL));
}

/**
 * Triangles evenly spaced in mel, each of area 1 (norm "slaney"), as librosa.filters.mel 0.11.0, rounded to float32 as
 * there.
 *
 * @throws QuadrantError "bad-argument" when fmin and fmax leave no room
 */
export function melFilterBank(
  sr: number,
  nFft: number,
  { nMels = 128, fmin = 0, fmax = sr / 2 }: MelParameters = {},
): MelBand[] {
  checkCount("nMels", nMels);
  if (!(fmin >= 0 && fmin < fmax)) {
    throw new QuadrantError("bad-argument", `fmin = ${fmin}, but it must lie between 0 and fmax = ${fmax}`);
  }
  const low = hzToMel(fmin);
  const high = hzToMel(fmax);
  const edges = Float64Array.from({ length: nMels + 2 }, (_, i) => melToHz(low + (i * (high - low)) / (nMels + 1)));
  const frequencies = fftFrequencies(sr, nFft);
  return Array.from({ length: nMels }, (_, band) => {
    const [left, centre, right] = [edges[band]!, edges[band + 1]!, edges[band + 2]!];
    const first = Math.max(
      0,
      frequencies.findIndex((f) => f > left),
    );
    const weights: number[] = [];
    for (let k = first; k < frequencies.length && frequencies[k]! < right; k++) {
      const rising = (frequencies[k]! - left) / (centre - left);
      const falling = (right - frequencies[k]!) / (right - centre);
      weights.push(Math.fround((Math.fround(Math.max(0, Math.min(rising, falling))) * 2) / (right - left)));
    }
    return { first, weights: Float64Array.from(weights) };
  });
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
  const { powers, bands, frames } = melPowers(input, parameters);
  return { data: Float32Array.from(powers), shape: [bands, frames] };
}

/** The same in float64: for features that go on computing with it. */
export function melPowers(input: FeatureInput, parameters: MelParameters = {}): MelPowers {
  const { magnitude, bins, frames, sr, nFft } = spectrumOf(input, parameters);
  const bank = melFilterBank(sr, nFft, parameters);
  const { power = 2 } = parameters;
  const powers = new Float64Array(bank.length * frames);
  const frame = new Float64Array(bins);
  for (let t = 0; t < frames; t++) {
    const row = t * bins;
    for (let k = 0; k < bins; k++) {
      const m = magnitude[row + k]!;
      frame[k] = power === 2 ? m * m : m ** power;
    }
    for (let band = 0; band < bank.length; band++) {
      const { first, weights } = bank[band]!;
      let sum = 0;
      for (let i = 0; i < weights.length; i++) sum += weights[i]! * frame[first + i]!;
      powers[band * frames + t] = sum;
    }
  }
  return { powers, bands: bank.length, frames };
}
