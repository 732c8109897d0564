import { sampleCorrelation } from "simple-statistics";
import { type Clip, QUADRANT_SIGNS } from "../../corpora";
import { kept } from "../cache/kept-study";
import type { Run } from "../run/run";

/** Pearson correlations over the clips of a corpus, -1 to 1. */
export interface FeatureCorrelation {
  /** librosa's name; the mean over rows and frames of a clip stands for the feature. */
  readonly feature: string;
  readonly valence: number;
  readonly arousal: number;
}

/**
 * How the mean of each feature over a clip goes with valence and arousal. Where the corpus knows only the quadrant, its
 * signs stand for them.
 */
export const featureCorrelations = kept("feature correlations", conduct);

async function conduct({ corpus, store }: Run): Promise<FeatureCorrelation[]> {
  const means = new Map<string, number[]>();
  for (const clip of corpus.clips) {
    for (const [feature, { data }] of Object.entries(await store.read(clip.id))) {
      const mean = data.reduce((sum, value) => sum + value, 0) / data.length;
      means.set(feature, [...(means.get(feature) ?? []), mean]);
    }
  }
  const valence = corpus.clips.map((clip) => clip.valence ?? signs(clip)[0]);
  const arousal = corpus.clips.map((clip) => clip.arousal ?? signs(clip)[1]);
  return [...means].map(([feature, values]) => ({
    feature,
    valence: sampleCorrelation(values, valence),
    arousal: sampleCorrelation(values, arousal),
  }));
}

function signs({ quadrant }: Clip): readonly [number, number] {
  return QUADRANT_SIGNS[quadrant];
}
