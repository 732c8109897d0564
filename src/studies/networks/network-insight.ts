import { join } from "node:path";
import { DEFAULT_SR } from "../../audio";
import { type Clip, QUADRANTS } from "../../corpora";
import { QuadrantError } from "../../errors";
import { FEATURE_NAMES, type StudyFeature } from "../../features";
import { kept } from "../cache/kept-study";
import { runCached } from "../cache/run-cached";
import { foldsOf } from "../run/folds";
import type { Run } from "../run/run";
import type { ClipInsight, InsightTask } from "./insight-worker";
import { networkData } from "./network-data";
import { type NetworkName, trainingOf } from "./network-models";
import type { NetworkData } from "./network-task";

/** What a network looks at in one clip. */
export interface LookedAt extends Omit<ClipInsight, "label" | "ofRows"> {
  readonly clip: Clip;
  readonly named: (typeof QUADRANTS)[number];
  /** Gradient of each feature, all its rows together, as a share of the largest. */
  readonly ofFeatures: Readonly<Record<StudyFeature, number>>;
  readonly secondsPerStep: number;
}

const HOP_LENGTH = 512;

/** Trains a network on the first fold and looks into it with one unseen clip of each quadrant. */
export const networkInsight = kept("network insight", conduct);

async function conduct(run: Run, name: NetworkName): Promise<LookedAt[]> {
  const { corpus, settings, store } = run;
  const { recipe } = await trainingOf(run, name);
  const { train, validation, test } = foldsOf(corpus, settings)[0]!;
  const clips = QUADRANTS.flatMap((quadrant) => test.find((item) => corpus.clips[item]!.quadrant === quadrant) ?? []);
  const [looked] = await runCached<InsightTask, NetworkData, ClipInsight[]>({
    label: "looking into a network",
    module: join(__dirname, "insight-worker.js"),
    corpusHash: corpus.hash,
    tasks: [{ recipe, train, validation, seed: settings.seed, clips }],
    dataset: async () => {
      const data = await networkData(run, recipe.input);
      if (data.kind === "memory") return data;
      throw new QuadrantError("unavailable", "the frames of this corpus do not fit into memory", {
        remedy: "Use --clips.",
      });
    },
  });
  const rows = Object.entries(await store.read(corpus.clips[0]!.id, FEATURE_NAMES)).map(
    ([feature, { shape }]) => [feature as StudyFeature, shape[0]] as const,
  );
  return looked!.map(({ label, ofRows, ...seen }, i) => ({
    ...seen,
    clip: corpus.clips[clips[i]!]!,
    named: QUADRANTS[label]!,
    ofFeatures: byFeature(ofRows, rows),
    secondsPerStep: (recipe.input.frames * HOP_LENGTH) / DEFAULT_SR / recipe.input.steps,
  }));
}

function byFeature(
  ofRows: readonly number[],
  rows: readonly (readonly [StudyFeature, number])[],
): Record<StudyFeature, number> {
  let from = 0;
  const lengths = rows.map(([feature, count]) => {
    const own = Math.hypot(...ofRows.slice(from, from + count));
    from += count;
    return [feature, own] as const;
  });
  const largest = Math.max(...lengths.map(([, length]) => length));
  return Object.fromEntries(lengths.map(([feature, length]) => [feature, length / largest])) as Record<
    StudyFeature,
    number
  >;
}
