import { separationMasks } from "../../kernels/separation-masks";
import type { Signal, StftParameters } from "../spectrum/spectrum";
import { istft, type Stft, stft } from "../spectrum/stft";
import { checkSeparation, type Directions, type HpssParameters, maskingOf, type Part, wantedMask } from "./hpss";

/** A frame is a row: what is sustained is smooth from row to row. */
const ROWS_OF_FRAMES: Directions = { harmonic: "down", percussive: "across" };

export interface HarmonicParameters extends StftParameters, Omit<HpssParameters, "mask"> {
  /** How many samples to give back: by default as many as there were, or as whole frames of a transform cover. */
  readonly length?: number | undefined;
}

/**
 * What is sustained in a sound: samples.
 *
 * Follows librosa.effects.harmonic 0.11.0: the transform is taken, masked and turned back. `hopLength` is a quarter of
 * `winLength` by default. A `window` other than "hann" also serves to turn it back, which librosa forgets.
 *
 * @param input mono samples, or their transform where it is there already; then `winLength`, `window` and `center` must
 * be those that it was made with
 * @throws QuadrantError "bad-argument" for empty or non-finite samples and impossible parameters
 *
 * @example
 * const sustained = harmonic({ y: samples, sr: 22_050 });
 */
export function harmonic(input: Signal | Stft, parameters: HarmonicParameters = {}): Float32Array {
  return partOf("harmonic", input, parameters);
}

/** What is struck in a sound: samples. As `harmonic`; follows librosa.effects.percussive 0.11.0. */
export function percussive(input: Signal | Stft, parameters: HarmonicParameters = {}): Float32Array {
  return partOf("percussive", input, parameters);
}

function partOf(part: Part, input: Signal | Stft, parameters: HarmonicParameters): Float32Array {
  const settings = checkSeparation(parameters);
  const D = "re" in input ? input : stft(input, parameters);
  const masking = maskingOf(D.frames, D.bins, ROWS_OF_FRAMES, settings);
  const masked = separationMasks().masked(D, masking, wantedMask(part, ROWS_OF_FRAMES, settings));
  const { winLength, window, center } = parameters;
  const length = parameters.length ?? ("y" in input ? input.y.length : undefined);
  return istft({ ...D, ...masked }, { winLength, window, center, length });
}
