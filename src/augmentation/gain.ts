import { QuadrantError } from "../errors";

/**
 * Louder or quieter music. Nothing is clipped: values may leave -1 to 1, as floating-point samples may.
 *
 * @param y mono samples
 * @param decibels above 0 for louder, below 0 for quieter; 6.02 doubles every sample
 * @returns as many samples as `y`
 * @throws QuadrantError "bad-argument" for decibels that are no number
 */
export function gain(y: Float32Array, decibels: number): Float32Array {
  if (!Number.isFinite(decibels)) {
    throw new QuadrantError("bad-argument", `decibels = ${decibels}, but it must be a number`);
  }
  const factor = 10 ** (decibels / 20);
  return y.map((value) => factor * value);
}
