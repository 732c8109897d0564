import type { Matrix } from "../../arrays";
import { QuadrantError } from "../../errors";
import { FEATURE_NAMES, type FeatureName, type StudyFeature } from "./feature-names";

/** Frames of a clip in the study: 30 s at librosa's defaults, and a little more. */
export const STUDY_FRAMES = 1295;

/** Rows of each feature with the default parameters. */
const DEFAULT_ROWS: Readonly<Record<StudyFeature, number>> = {
  chroma_stft: 12,
  chroma_cqt: 12,
  chroma_vqt: 12,
  melspectrogram: 128,
  mfcc: 20,
  rms: 1,
  spectral_centroid: 1,
  spectral_bandwidth: 1,
  spectral_contrast: 7,
  spectral_flatness: 1,
  spectral_rolloff: 1,
  tonnetz: 6,
  zero_crossing_rate: 1,
  tempo: 1,
};

/** Rows of `frameMatrix` with the default parameters. */
export const STUDY_ROWS = FEATURE_NAMES.reduce((sum, name) => sum + DEFAULT_ROWS[name], 0);

/**
 * The study's features of a clip in one matrix, in its order: (STUDY_ROWS, frames) with the default parameters.
 *
 * @param features each (rows, frames)
 * @param frames how many columns to give: longer clips are cut, shorter ones are filled up with 0; as they are by default
 * @param names which features, in which order; the study's by default
 * @throws QuadrantError "bad-argument" when a feature is missing or their frames differ
 *
 * @example
 * const X = frameMatrix(await store.read("etude-0001"), STUDY_FRAMES);
 */
export function frameMatrix(
  features: Readonly<Record<string, Matrix>>,
  frames?: number,
  names: readonly FeatureName[] = FEATURE_NAMES,
): Matrix {
  const stack = names.map((name) => featureOf(features, name));
  const columns = frames ?? framesOf(stack);
  const rows = stack.reduce((sum, { shape }) => sum + shape[0], 0);
  const data = new Float32Array(rows * columns);
  stackFeatures(features, data, columns, names);
  return { data, shape: [rows, columns] };
}

/**
 * The same into memory that is there already: row r begins at `data[r * columns]`. What lies beyond the clip becomes 0.
 *
 * @returns how many rows were written
 * @throws QuadrantError "bad-argument" as above, and when `data` is too short
 */
export function stackFeatures(
  features: Readonly<Record<string, Matrix>>,
  data: Float32Array,
  columns: number,
  names: readonly FeatureName[] = FEATURE_NAMES,
): number {
  const stack = names.map((name) => featureOf(features, name));
  const found = framesOf(stack);
  const rows = stack.reduce((sum, { shape }) => sum + shape[0], 0);
  if (data.length < rows * columns) {
    throw new QuadrantError("bad-argument", `${rows} rows of ${columns} frames do not fit into ${data.length} numbers`);
  }
  const kept = Math.min(found, columns);
  let row = 0;
  for (const [i, { data: values, shape }] of stack.entries()) {
    if (shape[1] !== found) {
      throw new QuadrantError("bad-argument", `${names[i]} has ${shape[1]} frames, others have ${found}`);
    }
    for (let r = 0; r < shape[0]; r++, row++) {
      const start = row * columns;
      data.set(values.subarray(r * found, r * found + kept), start);
      data.fill(0, start + kept, start + columns);
    }
  }
  return rows;
}

function framesOf(stack: readonly Matrix[]): number {
  return stack[0]?.shape[1] ?? 0;
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

/** The feature of that name. @throws QuadrantError "bad-argument" when it is not among `features` */
function featureOf(features: Readonly<Record<string, Matrix>>, name: FeatureName): Matrix {
  const found = features[name];
  if (found !== undefined) return found;
  throw new QuadrantError("bad-argument", `there is no feature ${name}`, {
    remedy: `There are: ${Object.keys(features).join(", ")}.`,
  });
}
