import { type Corpus, QUADRANTS } from "../../corpora";
import { frameMatrix, summaryStatistics } from "../../features";
import { poolFrames } from "../../networks";
import type { FeatureStore } from "../../store";

/** Time steps that a clip's frames are pooled into for recurrent models. */
export const POOLED_STEPS = 64;

/**
 * The numbers that models learn from, in shared memory so that workers read them without copying.
 * Item i is clip i of the corpus; its label is the index of its quadrant in QUADRANTS.
 */
export interface Dataset {
  readonly items: number;
  /** (items, statistics): the summary statistics of every feature row. */
  readonly summary: SharedMatrix;
  /** (items, POOLED_STEPS, rows): the frames in their order, pooled. */
  readonly sequences: { readonly data: Float32Array<SharedArrayBuffer>; readonly shape: [number, number, number] };
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
  let sequences: Dataset["sequences"] | undefined;
  for (const [item, clip] of corpus.clips.entries()) {
    const frames = frameMatrix(await store.read(clip.id));
    const { values } = summaryStatistics(frames);
    const pooled = poolFrames(frames, POOLED_STEPS);
    summary ??= { data: shared(items * values.length), shape: [items, values.length] };
    sequences ??= { data: shared(items * pooled.data.length), shape: [items, ...pooled.shape] };
    summary.data.set(values, item * values.length);
    sequences.data.set(pooled.data, item * pooled.data.length);
  }
  return {
    items,
    summary: summary ?? { data: shared(0), shape: [0, 0] },
    sequences: sequences ?? { data: shared(0), shape: [0, POOLED_STEPS, 0] },
    labels: labelsOf(corpus),
  };
}

function shared(length: number): Float32Array<SharedArrayBuffer> {
  return new Float32Array(new SharedArrayBuffer(length * Float32Array.BYTES_PER_ELEMENT));
}
