import type { Matrix } from "../../arrays";
import { checkCount, checkSamples, frameCount, type Signal } from "../spectrum/spectrum";

/** How samples are cut into frames; names and defaults as librosa. */
export interface FrameParameters {
  /** 2048 by default. */
  readonly frameLength?: number | undefined;
  /** 512 by default. */
  readonly hopLength?: number | undefined;
  /** Whether frame t is centred on sample t * hopLength; true by default. */
  readonly center?: boolean | undefined;
}

/**
 * Root mean square of each frame: (1, frames), 0 to 1 for samples within -1 to 1.
 *
 * Follows librosa 0.11.0: computed from the samples, with zeros beyond both ends.
 */
export function rms({ y }: Signal, parameters: FrameParameters = {}): Matrix {
  const { frameLength, hopLength, offset, frames } = framing(checkSamples(y), parameters);
  const data = new Float32Array(frames);
  for (let t = 0; t < frames; t++) {
    const start = t * hopLength - offset;
    const end = Math.min(y.length, start + frameLength);
    let sum = 0;
    for (let i = Math.max(0, start); i < end; i++) sum += y[i]! * y[i]!;
    data[t] = Math.sqrt(sum / frameLength);
  }
  return { data, shape: [1, frames] };
}

/**
 * Share of the samples of each frame at which the sign changes: (1, frames), 0 to 1.
 *
 * Follows librosa 0.11.0: the first and the last sample are repeated beyond the ends; what is within `threshold` of
 * zero counts as zero, and zero as positive. A frame's first sample never counts.
 *
 * @param parameters.threshold 1e-10 by default
 */
export function zeroCrossingRate(
  { y }: Signal,
  parameters: FrameParameters & { readonly threshold?: number | undefined } = {},
): Matrix {
  const { frameLength, hopLength, offset, frames } = framing(checkSamples(y), parameters);
  const { threshold = 1e-10 } = parameters;
  // crossings[i] counts the changes up to sample i; there are none in the repeated ends.
  const crossings = new Float64Array(y.length);
  for (let i = 1; i < y.length; i++) {
    const changes = y[i]! < -threshold !== y[i - 1]! < -threshold;
    crossings[i] = crossings[i - 1]! + (changes ? 1 : 0);
  }
  const upTo = (i: number) => crossings[Math.max(0, Math.min(y.length - 1, i))]!;
  const data = new Float32Array(frames);
  for (let t = 0; t < frames; t++) {
    const start = t * hopLength - offset;
    data[t] = (upTo(start + frameLength - 1) - upTo(start)) / frameLength;
  }
  return { data, shape: [1, frames] };
}

function framing(y: Float32Array, { frameLength = 2048, hopLength = 512, center = true }: FrameParameters) {
  checkCount("frameLength", frameLength);
  checkCount("hopLength", hopLength);
  const frames = frameCount(y.length, frameLength, hopLength, center);
  return { frameLength, hopLength, offset: center ? Math.floor(frameLength / 2) : 0, frames };
}
