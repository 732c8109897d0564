import type { Matrix } from "../../arrays";
import { QuadrantError } from "../../errors";
import { type MelParameters, melspectrogram } from "../spectral/mel";
import { powerToDb } from "../spectral/power-to-db";
import { checkCount, type FeatureInput } from "../spectrum/spectrum";

/** A spectrogram whose rises count as onsets: mel bands in decibel by default, (bands, frames). */
export interface LogSpectrogram {
  readonly S: Matrix;
  /** Hz; 22,050 by default. */
  readonly sr?: number | undefined;
}

/** What onsets are found in: samples, a shared spectrum, or a ready spectrogram in decibel. */
export type OnsetInput = FeatureInput | LogSpectrogram;

export interface OnsetParameters extends Omit<MelParameters, "center"> {
  /** Frames between the two that are compared; 1 by default. */
  readonly lag?: number | undefined;
  /** Bands of the earlier frame, around each, whose largest counts: above 1, vibrato is no onset; 1 by default. */
  readonly maxSize?: number | undefined;
  /** What is compared with, of the shape of S; by default S itself, filtered by `maxSize`. */
  readonly ref?: Matrix | undefined;
  /** Whether the slowly changing part is taken out; false by default. */
  readonly detrend?: boolean | undefined;
  /** Whether the envelope is delayed by half a frame, so that it fits centred frames; true by default. */
  readonly center?: boolean | undefined;
  /** How bands are put together; "mean" by default. */
  readonly aggregate?: "mean" | "median" | undefined;
}

/** The pole of the filter that takes out what changes slowly. */
const DETREND_POLE = 0.99;

/**
 * How strongly something starts in each frame: the rise of the mel spectrogram in decibel, 0 or more, averaged over
 * bands: (frames).
 *
 * Follows librosa.onset.onset_strength 0.11.0 (spectral flux; Böck and Widmer 2013 for `maxSize`). Samples are cut into
 * centred frames whatever `center` says, as there.
 *
 * @throws QuadrantError "bad-argument" for impossible parameters and for a `ref` of another shape
 *
 * @example
 * const envelope = onsetStrength({ y: samples, sr: 22_050 });
 * const bpm = tempo({ onsetEnvelope: envelope, sr: 22_050 });
 */
export function onsetStrength(input: OnsetInput, parameters: OnsetParameters = {}): Float32Array {
  const { center = true, detrend = false, aggregate = "mean" } = parameters;
  const lag = checkCount("lag", parameters.lag ?? 1);
  const maxSize = checkCount("maxSize", parameters.maxSize ?? 1);
  const { nFft, hopLength } = framingOf(input, parameters);
  const S = "S" in input ? input.S : powerToDb(melspectrogram(input, { ...parameters, center: true }));
  const ref = checkReference(parameters.ref, S) ?? largestNearby(S, maxSize);
  const flux = aggregate === "mean" ? meanRise(S, ref, lag) : medianRise(S, ref, lag);
  const delay = lag + (center ? Math.floor(nFft / (2 * hopLength)) : 0);
  const envelope = new Float64Array(delay + flux.length);
  envelope.set(flux, delay);
  if (detrend) takeOutTrend(envelope);
  return Float32Array.from(center ? envelope.subarray(0, S.shape[1]) : envelope);
}

function framingOf(input: OnsetInput, { nFft = 2048, hopLength = 512 }: OnsetParameters) {
  if ("magnitude" in input) return { nFft: input.nFft, hopLength: input.hopLength };
  return { nFft: checkCount("nFft", nFft), hopLength: checkCount("hopLength", hopLength) };
}

function checkReference(ref: Matrix | undefined, S: Matrix): Matrix | undefined {
  if (ref === undefined || (ref.shape[0] === S.shape[0] && ref.shape[1] === S.shape[1])) return ref;
  throw new QuadrantError("bad-argument", `ref is ${ref.shape.join(" x ")}, but S is ${S.shape.join(" x ")}`);
}

/** The largest of `size` bands around each; beyond the edges there is nothing larger. */
function largestNearby(S: Matrix, size: number): Matrix {
  if (size === 1) return S;
  const [bands, frames] = S.shape;
  const before = Math.floor(size / 2);
  const data = new Float32Array(bands * frames);
  for (let band = 0; band < bands; band++) {
    const row = data.subarray(band * frames, (band + 1) * frames);
    row.fill(Number.NEGATIVE_INFINITY);
    for (let other = Math.max(0, band - before); other < Math.min(bands, band - before + size); other++) {
      for (let t = 0; t < frames; t++) row[t] = Math.max(row[t]!, S.data[other * frames + t]!);
    }
  }
  return { data, shape: S.shape };
}

function meanRise(S: Matrix, ref: Matrix, lag: number): Float64Array {
  const [bands, frames] = S.shape;
  const rise = new Float64Array(Math.max(0, frames - lag));
  for (let band = 0; band < bands; band++) {
    const row = band * frames;
    for (let t = 0; t < rise.length; t++) {
      const step = S.data[row + t + lag]! - ref.data[row + t]!;
      if (step > 0) rise[t]! += step;
    }
  }
  for (let t = 0; t < rise.length; t++) rise[t]! /= bands;
  return rise;
}

function medianRise(S: Matrix, ref: Matrix, lag: number): Float64Array {
  const [bands, frames] = S.shape;
  const steps = new Float64Array(bands);
  const middle = bands >> 1;
  return Float64Array.from({ length: Math.max(0, frames - lag) }, (_, t) => {
    for (let band = 0; band < bands; band++) {
      const row = band * frames;
      steps[band] = Math.max(0, S.data[row + t + lag]! - ref.data[row + t]!);
    }
    steps.sort();
    return bands % 2 === 1 ? steps[middle]! : (steps[middle - 1]! + steps[middle]!) / 2;
  });
}

/** y[t] = x[t] - x[t - 1] + pole * y[t - 1], in place. */
function takeOutTrend(x: Float64Array): void {
  let [before, out] = [0, 0];
  for (let t = 0; t < x.length; t++) {
    const here = x[t]!;
    out = here - before + DETREND_POLE * out;
    before = here;
    x[t] = out;
  }
}
