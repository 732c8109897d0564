import type { Interval } from "../evaluation";
import { groupsOf, labelsOf } from "./dataset";
import type { ModelName } from "./fit-task";
import { foldsOf, randomFolds, type ThreeWayFold } from "./folds";
import type { Run } from "./run";
import { runFits } from "./run-fits";
import {
  gatherPredictions,
  type ModelScore,
  type Predictions,
  pairedDifference,
  restrictTo,
  scorePredictions,
} from "./scores";

/** The models of summary statistics, the floor first. */
export const BASELINES = [
  "majority",
  "logistic regression",
  "logistic regression, C = 0.01",
] as const satisfies readonly ModelName[];

export interface BaselineStudy {
  /** On folds that share no group. */
  readonly grouped: readonly ModelScore[];
  /** On folds drawn at random, in which clips of one group stand on both sides: the leak. */
  readonly random: readonly ModelScore[];
  /** Accuracy on the random folds minus accuracy on the grouped ones, the same clips tested. */
  readonly leaks: readonly { readonly model: ModelName; readonly difference: Interval }[];
  /** Accuracy of logistic regression minus accuracy of the majority, on the grouped folds. */
  readonly aboveFloor: Interval;
}

/**
 * Scores every baseline twice: without the leak between clips of one group, and with it. Both are asked about the same
 * clips: with an official split, those of its test part.
 */
export async function baselineStudy(run: Run): Promise<BaselineStudy> {
  const grouped = await baselinePredictions(run, foldsOf(run.corpus, run.settings), "baselines");
  const drawn = await baselinePredictions(run, randomFolds(run.corpus, run.settings.seed), "baselines, random folds");
  const random = drawn.map((predictions, i) => restrictTo(predictions, grouped[i]!.items));
  return {
    grouped: grouped.map(scorePredictions),
    random: random.map(scorePredictions),
    leaks: grouped.map((honest, i) => ({ model: honest.model, difference: pairedDifference(random[i]!, honest) })),
    aboveFloor: pairedDifference(grouped[1]!, grouped[0]!),
  };
}

/** What every baseline says of the test items. Baselines choose no epoch, so they learn from the validation items too. */
export async function baselinePredictions(
  { corpus, dataset, settings }: Run,
  folds: readonly ThreeWayFold[],
  label: string,
): Promise<Predictions[]> {
  const tasks = BASELINES.flatMap((model) =>
    folds.map(({ train, validation, test }) => ({
      model,
      train: [...train, ...validation].sort((a, b) => a - b),
      validation: [],
      test,
      seed: settings.seed,
      epochs: 0,
    })),
  );
  const fits = await runFits(tasks, { label, corpusHash: corpus.hash, dataset });
  return BASELINES.map((model, i) =>
    gatherPredictions(
      model,
      folds,
      fits.slice(i * folds.length, (i + 1) * folds.length),
      labelsOf(corpus),
      groupsOf(corpus),
    ),
  );
}
