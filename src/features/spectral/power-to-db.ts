import type { NdArray } from "../../arrays";
import { QuadrantError } from "../../errors";

export interface PowerToDbParameters {
  /** The power that becomes 0 dB; 1 by default; "max" for the largest there is. */
  readonly ref?: number | "max" | undefined;
  /** What smaller powers are raised to; 1e-10 by default. */
  readonly amin?: number | undefined;
  /** Nothing lies further than this below the loudest value; 80 by default, null for no limit. */
  readonly topDb?: number | null | undefined;
}

/**
 * Power in decibel, 10 log10(S / ref), of the same shape; as librosa.power_to_db 0.11.0.
 *
 * @param S powers, 0 or more
 *
 * @example
 * const decibels = powerToDb(melspectrogram({ y, sr }), { ref: "max" });
 */
export function powerToDb<Input extends NdArray>(S: Input, parameters: PowerToDbParameters = {}): Input {
  const { ref = 1, amin = 1e-10, topDb = 80 } = parameters;
  if (!(amin > 0)) throw new QuadrantError("bad-argument", `amin = ${amin}, but it must be above 0`);
  if (topDb !== null && !(topDb >= 0))
    throw new QuadrantError("bad-argument", `topDb = ${topDb}, but it must be 0 or more`);
  const reference = ref === "max" ? S.data.reduce((most, value) => Math.max(most, value), 0) : Math.abs(ref);
  const data = decibels(Float64Array.from(S.data), { reference, amin, topDb });
  return { ...S, data: Float32Array.from(data) };
}

/** The same on a float64 buffer, in place: for features that go on computing with it. */
export function decibels(
  powers: Float64Array,
  { reference = 1, amin = 1e-10, topDb = 80 }: { reference?: number; amin?: number; topDb?: number | null } = {},
): Float64Array {
  const offset = 10 * Math.log10(Math.max(amin, reference));
  let top = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < powers.length; i++) {
    const value = 10 * Math.log10(Math.max(amin, powers[i]!)) - offset;
    powers[i] = value;
    if (value > top) top = value;
  }
  if (topDb === null) return powers;
  for (let i = 0; i < powers.length; i++) if (powers[i]! < top - topDb) powers[i] = top - topDb;
  return powers;
}
