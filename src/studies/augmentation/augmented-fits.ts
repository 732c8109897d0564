import { join } from "node:path";
import { runCached } from "../cache/run-cached";
import type { ClassifierName } from "../fits/models";
import { groupsOf, labelsOf } from "../run/dataset";
import type { Run } from "../run/run";
import type { Predictions } from "../run/scores";
import type { AugmentedData, AugmentedFitResult, AugmentedFitTask } from "./augmented-fit-worker";
import type { RowFold } from "./augmented-fold";
import { type CopyPlan, clipsAndCopies } from "./changed-copies";

/** One classifier on all folds of one protocol. */
export interface PlannedFits {
  readonly model: ClassifierName;
  readonly folds: readonly RowFold[];
}

/** Copies count as their clips: a clip is predicted once for each row of it among the tests. */
export interface RowPredictions extends Predictions {
  /** Of each prediction, among those of ClipsAndCopies. */
  readonly rows: readonly number[];
}

/**
 * Fits classifiers to clips and their copies.
 *
 * @param copies that the folds may name
 * @returns what each plan predicted
 */
export async function runAugmentedFits(
  run: Run,
  copies: readonly CopyPlan[],
  plans: readonly PlannedFits[],
): Promise<RowPredictions[]> {
  const { corpus, settings } = run;
  const [labels, groups] = [labelsOf(corpus), groupsOf(corpus)];
  const clips = corpus.clips.length;
  const methods = copies.map(({ method }) => method);
  const tasks = plans.flatMap(({ model, folds }) =>
    folds.map((fold): AugmentedFitTask => ({ model, methods, ...fold, seed: settings.seed })),
  );
  const results = await runCached<AugmentedFitTask, AugmentedData, AugmentedFitResult>({
    label: "fits with changed copies",
    module: join(__dirname, "augmented-fit-worker.js"),
    corpusHash: corpus.hash,
    tasks,
    dataset: async () => ({ clips, labels, columns: await clipsAndCopies(run, copies, settings.seed) }),
  });
  let done = 0;
  return plans.map(({ model, folds }) => {
    const own = results.slice(done, done + folds.length);
    done += folds.length;
    const rows = folds.flatMap(({ test }) => test);
    const items = rows.map((row) => row % clips);
    return {
      model,
      rows,
      items,
      truth: items.map((item) => labels[item]!),
      predicted: own.flatMap(({ predicted }) => predicted),
      probabilities: undefined,
      groups: items.map((item) => groups[item]!),
      seconds: own.reduce((sum, { seconds }) => sum + seconds, 0),
    };
  });
}
