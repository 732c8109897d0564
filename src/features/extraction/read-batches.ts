import type { NdArray } from "../../arrays";
import { QuadrantError } from "../../errors";
import type { FeatureStore } from "../../store";
import { FEATURE_NAMES, type FeatureName } from "./feature-names";
import { frameMatrix, STUDY_FRAMES, stackFeatures } from "./frame-matrix";

export interface BatchOptions {
  /** Frames of each clip: longer ones are cut, shorter ones filled up with 0; 1,295 by default, as in the study. */
  readonly frames?: number | undefined;
  /** Clips in a batch; 32 by default. */
  readonly batchSize?: number | undefined;
  /** Which features, in which order; the study's by default. */
  readonly features?: readonly FeatureName[] | undefined;
}

/** Frame matrices of some clips: item i is the clip `ids[i]`. */
export interface FrameBatch extends NdArray {
  readonly ids: readonly string[];
  readonly shape: readonly [items: number, rows: number, frames: number];
}

/**
 * The frame matrices of clips, a batch at a time, so that a store need not fit into memory.
 *
 * All batches share one buffer: a batch holds until the next one is asked for; copy what must stay.
 *
 * @param ids which clips, in which order
 * @throws QuadrantError "bad-store" when an entry is missing or corrupt, "bad-argument" when clips differ in their rows
 *
 * @example
 * for await (const { data, shape } of readBatches(store, store.ids(), { batchSize: 64 })) train(data, shape);
 */
export async function* readBatches(
  store: FeatureStore,
  ids: readonly string[],
  { frames = STUDY_FRAMES, batchSize = 32, features = FEATURE_NAMES }: BatchOptions = {},
): AsyncGenerator<FrameBatch, void, undefined> {
  if (!Number.isInteger(batchSize) || batchSize < 1) {
    throw new QuadrantError("bad-argument", `batchSize = ${batchSize}, but it must be a whole number of at least 1`);
  }
  if (ids.length === 0) return;
  const [rows] = frameMatrix(await store.read(ids[0]!, features), frames, features).shape;
  const size = rows * frames;
  const buffer = new Float32Array(Math.min(batchSize, ids.length) * size);
  for (let start = 0; start < ids.length; start += batchSize) {
    const batch = ids.slice(start, start + batchSize);
    for (const [item, id] of batch.entries()) {
      const target = buffer.subarray(item * size, (item + 1) * size);
      const written = stackFeatures(await store.read(id, features), target, frames, features);
      if (written !== rows) {
        throw new QuadrantError("bad-argument", `the clip ${id} has ${written} rows, ${ids[0]} has ${rows}`, {
          remedy: "Extract all clips with the same parameters.",
        });
      }
    }
    yield { ids: batch, data: buffer.subarray(0, batch.length * size), shape: [batch.length, rows, frames] };
  }
}
