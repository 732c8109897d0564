import { QuadrantError } from "../../errors";
import { stftFrames } from "../../kernels/stft-frames";
import { paddedWindow, type Window } from "./window";

/** How a spectrum is taken; names and defaults as librosa.stft. */
export interface StftParameters {
  /** Samples in a frame; a power of two; 2048 by default. */
  readonly nFft?: number | undefined;
  /** Samples between the starts of two frames; 512 by default. */
  readonly hopLength?: number | undefined;
  /** Length of the window, padded with zeros to nFft; nFft by default. */
  readonly winLength?: number | undefined;
  /** "hann" by default. */
  readonly window?: Window | undefined;
  /** Whether frame t is centred on sample t * hopLength, with zeros beyond both ends; true by default. */
  readonly center?: boolean | undefined;
}

/** Samples and their rate in Hz. */
export interface Signal {
  /** Mono, finite, at least one sample. */
  readonly y: Float32Array;
  /** Hz; 22,050 by default. */
  readonly sr?: number | undefined;
}

/** Magnitudes of a short-time Fourier transform, and how they came about. */
export interface Spectrum {
  /** Bin k of frame t is magnitude[t * bins + k]: a frame lies in one piece, unlike in librosa's S. */
  readonly magnitude: Float32Array;
  /** 1 + nFft / 2. */
  readonly bins: number;
  readonly frames: number;
  readonly sr: number;
  readonly nFft: number;
  readonly hopLength: number;
}

/** What a feature is computed from: samples, or a spectrum that several features share. */
export type FeatureInput = Signal | Spectrum;

/** The frequency of each bin in Hz: (1 + nFft / 2), as librosa.fft_frequencies. */
export function fftFrequencies(sr: number, nFft: number): Float64Array {
  return Float64Array.from({ length: 1 + nFft / 2 }, (_, k) => (k * sr) / nFft);
}

/**
 * The one door to the spectrum: what already is one passes through, samples are transformed.
 *
 * Magnitudes are |stft| as librosa 0.11.0 defines it: a periodic Hann window, frames centred with zeros beyond the
 * ends; float64 inside, rounded to float32.
 *
 * @throws QuadrantError "bad-argument" for empty or non-finite samples and impossible parameters
 *
 * @example
 * const spectrum = spectrumOf({ y: samples, sr: 22_050 });
 * const centroid = spectralCentroid(spectrum);
 * const rolloff = spectralRolloff(spectrum);
 */
export function spectrumOf(input: FeatureInput, parameters: StftParameters = {}): Spectrum {
  if ("magnitude" in input) return input;
  const { nFft, hopLength, window, center } = checkStftParameters(parameters);
  const y = samplesOf(input);
  const sr = input.sr ?? 22_050;
  if (!(sr > 0)) throw new QuadrantError("bad-argument", `sr = ${sr}, but it must be above 0`);
  const frames = frameCount(y.length, nFft, hopLength, center);
  const bins = 1 + nFft / 2;
  const first = center ? -nFft / 2 : 0;
  const magnitude = stftFrames().magnitudes(y, { nFft, hopLength, frames, first, window });
  return { magnitude, bins, frames, sr, nFft, hopLength };
}

/**
 * How many frames fit, as librosa.util.frame counts them.
 *
 * @throws QuadrantError "bad-argument" when not even one does
 */
export function frameCount(samples: number, frameLength: number, hopLength: number, center: boolean): number {
  const padded = center ? samples + 2 * Math.floor(frameLength / 2) : samples;
  if (padded < frameLength) {
    throw new QuadrantError("bad-argument", `y holds ${samples} samples, fewer than one frame of ${frameLength}`, {
      remedy: "Use center: true, or a shorter frame.",
    });
  }
  return 1 + Math.floor((padded - frameLength) / hopLength);
}

/** The bits of a float32 that hold its exponent. */
const EXPONENT = 0x7f800000;

/** A signal whose samples were looked at, for features that share it. They must not change. */
export class CheckedSignal implements Signal {
  readonly y: Float32Array;
  readonly sr: number;

  /** @throws QuadrantError "bad-argument" for empty or non-finite samples */
  constructor({ y, sr = 22_050 }: Signal) {
    this.y = checkSamples(y);
    this.sr = sr;
  }
}

/** The samples, if a feature can be computed from them. @throws QuadrantError "bad-argument" */
export function samplesOf(input: Signal): Float32Array {
  return input instanceof CheckedSignal ? input.y : checkSamples(input.y);
}

/** The same of bare samples. */
export function checkSamples(y: Float32Array): Float32Array {
  if (y.length === 0) throw new QuadrantError("bad-argument", "y is empty", { remedy: "Pass at least one sample." });
  // By their bits, which is four times as fast: the largest exponent is that of infinity and NaN.
  const words = new Int32Array(y.buffer, y.byteOffset, y.length);
  let at = 0;
  while (at < words.length && (words[at]! & EXPONENT) !== EXPONENT) at++;
  if (at === words.length) return y;
  throw new QuadrantError("bad-argument", `y[${at}] = ${y[at]}, but samples must be finite`, {
    remedy: "Repair the audio first.",
  });
}

/** A whole number of at least `least`. @throws QuadrantError "bad-argument" that names it */
export function checkCount(name: string, value: number, least = 1): number {
  if (Number.isInteger(value) && value >= least) return value;
  throw new QuadrantError("bad-argument", `${name} = ${value}, but it must be a whole number of at least ${least}`);
}

/** The parameters with librosa's defaults, and the window's values. @throws QuadrantError "bad-argument" */
export function checkStftParameters(parameters: StftParameters) {
  const { nFft = 2048, hopLength = 512, winLength = nFft, window = "hann", center = true } = parameters;
  checkCount("nFft", nFft, 4);
  if ((nFft & (nFft - 1)) !== 0) {
    throw new QuadrantError("bad-argument", `nFft = ${nFft}, but it must be a power of two`, {
      remedy: "Use 512, 1024, 2048 or 4096; a shorter window goes into winLength.",
    });
  }
  checkCount("hopLength", hopLength);
  if (checkCount("winLength", winLength) > nFft) {
    throw new QuadrantError("bad-argument", `winLength = ${winLength}, more than nFft = ${nFft}`);
  }
  return { nFft, hopLength, window: paddedWindow(window, winLength, nFft), center };
}
