import type { Matrix } from "../../arrays";
import { QuadrantError } from "../../errors";
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
  const autocorrelation = new Autocorrelation(paddedWindow(window, winLength, winLength));
  const data = new Float32Array(winLength * frames);
  for (let t = 0; t < frames; t++) {
    const lags = autocorrelation.at(padded, t);
    const scale = 1 / lengthOf(lags, norm);
    for (let lag = 0; lag < winLength; lag++) data[lag * frames + t] = lags[lag]! * scale;
  }
  return { data, shape: [winLength, frames] };
}

/** Autocorrelations of windowed stretches of a signal. */
export class Autocorrelation {
  private readonly fft: RealFft;
  private readonly window: Float64Array;
  private readonly power: Float64Array;
  private readonly nothing: Float64Array;
  private readonly result: Float64Array;
  private readonly lags: Float64Array;

  constructor(window: Float64Array) {
    // Twice as long as the window, so that its ends do not meet.
    const n = Math.max(4, 2 ** Math.ceil(Math.log2(2 * window.length - 1)));
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
function lengthOf(values: Float64Array, norm: number | null): number {
  if (norm === null) return 1;
  let length = 0;
  if (norm === Number.POSITIVE_INFINITY) {
    for (let i = 0; i < values.length; i++) length = Math.max(length, Math.abs(values[i]!));
  } else {
    for (let i = 0; i < values.length; i++) length += Math.abs(values[i]!) ** norm;
    length **= 1 / norm;
  }
  return length < TINY ? 1 : length;
}
