import { QuadrantError } from "../errors";
import { type Band, biquad, filterBiquad } from "./biquad";

export interface EqualiserOptions {
  /** Hz; 22,050 by default. */
  readonly sr?: number | undefined;
  /** Filters in a chain, each after the other. */
  readonly bands: readonly Band[];
}

/**
 * Changes the balance of low and high, as another room, microphone or pair of loudspeakers would.
 *
 * @param y mono samples
 * @returns as many samples as `y`
 * @throws QuadrantError "bad-argument" without bands, or for a band that cannot be
 *
 * @example
 * const darker = equalise(samples, { bands: [{ kind: "highShelf", frequency: 3000, decibels: -6 }] });
 */
export function equalise(y: Float32Array, { sr = 22_050, bands }: EqualiserOptions): Float32Array {
  if (bands.length === 0) {
    throw new QuadrantError("bad-argument", "an equaliser without bands changes nothing", {
      remedy: 'Add one, such as {kind: "peaking", frequency: 1000, decibels: 3}.',
    });
  }
  const filters = bands.map((band) => biquad(band, sr));
  return Float32Array.from(filters.reduce<Float32Array | Float64Array>(filterBiquad, y));
}
