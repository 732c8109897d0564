import type { Matrix } from "../../arrays";
import { QuadrantError } from "../../errors";
import { accuracyScore, balancedAccuracyScore } from "../measures/accuracy";
import { macroF1Score } from "../measures/f-score";
import type { Fold, Groups } from "../splits/fold";
import { checkFolds, checkLabelled } from "./fold-data";
import { type EstimatorMaker, type FoldPredictions, predictFold } from "./predict-fold";
import type { Resampler } from "./training-rows";

/** Computes a score, the higher the better, from what was predicted of one fold's test rows. */
export type Scorer = (fold: FoldPredictions) => number;

export interface CrossValidationOptions {
  /** The group of each item, which no fold may split. It must be said: null means that the items are independent. */
  readonly groups: Groups | null;
  /** Oversamples or augments the training rows of each fold. */
  readonly resampler?: Resampler | undefined;
}

/** Scores of every fold, and all that was predicted. */
export interface CrossValidation<Name extends string> {
  /** One score a fold, in the order of the folds. */
  readonly scores: Readonly<Record<Name, readonly number[]>>;
  readonly folds: readonly FoldPredictions[];
}

/** What {@link crossValidate} computes unless told otherwise. */
export const DEFAULT_SCORING = {
  accuracy: ({ truth, predicted }: FoldPredictions) => accuracyScore(truth, predicted),
  balancedAccuracy: ({ truth, predicted }: FoldPredictions) =>
    balancedAccuracyScore(truth, predicted, countOf(truth, predicted)),
  macroF1: ({ truth, predicted }: FoldPredictions) => macroF1Score(truth, predicted, countOf(truth, predicted)),
} as const;

/**
 * Fits a new classifier in every fold and scores it on rows it has not seen, as scikit-learn's cross_validate. Whatever is
 * learnt from data belongs into what `makeEstimator` makes (a pipeline) or into the resampler: both see training rows
 * only. X must hold plain features, not scaled or selected ones.
 *
 * @param makeEstimator makes a classifier that was not fitted, or chooses one: see {@link gridSearch}
 * @throws QuadrantError "bad-argument" for values that are not finite, and for folds that split a group, share an item, are
 *   empty, or test a class that they do not train on
 * @example
 * const make = () => makePipeline(new StandardScaler(), new LogisticRegression());
 * crossValidate(make, X, y, stratifiedGroupKFold(y, groups), { groups }).scores.accuracy;
 */
export function crossValidate(
  makeEstimator: EstimatorMaker,
  X: Matrix,
  y: ArrayLike<number>,
  folds: readonly Fold[],
  options: CrossValidationOptions,
): CrossValidation<keyof typeof DEFAULT_SCORING>;
export function crossValidate<Name extends string>(
  makeEstimator: EstimatorMaker,
  X: Matrix,
  y: ArrayLike<number>,
  folds: readonly Fold[],
  options: CrossValidationOptions & { readonly scoring: Readonly<Record<Name, Scorer>> },
): CrossValidation<Name>;
export function crossValidate(
  makeEstimator: EstimatorMaker,
  X: Matrix,
  y: ArrayLike<number>,
  folds: readonly Fold[],
  {
    groups,
    resampler,
    scoring = DEFAULT_SCORING,
  }: CrossValidationOptions & { readonly scoring?: Readonly<Record<string, Scorer>> },
): CrossValidation<string> {
  const labelled = { X, y, groups };
  checkLabelled(labelled);
  checkFolds(folds, labelled);
  const predictions = folds.map((fold) => predictFold(makeEstimator, labelled, fold, resampler));
  const scores = Object.entries(scoring).map(([name, score]) => [name, predictions.map(score)] as const);
  return { scores: Object.fromEntries(scores), folds: predictions };
}

/** What was predicted of every item while it was in the test rows. */
export interface OutOfFold {
  /** In the order of the items. */
  readonly predicted: Int32Array;
  /** (items, classes); undefined for a classifier that gives none. */
  readonly probabilities: Matrix | undefined;
  readonly folds: readonly FoldPredictions[];
}

/**
 * Predicts every item by the classifier that has not seen it, as scikit-learn's cross_val_predict.
 *
 * @throws QuadrantError "bad-argument" where {@link crossValidate} does, and when the folds do not test every item once
 */
export function crossValPredict(
  makeEstimator: EstimatorMaker,
  X: Matrix,
  y: ArrayLike<number>,
  folds: readonly Fold[],
  options: CrossValidationOptions,
): OutOfFold {
  const tested = folds.flatMap(({ test }) => test);
  if (tested.length !== y.length || new Set(tested).size !== y.length) {
    throw new QuadrantError(
      "bad-argument",
      `the folds test ${tested.length} times, not each of ${y.length} items once`,
      {
        remedy: "Use k folds; for hold-outs and repeated folds use crossValidate.",
      },
    );
  }
  const { folds: predictions } = crossValidate(makeEstimator, X, y, folds, { ...options, scoring: {} });
  const predicted = new Int32Array(y.length);
  const width = predictions[0]!.probabilities?.shape[1];
  const probabilities = width === undefined ? undefined : new Float32Array(y.length * width);
  for (const { items, predicted: labels, probabilities: rows } of predictions) {
    items.forEach((item, row) => {
      predicted[item] = labels[row]!;
      if (width !== undefined) probabilities!.set(rows!.data.subarray(row * width, (row + 1) * width), item * width);
    });
  }
  return {
    predicted,
    probabilities: width === undefined ? undefined : { data: probabilities!, shape: [y.length, width] },
    folds: predictions,
  };
}

function countOf(truth: Int32Array, predicted: Int32Array): number {
  return (
    1 +
    Math.max(
      truth.reduce((a, b) => Math.max(a, b), 0),
      predicted.reduce((a, b) => Math.max(a, b), 0),
    )
  );
}
