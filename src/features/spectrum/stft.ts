import { QuadrantError } from "../../errors";
import { RealFft } from "./real-fft";
import {
  checkSamples,
  checkStftParameters,
  frameCount,
  type Signal,
  type Spectrum,
  type StftParameters,
} from "./spectrum";

/** A short-time Fourier transform, and how it came about. */
export interface Stft {
  /** Bin k of frame t is re[t * bins + k] + i im[t * bins + k]: a frame lies in one piece, unlike in librosa's D. */
  readonly re: Float32Array;
  readonly im: Float32Array;
  /** 1 + nFft / 2. */
  readonly bins: number;
  readonly frames: number;
  readonly sr: number;
  readonly nFft: number;
  readonly hopLength: number;
}

export interface IstftParameters extends Omit<StftParameters, "nFft"> {
  /** How many samples to give back; as many as whole frames cover by default. */
  readonly length?: number | undefined;
}

/**
 * The short-time Fourier transform: complex, float32, frame after frame.
 *
 * Follows librosa.stft 0.11.0: `hopLength` is a quarter of `winLength` by default.
 *
 * @throws QuadrantError "bad-argument" for empty or non-finite samples and impossible parameters
 *
 * @example
 * const D = stft({ y: samples, sr: 22_050 }, { nFft: 1024 });
 * const again = istft(D, { length: samples.length });
 */
export function stft({ y, sr = 22_050 }: Signal, parameters: StftParameters = {}): Stft {
  const { nFft, hopLength, window, center } = checkStftParameters(withQuarterHop(parameters));
  const frames = frameCount(checkSamples(y).length, nFft, hopLength, center);
  const bins = 1 + nFft / 2;
  const re = new Float32Array(frames * bins);
  const im = new Float32Array(frames * bins);
  const fft = new RealFft(nFft);
  const first = center ? -nFft / 2 : 0;
  for (let t = 0; t < frames; t++) {
    fft.transform(y, first + t * hopLength, window);
    re.set(fft.re, t * bins);
    im.set(fft.im, t * bins);
  }
  return { re, im, bins, frames, sr, nFft, hopLength };
}

/**
 * The samples whose short-time Fourier transform comes nearest to `D`: float32.
 *
 * Follows librosa.istft 0.11.0 (Griffin and Lim 1984): frames are windowed again and added, and the sum is divided by
 * that of the squared windows. `window`, `winLength` and `center` must be those of the transform.
 *
 * @throws QuadrantError "bad-argument" for impossible parameters
 */
export function istft(D: Stft, parameters: IstftParameters = {}): Float32Array {
  const { nFft, bins } = D;
  const { length } = parameters;
  const checked = checkStftParameters({ hopLength: D.hopLength, ...parameters, nFft });
  const { hopLength, window, center } = checked;
  if (length !== undefined && !(Number.isInteger(length) && length > 0)) {
    throw new QuadrantError("bad-argument", `length = ${length}, but it must be a whole number above 0`);
  }
  const skipped = center ? nFft / 2 : 0;
  const needed = length === undefined ? D.frames : Math.ceil((length + 2 * skipped) / hopLength);
  const frames = Math.min(D.frames, needed);
  const size = length ?? Math.max(0, nFft + hopLength * (frames - 1) - 2 * skipped);
  const sum = new Float64Array(size);
  const squares = new Float64Array(size);
  const fft = new RealFft(nFft);
  const frame = new Float64Array(nFft);
  for (let t = 0; t < frames; t++) {
    fft.inverse(D.re, D.im, t * bins, frame);
    const start = t * hopLength - skipped;
    const end = Math.min(nFft, size - start);
    for (let i = Math.max(0, -start); i < end; i++) {
      sum[start + i]! += frame[i]! * window[i]!;
      squares[start + i]! += window[i]! * window[i]!;
    }
  }
  // Where no window reaches, there is nothing to divide by: the smallest normal float32, as librosa.util.tiny.
  return Float32Array.from(sum, (value, i) => (squares[i]! > 2 ** -126 ? value / squares[i]! : value));
}

/** |D|: what spectral features are computed from. */
export function magnitudeOf({ re, im, ...rest }: Stft): Spectrum {
  const magnitude = new Float32Array(re.length);
  for (let i = 0; i < re.length; i++) magnitude[i] = Math.sqrt(re[i]! * re[i]! + im[i]! * im[i]!);
  return { magnitude, ...rest };
}

function withQuarterHop(parameters: StftParameters): StftParameters {
  const { nFft = 2048, winLength = nFft, hopLength = Math.floor(winLength / 4) } = parameters;
  return { ...parameters, hopLength };
}
