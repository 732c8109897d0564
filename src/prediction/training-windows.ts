import type { Matrix } from "../arrays";
import { type Corpus, QUADRANTS } from "../corpora";
import type { FeatureName } from "../features";
import type { FeatureStore } from "../store";
import { FRAMES_PER_SECOND } from "./frames";
import { windowStatistics } from "./window-statistics";
import { type Window, type WindowRule, windowsOf } from "./windows";

/** A clip as a model learns from it. */
export interface ClipWindows {
  /** Index of its quadrant in QUADRANTS. */
  readonly label: number;
  readonly valence: number | undefined;
  readonly arousal: number | undefined;
  readonly windows: readonly Window[];
  /** (windows, columns). */
  readonly statistics: Matrix;
}

/** Reads the features of every clip from the store, one clip at a time, and keeps the statistics of its windows. */
export async function readClipWindows(
  { clips }: Corpus,
  store: FeatureStore,
  names: readonly FeatureName[],
  rule: WindowRule,
): Promise<ClipWindows[]> {
  const read: ClipWindows[] = [];
  for (const { id, quadrant, valence, arousal } of clips) {
    const windows = windowsOf(store.provenance(id).seconds, rule);
    const statistics = windowStatistics(await store.read(id, names), names, FRAMES_PER_SECOND, windows);
    read.push({ label: QUADRANTS.indexOf(quadrant), valence, arousal, windows, statistics });
  }
  return read;
}
