import { StoreSource } from "../../networks";
import type { InputRecipe } from "../../networks/models/network-spec";
import { labelsOf } from "../run/dataset";
import type { Run } from "../run/run";
import type { NetworkData } from "./network-task";
import { sharedSequences } from "./shared-sequences";

/** Frames that need more bytes than this stay in the store and are read batch by batch. */
const MOST_BYTES = 2 ** 30;

/**
 * The frames of all clips as a recipe wants them, for workers to train on: in memory that they share, or where that would
 * be too much, in the store.
 */
export async function networkData(
  { corpus, store }: Run,
  { frames, steps, padding }: Pick<InputRecipe, "frames" | "steps" | "padding">,
): Promise<NetworkData> {
  const names = corpus.clips.map(({ id }) => id);
  const labels = labelsOf(corpus);
  const options = { frames, steps, padding };
  const source = await StoreSource.open(store, names, options);
  try {
    const [items, , rows] = source.shape;
    if (4 * items * steps * rows > MOST_BYTES) return { kind: "store", root: store.root, options, labels, names };
    return {
      kind: "memory",
      sequences: await sharedSequences(source),
      ...(source.lengths === undefined ? {} : { lengths: [...source.lengths] }),
      labels,
      names,
    };
  } finally {
    await source.close();
  }
}
