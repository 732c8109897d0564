import { QuadrantError } from "../../errors";
import { stftFrames } from "../../kernels/stft-frames";
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
  const first = center ? -nFft / 2 : 0;
  const { re, im } = stftFrames().bins(y, { nFft, hopLength, frames, first, window });
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
  const { nFft } = D;
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
  const sum = stftFrames().overlapAdd(D, { nFft, hopLength, frames, first: -skipped, window }, size);
  const squares = sumOfSquares(window, hopLength, frames, skipped, size);
  // Where no window reaches, there is nothing to divide by: the smallest normal float32, as librosa.util.tiny.
  for (let i = 0; i < size; i++) if (squares[i]! > 2 ** -126) sum[i]! /= squares[i]!;
  return sum;
}

/** The squares of all windows over a sample, as librosa.filters.window_sumsquare, without the first `skipped` samples. */
function sumOfSquares(window: Float64Array, hopLength: number, frames: number, skipped: number, size: number) {
  const squares = window.map((value) => value * value);
  const sumAt = (i: number) => {
    let sum = 0;
    const last = Math.min(frames - 1, Math.floor(i / hopLength));
    for (let t = Math.max(0, Math.ceil((i - window.length + 1) / hopLength)); t <= last; t++) {
      sum += squares[i - t * hopLength]!;
    }
    return sum;
  };
  const sums = new Float64Array(size);
  // Away from both ends the sum repeats itself from hop to hop.
  const begin = Math.min(size, window.length - skipped);
  const end = Math.max(begin, Math.min(size, frames * hopLength - skipped));
  for (let n = 0; n < Math.min(end, begin + hopLength); n++) sums[n] = sumAt(n + skipped);
  for (let n = begin + hopLength; n < end; n += n - begin) sums.copyWithin(n, begin, Math.min(n, begin + end - n));
  for (let n = end; n < size; n++) sums[n] = sumAt(n + skipped);
  return sums;
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
