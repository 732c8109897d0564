import { QuadrantError } from "../errors";
import { MT19937 } from "../random";

/**
 * Adds Gaussian noise, as the study: y + std * numpy.random.RandomState(seed).randn(len(y)).
 *
 * @param y mono samples
 * @param options.std of the noise, in the samples' own unit; the study's 0.05 by default, about as loud as quiet music
 * @throws QuadrantError "bad-argument" for a negative std
 */
export function addNoise(
  y: Float32Array,
  { std = 0.05, seed = 0 }: { readonly std?: number | undefined; readonly seed?: number | undefined } = {},
): Float32Array {
  if (!(std >= 0)) throw new QuadrantError("bad-argument", `std = ${std}, but it must be at least 0`);
  const random = new MT19937(seed);
  return y.map((value) => value + std * random.normal());
}
