import { type CriticalDifference, criticalDifference, type Interval, scoreByGroup } from "../../evaluation";
import { kept } from "../cache/kept-study";
import { CLASSIFIER_NAMES, type ClassifierName, FLOOR_NAMES } from "../fits/models";
import { runFits } from "../fits/run-fits";
import { groupsOf, labelsOf } from "../run/dataset";
import { foldsOf, randomFolds, type ThreeWayFold } from "../run/folds";
import type { Run } from "../run/run";
import {
  gatherPredictions,
  type ModelScore,
  type Predictions,
  pairedDifference,
  restrictTo,
  scorePredictions,
} from "../run/scores";

/** The models of summary statistics, the floors first. */
const BASELINES: readonly ClassifierName[] = [...FLOOR_NAMES, ...CLASSIFIER_NAMES];

/** The model that the claims are about, and what it is held against. */
const LOGISTIC = "logistic regression" as const;
const FLOOR = "majority" as const;

export interface BaselineStudy {
  /** On folds that share no group. */
  readonly grouped: readonly ModelScore[];
  /** On folds drawn at random, in which clips of one group stand on both sides: the leak. */
  readonly random: readonly ModelScore[];
  /** Accuracy on the random folds minus accuracy on the grouped ones, the same clips tested. */
  readonly leaks: readonly { readonly model: string; readonly difference: Interval }[];
  /** Accuracy of logistic regression minus accuracy of the majority, on the grouped folds. */
  readonly aboveFloor: Interval;
  /** Ranks of the models within each group (composer, song), which stand for independent sets of data. */
  readonly ranking: CriticalDifference;
  /** Logistic regression on the grouped folds, the labels that it learns from shuffled: chance, if nothing leaks. */
  readonly permuted: ModelScore;
}

/**
 * Scores every baseline twice: without the leak between clips of one group, and with it. Both are asked about the same
 * clips: with an official split, those of its test part.
 */
export const baselineStudy = kept("baselines", conduct);

async function conduct(run: Run): Promise<BaselineStudy> {
  const folds = foldsOf(run.corpus, run.settings);
  const grouped = await baselinePredictions(run, folds, { label: "baselines" });
  const drawn = await baselinePredictions(run, randomFolds(run.corpus, run.settings.seed), {
    label: "baselines, random folds",
  });
  const [permuted] = await baselinePredictions(run, folds, {
    label: "shuffled labels",
    models: [LOGISTIC],
    permuteLabels: true,
  });
  const random = drawn.map((predictions, i) => restrictTo(predictions, grouped[i]!.items));
  const of = (name: ClassifierName) => grouped.find(({ model }) => model === name)!;
  return {
    grouped: grouped.map(scorePredictions),
    random: random.map(scorePredictions),
    leaks: grouped.map((honest, i) => ({ model: honest.model, difference: pairedDifference(random[i]!, honest) })),
    aboveFloor: pairedDifference(of(LOGISTIC), of(FLOOR)),
    ranking: rankingOf(grouped),
    permuted: scorePredictions(permuted!),
  };
}

interface BaselineOptions {
  readonly label: string;
  /** All by default. */
  readonly models?: readonly ClassifierName[];
  readonly permuteLabels?: boolean;
}

/** What every baseline says of the test items. Baselines choose no epoch, so they learn from the validation items too. */
export async function baselinePredictions(
  { corpus, dataset, settings }: Run,
  folds: readonly ThreeWayFold[],
  { label, models = BASELINES, permuteLabels = false }: BaselineOptions,
): Promise<Predictions[]> {
  const tasks = models.flatMap((model) =>
    folds.map(({ train, validation, test }) => ({
      model,
      train: [...train, ...validation].sort((a, b) => a - b),
      test,
      seed: settings.seed,
      permuteLabels,
    })),
  );
  const fits = await runFits(tasks, { label, corpusHash: corpus.hash, dataset });
  return models.map((model, i) =>
    gatherPredictions(
      model,
      folds,
      fits.slice(i * folds.length, (i + 1) * folds.length),
      labelsOf(corpus),
      groupsOf(corpus),
    ),
  );
}

/** Accuracy of each model within each group; models that are right equally often share their rank. */
function rankingOf(predictions: readonly Predictions[]): CriticalDifference {
  const groups = [...new Set(predictions[0]!.groups)].sort();
  const accuracies = predictions.map(({ groups: own, truth, predicted }) => {
    const scores = scoreByGroup(own, (items) => {
      return items.filter((item) => truth[item] === predicted[item]).length / items.length;
    });
    return new Map(scores.map(({ group, score }) => [group, score]));
  });
  return criticalDifference(
    predictions.map(({ model }) => model),
    groups.map((group) => accuracies.map((ofModel) => ofModel.get(group)!)),
  );
}
