import type { NdArray } from "../../arrays";
import { QuadrantError } from "../../errors";
import { decibelsInPlace } from "../../kernels/decibels";

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
  const data = S.data.slice();
  const reference = ref === "max" ? largest(data) : Math.abs(ref);
  decibelsInPlace()(data, amin);
  const offset = 10 * Math.log10(Math.max(amin, reference));
  if (offset !== 0) for (let i = 0; i < data.length; i++) data[i]! -= offset;
  if (topDb !== null) {
    const least = largest(data) - topDb;
    for (let i = 0; i < data.length; i++) if (data[i]! < least) data[i] = least;
  }
  return { ...S, data };
}

/**
 * Amplitude in decibel, 20 log10(S / ref), of the same shape; as librosa.amplitude_to_db 0.11.0.
 *
 * @param S amplitudes; their sign is dropped
 * @param parameters.amin what smaller amplitudes are raised to; 1e-5 by default
 */
export function amplitudeToDb<Input extends NdArray>(S: Input, parameters: PowerToDbParameters = {}): Input {
  const { ref = 1, amin = 1e-5, topDb } = parameters;
  if (!(amin > 0)) throw new QuadrantError("bad-argument", `amin = ${amin}, but it must be above 0`);
  const power = { ...S, data: S.data.map((value) => value * value) };
  return powerToDb(power, { ref: ref === "max" ? ref : ref * ref, amin: amin * amin, topDb });
}

/** The power of decibels, ref 10^(S / 10), of the same shape; as librosa.db_to_power 0.11.0. */
export function dbToPower<Input extends NdArray>(S: Input, { ref = 1 }: { readonly ref?: number } = {}): Input {
  return { ...S, data: S.data.map((value) => ref * 10 ** (value / 10)) };
}

/** The amplitude of decibels, ref 10^(S / 20), of the same shape; as librosa.db_to_amplitude 0.11.0. */
export function dbToAmplitude<Input extends NdArray>(S: Input, { ref = 1 }: { readonly ref?: number } = {}): Input {
  return { ...S, data: S.data.map((value) => ref * 10 ** (value / 20)) };
}

function largest(values: Float32Array): number {
  let most = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) if (values[i]! > most) most = values[i]!;
  return most;
}
