import type { Matrix } from "../../arrays";
import { checkCount } from "../spectrum/spectrum";
import { type ChromaCqtParameters, type ConstantQInput, chromaCqt } from "./chroma-cqt";
import { type FrameNorm, normaliseFrames } from "./normalise-frames";

/** Shares of a frame's energy from which on a pitch class gains another quarter; float32, as librosa compares. */
const STEPS = Float32Array.of(0.05, 0.1, 0.2, 0.4);
const STEP_WEIGHT = 0.25;

/** Names, meanings and defaults as librosa.feature.chroma_cens's. */
export interface ChromaCensParameters extends Omit<ChromaCqtParameters, "threshold" | "norm"> {
  /** Frames of the smoothing window; 41 by default; null does not smooth. */
  readonly winLenSmooth?: number | null | undefined;
  /** What is made 1 in every frame; 2, the root of squares, by default. */
  readonly norm?: FrameNorm | undefined;
}

/**
 * Chroma energy normalised statistics: chroma in five steps, smoothed over time: (nChroma, frames), 0 to 1.
 *
 * Follows librosa 0.11.0 (Müller and Ewert 2011). A share of energy within 1e-6 of a step may fall on either side of it,
 * which moves the frames around by up to a hundredth: not once in 28 clips of 30 s.
 *
 * @throws QuadrantError "bad-argument" for empty or non-finite samples and impossible parameters
 */
export function chromaCens(input: ConstantQInput, parameters: ChromaCensParameters = {}): Matrix {
  const { winLenSmooth = 41, norm = 2 } = parameters;
  if (winLenSmooth !== null) checkCount("winLenSmooth", winLenSmooth);
  const chroma = normaliseFrames(chromaCqt(input, { ...parameters, threshold: 0, norm: null }), 1);
  const steps = chroma.data.map((share) => STEP_WEIGHT * STEPS.reduce((count, s) => count + Number(share > s), 0));
  const data = winLenSmooth === null ? steps : smooth(steps, chroma.shape[1], winLenSmooth);
  return normaliseFrames({ data, shape: chroma.shape }, norm);
}

/** Every row convolved with a Hann window of sum 1, zeros beyond the ends. */
function smooth(values: Float32Array, frames: number, length: number): Float32Array {
  // Symmetric, and two longer: it begins and ends with 0.
  const size = length + 2;
  const raw = Float64Array.from({ length: size }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / (size - 1)));
  const sum = raw.reduce((a, b) => a + b, 0);
  const window = raw.map((value) => value / sum);
  // With an even size, one frame more lies ahead than behind, as scipy.ndimage.convolve has it.
  const half = (size - 1) >> 1;
  const out = new Float32Array(values.length);
  for (let start = 0; start < values.length; start += frames) {
    for (let t = 0; t < frames; t++) {
      const from = Math.max(0, t - half);
      const to = Math.min(frames - 1, t - half + size - 1);
      let value = 0;
      for (let s = from; s <= to; s++) value += window[s - t + half]! * values[start + s]!;
      out[start + t] = value;
    }
  }
  return out;
}
