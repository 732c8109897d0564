import type { Matrix } from "../../arrays";
import { QuadrantError } from "../../errors";
import { type FeatureInput, fftFrequencies, type StftParameters, spectrumOf } from "../spectrum/spectrum";

/** Below this sum a frame is silent and not normalised: the smallest normal float32, as librosa.util.normalize. */
const TINY = 2 ** -126;

/**
 * Mean frequency of each frame, weighted by magnitude: (1, frames), Hz, 0 to sr / 2; 0 for silence.
 *
 * Follows librosa 0.11.0 (Klapuri and Davy 2007, chapter 5).
 */
export function spectralCentroid(input: FeatureInput, parameters: StftParameters = {}): Matrix {
  const { magnitude, bins, frames, sr, nFft } = spectrumOf(input, parameters);
  const data = new Float32Array(frames);
  const width = sr / nFft;
  for (let t = 0; t < frames; t++) data[t] = width * momentsOf(magnitude, t * bins, bins).centroid;
  return { data, shape: [1, frames] };
}

/**
 * Spread of each frame around its centroid, (sum of S |f - centroid|^p)^(1 / p) with S of sum 1: (1, frames), Hz.
 *
 * Follows librosa 0.11.0.
 *
 * @param parameters.p the power; 2 by default: the standard deviation
 */
export function spectralBandwidth(
  input: FeatureInput,
  parameters: StftParameters & { readonly p?: number | undefined } = {},
): Matrix {
  const { p = 2 } = parameters;
  if (!(p > 0)) throw new QuadrantError("bad-argument", `p = ${p}, but it must be above 0`);
  const { magnitude, bins, frames, sr, nFft } = spectrumOf(input, parameters);
  const data = new Float32Array(frames);
  const width = sr / nFft;
  for (let t = 0; t < frames; t++) {
    const row = t * bins;
    const { centroid, scale } = momentsOf(magnitude, row, bins);
    let sum = 0;
    for (let k = 0; k < bins; k++) {
      const distance = Math.abs(k - centroid);
      sum += magnitude[row + k]! * (p === 2 ? distance * distance : distance ** p);
    }
    data[t] = width * (sum * scale) ** (1 / p);
  }
  return { data, shape: [1, frames] };
}

/**
 * The lowest frequency below which `rollPercent` of the magnitude lies: (1, frames), Hz; 0 for silence.
 *
 * Follows librosa 0.11.0.
 *
 * @param parameters.rollPercent between 0 and 1; 0.85 by default
 */
export function spectralRolloff(
  input: FeatureInput,
  parameters: StftParameters & { readonly rollPercent?: number | undefined } = {},
): Matrix {
  const { rollPercent = 0.85 } = parameters;
  if (!(rollPercent > 0 && rollPercent < 1)) {
    throw new QuadrantError("bad-argument", `rollPercent = ${rollPercent}, but it must lie between 0 and 1`);
  }
  const { magnitude, bins, frames, sr, nFft } = spectrumOf(input, parameters);
  const frequencies = fftFrequencies(sr, nFft);
  const data = new Float32Array(frames);
  for (let t = 0; t < frames; t++) {
    const row = t * bins;
    // Sums are rounded to float32 as librosa's are, so that a near tie falls on the same bin.
    let total = 0;
    for (let k = 0; k < bins; k++) total = Math.fround(total + magnitude[row + k]!);
    const threshold = Math.fround(rollPercent * total);
    let bin = 0;
    let sum = magnitude[row]!;
    while (sum < threshold) sum = Math.fround(sum + magnitude[row + ++bin]!);
    data[t] = frequencies[bin]!;
  }
  return { data, shape: [1, frames] };
}

/**
 * Geometric over arithmetic mean of the power spectrum: (1, frames), 0 (a tone) to 1 (white noise, and silence).
 *
 * Follows librosa 0.11.0 (Dubnov 2004).
 *
 * @param parameters.amin what smaller powers are raised to; 1e-10 by default
 * @param parameters.power exponent of the magnitudes; 2 by default
 */
export function spectralFlatness(
  input: FeatureInput,
  parameters: StftParameters & { readonly amin?: number | undefined; readonly power?: number | undefined } = {},
): Matrix {
  const { amin = 1e-10, power = 2 } = parameters;
  if (!(amin > 0)) throw new QuadrantError("bad-argument", `amin = ${amin}, but it must be above 0`);
  const { magnitude, bins, frames } = spectrumOf(input, parameters);
  const data = new Float32Array(frames);
  for (let t = 0; t < frames; t++) {
    const row = t * bins;
    let logs = 0;
    let sum = 0;
    // A logarithm is the dearest step here: it is taken of a product, for as long as that stays far from overflow.
    let product = 1;
    for (let k = 0; k < bins; k++) {
      const m = magnitude[row + k]!;
      const value = Math.max(amin, power === 2 ? m * m : m ** power);
      sum += value;
      product *= value;
      if (product > 1e150 || product < 1e-150) {
        logs += Math.log(product);
        product = 1;
      }
    }
    data[t] = Math.exp((logs + Math.log(product)) / bins) / (sum / bins);
  }
  return { data, shape: [1, frames] };
}

/** The mean bin of a frame, and what its magnitudes are multiplied with to sum to 1. */
function momentsOf(magnitude: Float32Array, row: number, bins: number): { centroid: number; scale: number } {
  let sum = 0;
  let weighted = 0;
  for (let k = 0; k < bins; k++) {
    const m = magnitude[row + k]!;
    sum += m;
    weighted += k * m;
  }
  const scale = sum < TINY ? 1 : 1 / sum;
  return { centroid: weighted * scale, scale };
}
