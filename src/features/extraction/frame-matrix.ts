import type { Matrix } from "../../arrays";
import { QuadrantError } from "../../errors";
import { FEATURE_NAMES, type FeatureName, featureOf } from "./extract-features";

/** Rows of each feature with the default parameters: 173 in all. */
const DEFAULT_ROWS: Readonly<Record<FeatureName, number>> = {
  chroma_stft: 12,
  melspectrogram: 128,
  mfcc: 20,
  rms: 1,
  spectral_centroid: 1,
  spectral_bandwidth: 1,
  spectral_contrast: 7,
  spectral_flatness: 1,
  spectral_rolloff: 1,
  zero_crossing_rate: 1,
};

/**
 * All features of a clip in one matrix, in the order of FEATURE_NAMES: (173, frames) with the default parameters.
 *
 * @param features each (rows, frames)
 * @param frames how many columns to give: longer clips are cut, shorter ones are filled up with 0; as they are by default
 * @throws QuadrantError "bad-argument" when a feature is missing or their frames differ
 *
 * @example
 * const X = frameMatrix(await store.read("etude-0001"), 517);
 */
export function frameMatrix(features: Readonly<Record<string, Matrix>>, frames?: number): Matrix {
  const stack = FEATURE_NAMES.map((name) => featureOf(features, name));
  const found = stack[0]!.shape[1];
  const columns = frames ?? found;
  const rows = stack.reduce((sum, { shape }) => sum + shape[0], 0);
  const data = new Float32Array(rows * columns);
  let row = 0;
  for (const [i, { data: values, shape }] of stack.entries()) {
    if (shape[1] !== found) {
      throw new QuadrantError("bad-argument", `${FEATURE_NAMES[i]} has ${shape[1]} frames, others have ${found}`);
    }
    for (let r = 0; r < shape[0]; r++, row++) {
      data.set(values.subarray(r * found, r * found + Math.min(found, columns)), row * columns);
    }
  }
  return { data, shape: [rows, columns] };
}

/**
 * The name of each row of `frameMatrix`: "chroma_stft_0", ..., "rms".
 *
 * @param features the features that were stacked; without them the rows of the default parameters
 */
export function featureRowNames(features?: Readonly<Record<string, Matrix>>): string[] {
  return FEATURE_NAMES.flatMap((name) => {
    const rows = features === undefined ? DEFAULT_ROWS[name] : featureOf(features, name).shape[0];
    return rows === 1 ? [name] : Array.from({ length: rows }, (_, i) => `${name}_${i}`);
  });
}
