import type { Matrix } from "../../arrays";
import { QuadrantError } from "../../errors";
import { type Stretches, stretchSums } from "../../kernels/stretch-sums";
import { checkCount, frameCount, type Signal, type Spectrum, samplesOf } from "../spectrum/spectrum";

/** How samples are cut into frames; names and defaults as librosa. */
export interface FrameParameters {
  /** 2048 by default. */
  readonly frameLength?: number | undefined;
  /** 512 by default. */
  readonly hopLength?: number | undefined;
  /** Whether frame t is centred on sample t * hopLength; true by default. */
  readonly center?: boolean | undefined;
}

export interface ZeroCrossingParameters extends FrameParameters {
  /** What is no further than this from zero counts as zero; 1e-10 by default. */
  readonly threshold?: number | undefined;
  /** Whether zero counts as positive, or as a sign of its own; true by default. */
  readonly zeroPos?: boolean | undefined;
}

/**
 * Root mean square of each frame: (1, frames), 0 to 1 for samples within -1 to 1.
 *
 * Follows librosa 0.11.0: from samples, with zeros beyond both ends; or from a spectrum, whose frames are windowed, so
 * that a Hann window makes it smaller by about a root of 3/8.
 *
 * @throws QuadrantError "bad-argument" when a spectrum comes with another frameLength than its nFft
 */
export function rms(input: Signal | Spectrum, parameters: FrameParameters = {}): Matrix {
  if ("magnitude" in input) return spectralRms(input, parameters.frameLength);
  const y = samplesOf(input);
  const squares = frameSums(y.length, parameters, (stretches) => stretchSums().squares(y, stretches));
  const { frameLength = 2048 } = parameters;
  return { data: Float32Array.from(squares, (sum) => Math.sqrt(sum / frameLength)), shape: [1, squares.length] };
}

function spectralRms({ magnitude, bins, frames, nFft }: Spectrum, frameLength = nFft): Matrix {
  if (frameLength !== nFft) {
    throw new QuadrantError("bad-argument", `frameLength = ${frameLength}, but the spectrum has nFft = ${nFft}`);
  }
  const data = new Float32Array(frames);
  for (let t = 0; t < frames; t++) {
    const row = t * bins;
    // The first and the last bin stand for one of the transform's n values, all others for two.
    let sum = 0.5 * (magnitude[row]! ** 2 + magnitude[row + bins - 1]! ** 2);
    for (let k = 1; k < bins - 1; k++) sum += magnitude[row + k]! * magnitude[row + k]!;
    data[t] = Math.sqrt(2 * sum) / nFft;
  }
  return { data, shape: [1, frames] };
}

/**
 * Share of the samples of each frame at which the sign changes: (1, frames), 0 to 1.
 *
 * Follows librosa 0.11.0: the first and the last sample are repeated beyond the ends. A frame's first sample never counts.
 */
export function zeroCrossingRate(input: Signal, parameters: ZeroCrossingParameters = {}): Matrix {
  const y = samplesOf(input);
  const { threshold = 1e-10, zeroPos = true, frameLength = 2048, hopLength = 512, center = true } = parameters;
  if (!(threshold >= 0)) throw new QuadrantError("bad-argument", `threshold = ${threshold}, but it must be 0 or more`);
  // As numpy compares float32 samples: with a float32.
  const limit = Math.fround(threshold);
  const signOf = (value: number) => (value < -limit ? -1 : zeroPos || value > limit ? 1 : 0);
  const changeAt = (i: number) => Number(i > 0 && i < y.length && signOf(y[i]!) !== signOf(y[i - 1]!));
  const counts = frameSums(y.length, parameters, (stretches) => {
    return zeroPos ? stretchSums().changes(y, stretches, -limit) : sumsOf(changeAt, stretches);
  });
  const first = center ? -Math.floor(frameLength / 2) : 0;
  const data = Float32Array.from(counts, (count, t) => (count - changeAt(first + t * hopLength)) / frameLength);
  return { data, shape: [1, data.length] };
}

function sumsOf(valueAt: (i: number) => number, { first, length, count }: Stretches): Float64Array {
  const sums = new Float64Array(count);
  for (let i = 0; i < count * length; i++) sums[Math.floor(i / length)]! += valueAt(first + i);
  return sums;
}

/**
 * The sum over each frame, of what `sumOver` gives for stretches of the samples: frames overlap, so each stretch that they
 * share is summed once.
 */
function frameSums(
  samples: number,
  { frameLength = 2048, hopLength = 512, center = true }: FrameParameters,
  sumOver: (stretches: Stretches) => Float64Array,
): Float64Array {
  checkCount("frameLength", frameLength);
  checkCount("hopLength", hopLength);
  const frames = frameCount(samples, frameLength, hopLength, center);
  const first = center ? -Math.floor(frameLength / 2) : 0;
  const length = greatestCommonDivisor(frameLength, hopLength);
  const [perFrame, perHop] = [frameLength / length, hopLength / length];
  const sums = sumOver({ first, length, count: (frames - 1) * perHop + perFrame });
  return Float64Array.from({ length: frames }, (_, t) => {
    let sum = 0;
    for (let i = t * perHop; i < t * perHop + perFrame; i++) sum += sums[i]!;
    return sum;
  });
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
