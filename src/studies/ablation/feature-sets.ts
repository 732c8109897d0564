import { join } from "node:path";
import type { Interval } from "../../evaluation";
import { kept } from "../cache/kept-study";
import { runCached } from "../cache/run-cached";
import type { FeatureSetName } from "../fits/fit-task";
import type { ClassifierName } from "../fits/models";
import { runFits } from "../fits/run-fits";
import { groupsOf, labelsOf } from "../run/dataset";
import { foldsOf } from "../run/folds";
import type { Run } from "../run/run";
import { accuracyInterval, gatherPredictions, type Predictions, pairedDifference } from "../run/scores";
import type { ClipNumbers, ClipNumbersTask } from "./feature-set-worker";

/** What each set puts side by side, of the numbers of a clip. */
const SETS: Readonly<Record<FeatureSetName, readonly (keyof ClipNumbers)[]>> = {
  "seven statistics of the 14": ["levels"],
  "the study's statistics": ["study"],
  "seven statistics of the 14 and of their changes": ["levels", "changes"],
  "the four that the study dropped": ["dropped"],
  "the 14 and the four": ["levels", "dropped"],
  "Meyda's set": ["meyda"],
};

/** The set that the other notebooks learn from: the first. */
const REFERENCE: FeatureSetName = "seven statistics of the 14";
const MODELS = ["logistic regression, C = 0.01", "random forest"] as const satisfies readonly ClassifierName[];

/** How far one classifier comes with one set of numbers. */
export interface FeatureSetScore {
  readonly set: FeatureSetName;
  readonly model: ClassifierName;
  readonly columns: number;
  readonly accuracy: Interval;
  /** Accuracy less that with the reference set, the same clips tested; undefined for the reference itself. */
  readonly difference?: Interval;
}

/** Scores sets of features and of statistics against each other, on folds that share no group. */
export const featureSetStudy = kept("feature sets", conduct);

async function conduct(run: Run): Promise<FeatureSetScore[]> {
  const { corpus, settings } = run;
  const folds = foldsOf(corpus, settings);
  const names = Object.keys(SETS) as FeatureSetName[];
  let numbers: Promise<ClipNumbers[]> | undefined;
  const scores: FeatureSetScore[] = [];
  const references = new Map<ClassifierName, Predictions>();
  const columns = (set: FeatureSetName, clip: ClipNumbers) => SETS[set].flatMap((part) => clip[part]);
  for (const features of names) {
    const tasks = MODELS.flatMap((model) =>
      folds.map(({ train, validation, test }) => ({
        model,
        features,
        train: [...train, ...validation].sort((a, b) => a - b),
        test,
        seed: settings.seed,
      })),
    );
    const fits = await runFits(tasks, {
      label: features,
      corpusHash: corpus.hash,
      dataset: async () => {
        numbers ??= numbersOfClips(run);
        const rows = (await numbers).map((clip) => columns(features, clip));
        const width = rows[0]?.length ?? 0;
        const data = new Float32Array(new SharedArrayBuffer(4 * rows.length * width));
        rows.forEach((row, i) => {
          data.set(row, i * width);
        });
        return { ...(await run.dataset()), summary: { data, shape: [rows.length, width] } };
      },
    });
    for (const [i, model] of MODELS.entries()) {
      const own = fits.slice(i * folds.length, (i + 1) * folds.length);
      const predictions = gatherPredictions(model, folds, own, labelsOf(corpus), groupsOf(corpus));
      if (features === REFERENCE) references.set(model, predictions);
      scores.push({
        set: features,
        model,
        columns: own[0]!.columns ?? 0,
        accuracy: accuracyInterval(predictions),
        ...(features !== REFERENCE && { difference: pairedDifference(predictions, references.get(model)!) }),
      });
    }
  }
  return scores;
}

function numbersOfClips({ corpus, store }: Run): Promise<ClipNumbers[]> {
  return runCached<ClipNumbersTask, null, ClipNumbers>({
    label: "other features",
    module: join(__dirname, "feature-set-worker.js"),
    corpusHash: corpus.hash,
    tasks: corpus.clips.map(({ id, audio, offset, duration }) => ({ id, audio, offset, duration, store: store.root })),
    dataset: async () => null,
  });
}
