import { type Corpus, QUADRANTS } from "../../corpora";
import { frameMatrix, summaryStatistics } from "../../features";
import type { FeatureStore } from "../../store";

/**
 * The numbers that classifiers learn from, in shared memory so that workers read them without copying. Item i is clip i of
 * the corpus; its label is the index of its quadrant in QUADRANTS. What networks learn from is `networkData`.
 */
export interface Dataset {
  readonly items: number;
  /** (items, statistics): the summary statistics of every feature row. */
  readonly summary: SharedMatrix;
  readonly labels: readonly number[];
}

interface SharedMatrix {
  readonly data: Float32Array<SharedArrayBuffer>;
  readonly shape: [number, number];
}

/** The label of each clip: the index of its quadrant in QUADRANTS. */
export function labelsOf(corpus: Pick<Corpus, "clips">): number[] {
  return corpus.clips.map((clip) => QUADRANTS.indexOf(clip.quadrant));
}

/** The group of each clip. */
export function groupsOf(corpus: Pick<Corpus, "clips">): string[] {
  return corpus.clips.map((clip) => clip.group);
}

/** Reads the features of every clip from the store, one clip at a time. */
export async function loadDataset(corpus: Corpus, store: FeatureStore): Promise<Dataset> {
  const items = corpus.clips.length;
  let summary: SharedMatrix | undefined;
  for (const [item, clip] of corpus.clips.entries()) {
    const { values } = summaryStatistics(frameMatrix(await store.read(clip.id)));
    summary ??= { data: shared(items * values.length), shape: [items, values.length] };
    summary.data.set(values, item * values.length);
  }
  return {
    items,
    summary: summary ?? { data: shared(0), shape: [0, 0] },
    labels: labelsOf(corpus),
  };
}

function shared(length: number): Float32Array<SharedArrayBuffer> {
  return new Float32Array(new SharedArrayBuffer(length * Float32Array.BYTES_PER_ELEMENT));
}
