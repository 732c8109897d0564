import type { Matrix } from "../../arrays";
import { type ClipSource, loadClip } from "../../corpora/clips/load-clip";
import {
  extractFeatures,
  frameMatrix,
  fullStatistics,
  MORE_FEATURES,
  meydaFeatures,
  studyStatistics,
  summaryStatistics,
} from "../../features";
import { FeatureStore } from "../../store";

export interface ClipNumbersTask extends ClipSource {
  readonly id: string;
  /** Folder of the store that holds the study's features. */
  readonly store: string;
}

/** Everything that a clip can be summed up by; each list has the same length for all clips. */
export interface ClipNumbers {
  /** Seven statistics of each of the study's 204 rows. */
  readonly levels: readonly number[];
  /** The same of their deltas. */
  readonly changes: readonly number[];
  /** The statistics of the study's own table. */
  readonly study: readonly number[];
  /** Seven statistics of each row of the features that the study extracted and dropped. */
  readonly dropped: readonly number[];
  /** Seven statistics of each row of Meyda's features. */
  readonly meyda: readonly number[];
}

/** Frames without overlap: Meyda takes a millisecond for each, and what is summed up over a clip hardly changes. */
const MEYDA_HOP = 2048;

/** Sums a clip up in every way; runs in a worker. */
export default async function numbersOf({ task }: { task: ClipNumbersTask }): Promise<ClipNumbers> {
  const features = await FeatureStore.open(task.store).read(task.id);
  const { samples: y, sampleRate: sr } = await loadClip(task);
  const full = [...fullStatistics(frameMatrix(features)).values];
  const half = full.length / 2;
  return {
    levels: full.slice(0, half),
    changes: full.slice(half),
    study: [...studyStatistics(features).values],
    dropped: statisticsOf(extractFeatures(y, sr, { features: MORE_FEATURES })),
    meyda: statisticsOf(meydaFeatures({ y, sr }, { hopLength: MEYDA_HOP })),
  };
}

function statisticsOf(features: Readonly<Record<string, Matrix>>): number[] {
  return Object.values(features).flatMap((matrix) => [...summaryStatistics(matrix).values]);
}
