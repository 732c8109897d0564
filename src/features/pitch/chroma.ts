import type { Matrix } from "../../arrays";
import { checkCount, type FeatureInput, type StftParameters, spectrumOf } from "../spectrum/spectrum";
import { estimateTuning } from "./tuning";

/** The octave above A0 that counts most, and how fast others count less: a Gaussian, in octaves. */
const CENTRE_OCTAVE = 5;
const OCTAVE_WIDTH = 2;

/** Below this a frame is silent and not normalised: the smallest normal float32, as librosa.util.normalize. */
const TINY = 2 ** -126;

export interface ChromaParameters extends StftParameters {
  /** Pitch classes in an octave; 12 by default. */
  readonly nChroma?: number | undefined;
  /** Deviation from A4 = 440 Hz as a share of a pitch class; estimated from the spectrum by default. */
  readonly tuning?: number | undefined;
}

/**
 * Energy of each pitch class, from C on, the strongest of a frame being 1: (nChroma, frames), 0 to 1; 0 for silence.
 *
 * Follows librosa 0.11.0 (Ellis 2007): power spectrum, Gaussian bumps around each pitch, norm inf.
 */
export function chromaStft(input: FeatureInput, parameters: ChromaParameters = {}): Matrix {
  const spectrum = spectrumOf(input, parameters);
  const { magnitude, bins, frames, sr, nFft } = spectrum;
  const nChroma = checkCount("nChroma", parameters.nChroma ?? 12);
  const tuning = parameters.tuning ?? estimateTuning(spectrum, { binsPerOctave: nChroma, power: 2 });
  const bank = chromaFilterBank(sr, nFft, nChroma, tuning);
  const data = new Float32Array(nChroma * frames);
  const power = new Float64Array(bins);
  const raw = new Float64Array(nChroma);
  for (let t = 0; t < frames; t++) {
    const row = t * bins;
    for (let k = 0; k < bins; k++) power[k] = magnitude[row + k]! * magnitude[row + k]!;
    let most = 0;
    for (let c = 0; c < nChroma; c++) {
      raw[c] = weightedSum(bank, c * bins, power);
      if (raw[c]! > most) most = raw[c]!;
    }
    const scale = most < TINY ? 1 : 1 / most;
    for (let c = 0; c < nChroma; c++) data[c * frames + t] = raw[c]! * scale;
  }
  return { data, shape: [nChroma, frames] };
}

function weightedSum(bank: Float64Array, row: number, power: Float64Array): number {
  // Four sums, so that no addition waits for the one before.
  let [a, b, c, d] = [0, 0, 0, 0];
  const whole = power.length & ~3;
  for (let k = 0; k < whole; k += 4) {
    a += bank[row + k]! * power[k]!;
    b += bank[row + k + 1]! * power[k + 1]!;
    c += bank[row + k + 2]! * power[k + 2]!;
    d += bank[row + k + 3]! * power[k + 3]!;
  }
  for (let k = whole; k < power.length; k++) a += bank[row + k]! * power[k]!;
  return a + b + c + d;
}

/** librosa.filters.chroma: (nChroma, 1 + nFft / 2), row-major; columns have length 1 before octaves are weighted. */
function chromaFilterBank(sr: number, nFft: number, nChroma: number, tuning: number): Float64Array {
  const bins = 1 + nFft / 2;
  const a0 = 27.5 * 2 ** (tuning / nChroma);
  const steps = Float64Array.from({ length: bins + 1 }, (_, k) => nChroma * Math.log2((k * sr) / nFft / a0));
  // Bin 0 has no pitch: it goes an octave and a half below bin 1, where it blurs over all classes.
  steps[0] = steps[1]! - 1.5 * nChroma;
  const bank = new Float64Array(nChroma * bins);
  const half = Math.round(nChroma / 2);
  const fromAToC = 3 * Math.floor(nChroma / 12);
  const bumps = new Float64Array(nChroma);
  for (let k = 0; k < bins; k++) {
    const width = Math.max(steps[k + 1]! - steps[k]!, 1);
    let squares = 0;
    for (let c = 0; c < nChroma; c++) {
      const shifted = steps[k]! - c + half + 10 * nChroma;
      const distance = shifted - nChroma * Math.floor(shifted / nChroma) - half;
      bumps[c] = Math.exp(-0.5 * ((2 * distance) / width) ** 2);
      squares += bumps[c]! ** 2;
    }
    const octave = (steps[k]! / nChroma - CENTRE_OCTAVE) / OCTAVE_WIDTH;
    const weight = Math.exp(-0.5 * octave ** 2) / Math.sqrt(squares);
    for (let c = 0; c < nChroma; c++) {
      bank[((c - fromAToC + nChroma) % nChroma) * bins + k] = Math.fround(bumps[c]! * weight);
    }
  }
  return bank;
}
