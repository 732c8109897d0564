import type { Matrix } from "../../arrays";
import { filterBank } from "../../kernels/filter-bank";
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
  const { bins, frames, sr, nFft } = spectrum;
  const nChroma = checkCount("nChroma", parameters.nChroma ?? 12);
  const tuning = parameters.tuning ?? estimateTuning(spectrum, { binsPerOctave: nChroma, power: 2 });
  const bank = chromaFilterBank(sr, nFft, nChroma, tuning);
  const rows = Array.from({ length: nChroma }, (_, c) => ({
    first: 0,
    weights: bank.subarray(c * bins, (c + 1) * bins),
  }));
  const data = filterBank()(spectrum, rows, 2);
  for (let t = 0; t < frames; t++) {
    let most = 0;
    for (let c = 0; c < nChroma; c++) most = Math.max(most, data[c * frames + t]!);
    if (most >= TINY) for (let c = 0; c < nChroma; c++) data[c * frames + t]! /= most;
  }
  return { data, shape: [nChroma, frames] };
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
