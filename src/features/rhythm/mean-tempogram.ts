import { RealFft } from "../spectrum/real-fft";
import { hannWindow } from "../spectrum/window";
import { rampedEnvelope } from "./onset-envelope";
import { Autocorrelation, TINY } from "./tempogram";

/**
 * Frames whose energy is below this share of the largest are taken one by one: in the sums over all frames they would
 * drown in the rounding errors of the others, which grow with the ratio of energies (1e-16 of it, and some).
 */
const WEAK = 1e-6;

/**
 * The mean over time of the normalised tempogram (Hann window, centred, norm infinity), without the tempogram.
 *
 * The mean is wanted of the autocorrelation of each windowed frame, divided by that at lag 0, its energy e(t). For the
 * pair of values o(j) o(j + lag) that is the sum over all frames t that hold both of w(j - t) w(j - t + lag) / e(t). With
 * the Hann window w, the product of windows is a sum of cosines of 0, 1 and 2 periods a window, so that the sums over t
 * are differences of six running sums, and the sums over j are correlations: a few Fourier transforms of the envelope
 * replace two for each of its frames.
 *
 * @returns (winLength), row k being a lag of k frames
 */
export function meanTempogram(envelope: Float32Array, winLength: number): Float64Array {
  const frames = envelope.length;
  const signal = rampedEnvelope(envelope, Math.floor(winLength / 2));
  const window = hannWindow(winLength);
  const energies = roughEnergies(signal, window, frames);
  const weak = WEAK * energies.reduce((most, energy) => Math.max(most, energy), TINY / WEAK);
  const inverse = energies.map((energy) => (energy >= weak ? 1 / energy : 0));
  const mean = sumOfStrong(signal, inverse, winLength);
  let autocorrelation: Autocorrelation | undefined;
  for (let t = 0; t < frames; t++) {
    if (inverse[t]! > 0 || isSilent(signal, t, window)) continue;
    autocorrelation ??= new Autocorrelation(window);
    const lags = autocorrelation.at(signal, t);
    const scale = lags[0]! < TINY ? 1 : 1 / lags[0]!;
    for (let lag = 0; lag < winLength; lag++) mean[lag]! += lags[lag]! * scale;
  }
  return mean.map((sum) => sum / frames);
}

/** The energy of each windowed frame: that of strong ones to ten digits, that of others within rounding of the strong ones. */
function roughEnergies(signal: Float32Array, window: Float64Array, frames: number): Float64Array {
  const fft = transformOf(lengthFor(signal.length + window.length));
  const ones = new Float64Array(fft.n).fill(1);
  const transformed = (values: Float64Array) => {
    const squares = new Float64Array(fft.n);
    for (let i = 0; i < values.length; i++) squares[i] = values[i]! * values[i]!;
    fft.transform(squares, 0, ones);
    return { re: fft.re.slice(), im: fft.im.slice() };
  };
  const w = transformed(window);
  const o = transformed(Float64Array.from(signal));
  const re = w.re.map((value, k) => value * o.re[k]! + w.im[k]! * o.im[k]!);
  const im = w.re.map((value, k) => value * o.im[k]! - w.im[k]! * o.re[k]!);
  const sums = new Float64Array(fft.n);
  fft.inverse(re, im, 0, sums);
  return sums.subarray(0, frames);
}

function isSilent(signal: Float32Array, start: number, window: Float64Array): boolean {
  for (let n = 0; n < window.length; n++) if (signal[start + n]! * window[n]! !== 0) return false;
  return true;
}

/** The sum over frames of inverse(t) times the autocorrelation of the windowed frame t. */
function sumOfStrong(signal: Float32Array, inverse: Float64Array, winLength: number): Float64Array {
  const lags = new LagSums(signal, winLength);
  const turn = (2 * Math.PI) / winLength;
  const sum = new Float64Array(winLength);
  for (const periods of [0, 1, 2]) {
    // w(n) w(n + lag) is the sum of these terms: weight(lag) cos(periods turn (n + lag / 2)).
    const { startedRe, startedIm, endedRe, endedIm } = runningSums(signal.length, inverse, winLength, periods * turn);
    const re = lags.sums(startedRe, endedRe, -1);
    const im = periods === 0 ? re : lags.sums(startedIm, endedIm, 1);
    for (let lag = 0; lag < winLength; lag++) {
      const angle = (periods * turn * lag) / 2;
      const [c, s] = [Math.cos(angle), Math.sin(angle)];
      sum[lag]! += weightOf(periods, turn * lag) * (c * re[lag]! - s * im[lag]!);
    }
  }
  return sum;
}

/** (1 - cos x) (1 - cos y) / 4 with y - x = `angle`, as a sum of cosines of 0, 1 and 2 times (x + y) / 2. */
function weightOf(periods: number, angle: number): number {
  if (periods === 0) return (1 + Math.cos(angle) / 2) / 4;
  return periods === 1 ? -Math.cos(angle / 2) / 2 : 1 / 8;
}

/**
 * The running sums of inverse(t) exp(-i step t), turned by exp(i step j) at place j: over the frames that have started
 * at j, and over those that have ended before j.
 */
function runningSums(n: number, inverse: Float64Array, winLength: number, step: number) {
  const frames = inverse.length;
  const [re, im] = [new Float64Array(frames + 1), new Float64Array(frames + 1)];
  for (let t = 0; t < frames; t++) {
    re[t + 1] = re[t]! + inverse[t]! * Math.cos(step * t);
    im[t + 1] = im[t]! - inverse[t]! * Math.sin(step * t);
  }
  const [startedRe, startedIm] = [new Float64Array(n), new Float64Array(n)];
  const [endedRe, endedIm] = [new Float64Array(n), new Float64Array(n)];
  for (let j = 0; j < n; j++) {
    const [c, s] = [Math.cos(step * j), Math.sin(step * j)];
    const started = Math.min(j + 1, frames);
    startedRe[j] = c * re[started]! - s * im[started]!;
    startedIm[j] = c * im[started]! + s * re[started]!;
    const ended = Math.max(0, Math.min(j + 1 - winLength, frames));
    endedRe[j] = c * re[ended]! - s * im[ended]!;
    endedIm[j] = c * im[ended]! + s * re[ended]!;
  }
  return { startedRe, startedIm, endedRe, endedIm };
}

/** The transform of clips is kept, because its tables take as long as some uses of it; that of whole concerts is not. */
const KEPT_LENGTH = 16_384;
const kept = new Map<number, RealFft>();

function lengthFor(values: number): number {
  return Math.max(4, 2 ** Math.ceil(Math.log2(values)));
}

function transformOf(n: number): RealFft {
  const fft = kept.get(n) ?? new RealFft(n);
  if (n <= KEPT_LENGTH) kept.set(n, fft);
  return fft;
}

/** Sums over j of o(j) o(j + lag), with weights, for every lag below a limit. */
class LagSums {
  private readonly fft: RealFft;
  private readonly plain: { readonly re: Float64Array; readonly im: Float64Array };
  private readonly weighted: Float64Array;
  private readonly ones: Float64Array;

  constructor(
    private readonly signal: Float32Array,
    lags: number,
  ) {
    // Long enough that the ends do not meet.
    this.fft = transformOf(lengthFor(signal.length + lags));
    this.weighted = new Float64Array(this.fft.n);
    this.ones = new Float64Array(this.fft.n).fill(1);
    this.plain = this.transformed(this.ones);
  }

  /** Weights of the earlier value of each pair give one sum, `sign` times weights of the later one the other. */
  sums(early: Float64Array, late: Float64Array, sign: 1 | -1): Float64Array {
    const { re: pr, im: pi } = this.plain;
    const { re: er, im: ei } = this.transformed(early);
    const { re: lr, im: li } = this.transformed(late);
    const [re, im] = [new Float64Array(pr.length), new Float64Array(pr.length)];
    for (let k = 0; k < re.length; k++) {
      // A correlation is the product of one transform with the conjugate of the other.
      re[k] = er[k]! * pr[k]! + ei[k]! * pi[k]! + sign * (pr[k]! * lr[k]! + pi[k]! * li[k]!);
      im[k] = er[k]! * pi[k]! - ei[k]! * pr[k]! + sign * (pr[k]! * li[k]! - pi[k]! * lr[k]!);
    }
    const sums = new Float64Array(this.fft.n);
    this.fft.inverse(re, im, 0, sums);
    return sums;
  }

  private transformed(weights: Float64Array) {
    const { fft, signal, weighted } = this;
    for (let j = 0; j < signal.length; j++) weighted[j] = signal[j]! * weights[j]!;
    fft.transform(weighted, 0, this.ones);
    return { re: fft.re.slice(), im: fft.im.slice() };
  }
}
