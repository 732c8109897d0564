import { resample } from "../audio";
import { QuadrantError } from "../errors";
import { timeStretch } from "./time-stretch";

export interface PitchShiftOptions {
  /** Hz; 22,050 by default. */
  readonly sr?: number | undefined;
  /** Steps to go up, or down where below 0; fractions are fine. */
  readonly nSteps: number;
  /** How many steps make an octave; 12 by default. */
  readonly binsPerOctave?: number | undefined;
}

/**
 * Higher or lower music of the same length, as librosa.effects.pitch_shift 0.11.0: stretched in time, then resampled.
 *
 * @param y mono samples
 * @returns as many samples as `y`
 * @throws QuadrantError "bad-argument" for steps that are no number, or samples that are empty or not finite
 *
 * @example
 * const higher = pitchShift(samples, { nSteps: 2 });
 */
export function pitchShift(
  y: Float32Array,
  { sr = 22_050, nSteps, binsPerOctave = 12 }: PitchShiftOptions,
): Float32Array {
  if (!Number.isInteger(binsPerOctave) || binsPerOctave < 1) {
    throw new QuadrantError("bad-argument", `binsPerOctave = ${binsPerOctave}: a whole number of at least 1 is needed`);
  }
  if (!Number.isFinite(nSteps)) throw new QuadrantError("bad-argument", `nSteps = ${nSteps}, but it must be a number`);
  const rate = 2 ** (-nSteps / binsPerOctave);
  const shifted = new Float32Array(y.length);
  shifted.set(resample(timeStretch(y, rate), sr / rate, sr).subarray(0, y.length));
  return shifted;
}
