import type { Matrix } from "../../arrays";
import { QuadrantError } from "../../errors";
import { spectralShapes } from "../../kernels/spectral-shapes";
import { sharedWork } from "../spectrum/shared-work";
import { type FeatureInput, type Spectrum, type StftParameters, spectrumOf } from "../spectrum/spectrum";

/** Below this sum a frame is silent and not normalised: the smallest normal float32, as librosa.util.normalize. */
const TINY = 2 ** -126;

export interface SpectralCentroidParameters extends StftParameters {
  /** The frequency of each bin in Hz; fftFrequencies by default. */
  readonly freq?: ArrayLike<number> | undefined;
}

export interface SpectralBandwidthParameters extends SpectralCentroidParameters {
  /** The power of the distance; 2 by default: the standard deviation. */
  readonly p?: number | undefined;
  /** Whether magnitudes are scaled to a sum of 1; true by default. */
  readonly norm?: boolean | undefined;
}

export interface SpectralRolloffParameters extends SpectralCentroidParameters {
  /** Between 0 and 1; 0.85 by default. */
  readonly rollPercent?: number | undefined;
}

export interface SpectralFlatnessParameters extends StftParameters {
  /** What smaller powers are raised to; 1e-10 by default. */
  readonly amin?: number | undefined;
  /** Exponent of the magnitudes; 2 by default. */
  readonly power?: number | undefined;
}

/**
 * Mean frequency of each frame, weighted by magnitude: (1, frames), Hz, 0 to sr / 2; 0 for silence.
 *
 * Follows librosa 0.11.0 (Klapuri and Davy 2007, chapter 5).
 */
export function spectralCentroid(input: FeatureInput, parameters: SpectralCentroidParameters = {}): Matrix {
  const spectrum = spectrumOf(input, parameters);
  const { frames, sr, nFft } = spectrum;
  const freq = checkFrequencies(parameters.freq, spectrum);
  if (freq !== undefined) return { data: Float32Array.from(centroids(spectrum, freq)), shape: [1, frames] };
  const moments = momentsOf(spectrum);
  const data = new Float32Array(frames);
  const width = sr / nFft;
  for (let t = 0; t < frames; t++) data[t] = (width * moments[3 * t + 1]!) / lengthOf(moments[3 * t]!);
  return { data, shape: [1, frames] };
}

/**
 * Spread of each frame around its centroid, (sum of S |f - centroid|^p)^(1 / p) with S of sum 1: (1, frames), Hz.
 *
 * Follows librosa 0.11.0.
 */
export function spectralBandwidth(input: FeatureInput, parameters: SpectralBandwidthParameters = {}): Matrix {
  const { p = 2, norm = true } = parameters;
  if (!(p > 0)) throw new QuadrantError("bad-argument", `p = ${p}, but it must be above 0`);
  const spectrum = spectrumOf(input, parameters);
  const { frames, sr, nFft } = spectrum;
  const freq = checkFrequencies(parameters.freq, spectrum);
  if (p !== 2 || freq !== undefined) return generalBandwidth(spectrum, p, norm, freq);
  const moments = momentsOf(spectrum);
  const data = new Float32Array(frames);
  const width = sr / nFft;
  for (let t = 0; t < frames; t++) {
    const [sum, first, second] = [moments[3 * t]!, moments[3 * t + 1]!, moments[3 * t + 2]!];
    // Of one bin alone, the difference is a rounding error, which may be below 0.
    const spread = Math.max(0, second - (first * first) / lengthOf(sum));
    data[t] = width * Math.sqrt(norm ? spread / lengthOf(sum) : spread);
  }
  return { data, shape: [1, frames] };
}

/**
 * The lowest frequency below which `rollPercent` of the magnitude lies: (1, frames), Hz; 0 for silence.
 *
 * Follows librosa 0.11.0.
 */
export function spectralRolloff(input: FeatureInput, parameters: SpectralRolloffParameters = {}): Matrix {
  const { rollPercent = 0.85 } = parameters;
  if (!(rollPercent > 0 && rollPercent < 1)) {
    throw new QuadrantError("bad-argument", `rollPercent = ${rollPercent}, but it must lie between 0 and 1`);
  }
  const spectrum = spectrumOf(input, parameters);
  const freq = checkFrequencies(parameters.freq, spectrum);
  const width = spectrum.sr / spectrum.nFft;
  const bins = spectralShapes().rolloffs(spectrum, rollPercent);
  return { data: bins.map((bin) => freq?.[bin] ?? bin * width), shape: [1, spectrum.frames] };
}

/**
 * Geometric over arithmetic mean of the power spectrum: (1, frames), 0 (a tone) to 1 (white noise, and silence).
 *
 * Follows librosa 0.11.0 (Dubnov 2004).
 */
export function spectralFlatness(input: FeatureInput, parameters: SpectralFlatnessParameters = {}): Matrix {
  const { amin = 1e-10, power = 2 } = parameters;
  if (!(amin > 0)) throw new QuadrantError("bad-argument", `amin = ${amin}, but it must be above 0`);
  if (!(power > 0)) throw new QuadrantError("bad-argument", `power = ${power}, but it must be above 0`);
  const spectrum = spectrumOf(input, parameters);
  const { bins, frames } = spectrum;
  // What is computed from squares is computed from any power when its root is squared.
  const magnitude = power === 2 ? spectrum.magnitude : spectrum.magnitude.map((value) => value ** (power / 2));
  const powers = spectralShapes().powers({ magnitude, bins, frames }, amin);
  const data = new Float32Array(frames);
  for (let t = 0; t < frames; t++) data[t] = (Math.exp(powers[2 * t + 1]!) * bins) / powers[2 * t]!;
  return { data, shape: [1, frames] };
}

/** Centroid and bandwidth are made of the same sums. */
function momentsOf(spectrum: Spectrum): Float64Array {
  return sharedWork(spectrum, "moments", () => spectralShapes().moments(spectrum));
}

/** What to divide by for a sum of 1. */
function lengthOf(sum: number): number {
  return sum < TINY ? 1 : sum;
}

function checkFrequencies(freq: ArrayLike<number> | undefined, { bins }: Spectrum): ArrayLike<number> | undefined {
  if (freq === undefined || freq.length === bins) return freq;
  throw new QuadrantError("bad-argument", `freq holds ${freq.length} frequencies, but there are ${bins} bins`);
}

function centroids({ magnitude, bins, frames }: Spectrum, freq: ArrayLike<number>): Float64Array {
  return Float64Array.from({ length: frames }, (_, t) => {
    let [sum, weighted] = [0, 0];
    for (let k = 0; k < bins; k++) {
      sum += magnitude[t * bins + k]!;
      weighted += freq[k]! * magnitude[t * bins + k]!;
    }
    return weighted / lengthOf(sum);
  });
}

function generalBandwidth(spectrum: Spectrum, p: number, norm: boolean, given: ArrayLike<number> | undefined): Matrix {
  const { magnitude, bins, frames, sr, nFft } = spectrum;
  const freq = given ?? Float64Array.from({ length: bins }, (_, k) => (k * sr) / nFft);
  const centroid = centroids(spectrum, freq);
  const data = new Float32Array(frames);
  for (let t = 0; t < frames; t++) {
    let [sum, spread] = [0, 0];
    for (let k = 0; k < bins; k++) {
      const m = magnitude[t * bins + k]!;
      sum += m;
      spread += m * Math.abs(freq[k]! - centroid[t]!) ** p;
    }
    data[t] = (norm ? spread / lengthOf(sum) : spread) ** (1 / p);
  }
  return { data, shape: [1, frames] };
}
