import type { Matrix } from "../../arrays";
import { QuadrantError } from "../../errors";
import { stftFrames } from "../../kernels/stft-frames";
import { RealFft } from "../spectrum/real-fft";
import { checkCount } from "../spectrum/spectrum";
import { paddedWindow, type Window } from "../spectrum/window";
import { envelopeOf, type RhythmInput, rampedEnvelope } from "./onset-envelope";

/** Below this a frame counts as silent and is not normalised: the smallest normal float64, as librosa.util.tiny. */
export const TINY = 2 ** -1022;

export interface TempogramParameters {
  /** Samples between two frames; 512 by default, and of no account where the input is a spectrum. */
  readonly hopLength?: number | undefined;
  /** Frames of the envelope that are looked at together, and rows of the result; 384 (8.9 s) by default. */
  readonly winLength?: number | undefined;
  /** Whether frame t is centred on envelope frame t; true by default. */
  readonly center?: boolean | undefined;
  /** "hann" by default. */
  readonly window?: Window | undefined;
  /** What becomes 1 in each frame: the largest absolute value (Infinity, by default), or the p-norm; null for nothing. */
  readonly norm?: number | null | undefined;
}

/**
 * The local autocorrelation of the onset envelope: (winLength, frames), row k being a lag of k frames, row 0 being 1.
 *
 * Follows librosa.feature.tempogram 0.11.0 (Grosche, Müller and Kurth 2010). Frames in which nothing starts are 0;
 * where all that starts is rounding error, so is the result, there as here.
 *
 * @throws QuadrantError "bad-argument" for impossible parameters, and for fewer frames than one window without `center`
 *
 * @example
 * const { data, shape } = tempogram({ y: samples, sr: 22_050 });
 * const bpms = tempoFrequencies(shape[0]);
 */
export function tempogram(input: RhythmInput, parameters: TempogramParameters = {}): Matrix {
  const { window = "hann", center = true, norm = Number.POSITIVE_INFINITY } = parameters;
  const winLength = checkCount("winLength", parameters.winLength ?? 384);
  checkNorm(norm);
  const { envelope } = envelopeOf(input, parameters);
  const frames = center ? envelope.length : envelope.length - winLength + 1;
  if (frames < 1) {
    throw new QuadrantError("bad-argument", `the envelope has ${envelope.length} frames, fewer than ${winLength}`, {
      remedy: "Use center: true, or a smaller winLength.",
    });
  }
  const padded = center ? rampedEnvelope(envelope, Math.floor(winLength / 2)) : envelope;
  const data = new Float32Array(winLength * frames);
  const lags = autocorrelations(padded, paddedWindow(window, winLength, winLength), frames);
  for (const { first, length, values, sizes } of lags) {
    const scales = Float64Array.from({ length: sizes.length }, (_, i) => {
      return norm === null ? sizes[i]! : 1 / lengthOf(values.subarray(i * length, i * length + winLength), norm);
    });
    // A few frames at a time: rows of them lie a power of two apart, which caches do not hold many of.
    for (let tile = 0; tile < sizes.length; tile += TILE) {
      const end = Math.min(tile + TILE, sizes.length);
      for (let lag = 0; lag < winLength; lag++) {
        const to = lag * frames + first;
        for (let i = tile; i < end; i++) data[to + i] = values[i * length + lag]! * scales[i]!;
      }
    }
  }
  return { data, shape: [winLength, frames] };
}

/** Frames of which the autocorrelations are computed together, and those that are written to the result together. */
const TOGETHER = 64;
const TILE = 8;

/** Autocorrelations of some frames. */
interface LagBlock {
  /** The first of them. */
  readonly first: number;
  /** Values of each, of which those at lags below the window's length are meant. */
  readonly length: number;
  readonly values: Float32Array;
  /** What the values of each are to be multiplied with: they were scaled so that weak frames keep their digits. */
  readonly sizes: Float64Array;
}

/** The autocorrelations of the signal from sample 0, 1, 2, ... on, windowed. */
function* autocorrelations(signal: Float32Array, window: Float64Array, frames: number): Generator<LagBlock> {
  const length = paddedLength(window.length);
  const padded = new Float64Array(length);
  padded.set(window);
  const ones = new Float64Array(length).fill(1);
  const bins = 1 + length / 2;
  for (let first = 0; first < frames; first += TOGETHER) {
    const count = Math.min(TOGETHER, frames - first);
    const { re, im } = stftFrames().bins(signal, { nFft: length, hopLength: 1, frames: count, first, window: padded });
    const sizes = new Float64Array(count);
    for (let i = 0; i < count; i++) {
      const [from, to] = [i * bins, (i + 1) * bins];
      let sum = 0;
      for (let k = from; k < to; k++) sum += re[k]! * re[k]! + im[k]! * im[k]!;
      sizes[i] = sum;
      const scale = sum < TINY ? 0 : 1 / sum;
      for (let k = from; k < to; k++) re[k] = (re[k]! * re[k]! + im[k]! * im[k]!) * scale;
    }
    im.fill(0);
    const framing = { nFft: length, hopLength: length, frames: count, first: 0, window: ones };
    yield { first, length, values: stftFrames().overlapAdd({ re, im }, framing, count * length), sizes };
  }
}

/** Twice as long as the window, so that its ends do not meet. */
function paddedLength(window: number): number {
  return Math.max(4, 2 ** Math.ceil(Math.log2(2 * window - 1)));
}

/** The same of single stretches, float64. */
export class Autocorrelation {
  private readonly fft: RealFft;
  private readonly window: Float64Array;
  private readonly power: Float64Array;
  private readonly nothing: Float64Array;
  private readonly result: Float64Array;
  private readonly lags: Float64Array;

  constructor(window: Float64Array) {
    const n = paddedLength(window.length);
    this.fft = new RealFft(n);
    this.window = new Float64Array(n);
    this.window.set(window);
    this.power = new Float64Array(1 + n / 2);
    this.nothing = new Float64Array(1 + n / 2);
    this.result = new Float64Array(n);
    this.lags = this.result.subarray(0, window.length);
  }

  /** The autocorrelation, at lags below the window's length, of the signal from `start` on. The next call reuses it. */
  at(signal: Float32Array, start: number): Float64Array {
    const { fft, power } = this;
    fft.transform(signal, start, this.window);
    for (let k = 0; k < power.length; k++) power[k] = fft.re[k]! * fft.re[k]! + fft.im[k]! * fft.im[k]!;
    fft.inverse(power, this.nothing, 0, this.result);
    return this.lags;
  }
}

function checkNorm(norm: number | null): void {
  if (norm === null || norm > 0) return;
  throw new QuadrantError("bad-argument", `norm = ${norm}, but it must be above 0, or null`);
}

/** The norm of the values; 1 where there is nothing to normalise. */
function lengthOf(values: Float32Array, norm: number): number {
  let length = 0;
  if (norm === Number.POSITIVE_INFINITY) {
    for (let i = 0; i < values.length; i++) length = Math.max(length, Math.abs(values[i]!));
  } else {
    for (let i = 0; i < values.length; i++) length += Math.abs(values[i]!) ** norm;
    length **= 1 / norm;
  }
  return length < TINY ? 1 : length;
}
