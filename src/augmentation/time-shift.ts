import { QuadrantError } from "../errors";

/**
 * Moves music in time and fills up with silence, as the study: what leaves at one end is lost.
 *
 * @param y mono samples
 * @param samples above 0: later, silence first; below 0: earlier, silence last
 * @returns as many samples as `y`
 * @throws QuadrantError "bad-argument" for a number of samples that is not whole
 */
export function timeShift(y: Float32Array, samples: number): Float32Array {
  if (!Number.isInteger(samples)) {
    throw new QuadrantError("bad-argument", `samples = ${samples}, but it must be a whole number`, {
      remedy: "Multiply seconds with the sample rate and round.",
    });
  }
  const shifted = new Float32Array(y.length);
  if (samples >= 0) shifted.set(y.subarray(0, Math.max(0, y.length - samples)), Math.min(samples, y.length));
  else shifted.set(y.subarray(-samples));
  return shifted;
}
