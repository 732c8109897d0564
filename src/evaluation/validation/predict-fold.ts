import type { Matrix } from "../../arrays";
import { alignColumns, type Classifier, hasProbabilities } from "../../classifiers";
import { QuadrantError } from "../../errors";
import type { Fold } from "../splits/fold";
import type { Labelled } from "./fold-data";
import { type Resampler, type TrainingRows, takeRows } from "./training-rows";

/** What a maker of classifiers may look at: the training rows of a fold, before they are resampled. */
export interface Training extends TrainingRows {
  /** Applied to these rows before they are fitted; a selection applies it inside its own folds. */
  readonly resampler: Resampler | undefined;
}

/** A classifier with a word on how it was chosen. */
export interface Chosen {
  readonly classifier: Classifier;
  /** Such as the parameters that a grid search chose. */
  readonly choice: unknown;
}

/** Makes a new classifier that was not fitted; it may choose one by the training rows. */
export type EstimatorMaker = (training: Training) => Classifier | Chosen;

/** What a classifier said of the test rows of one fold. */
export interface FoldPredictions {
  /** The items that were tested, in the order of the predictions. */
  readonly items: readonly number[];
  readonly truth: Int32Array;
  readonly predicted: Int32Array;
  /** (items, classes), a column for each label from 0; undefined for a classifier that gives none. */
  readonly probabilities: Matrix | undefined;
  /** Rows that were fitted, those that a resampler made included. */
  readonly trainingRows: number;
  readonly fitSeconds: number;
  readonly predictSeconds: number;
  /** What the maker chose, where it chose anything. */
  readonly choice: unknown;
}

/**
 * Fits a new classifier on the training rows of a fold and asks it about the test rows. Does not check the fold: see
 * {@link crossValidate}.
 */
export function predictFold(
  makeEstimator: EstimatorMaker,
  { X, y, groups }: Labelled,
  { train, test }: Fold,
  resampler?: Resampler,
): FoldPredictions {
  const training: Training = {
    X: takeRows(X, train),
    y: Int32Array.from(train, (item) => y[item]!),
    groups: train.map((item) => (groups === null ? item : groups[item]!)),
    items: train,
    resampler,
  };
  const start = performance.now();
  const made = makeEstimator(training);
  const { classifier, choice } = "classifier" in made ? made : { classifier: made, choice: undefined };
  const rows = resampler === undefined ? training : checkMade(resampler.resample(training), training);
  classifier.fit(rows.X, rows.y);
  const fitted = performance.now();
  const unseen = takeRows(X, test);
  const predicted = classifier.predict(unseen);
  const classes = maximum(y) + 1;
  const probabilities = hasProbabilities(classifier)
    ? alignColumns(classifier.predictProba(unseen), classifier.classes, classes)
    : undefined;
  return {
    items: test,
    truth: Int32Array.from(test, (item) => y[item]!),
    predicted,
    probabilities,
    trainingRows: rows.y.length,
    fitSeconds: (fitted - start) / 1000,
    predictSeconds: (performance.now() - fitted) / 1000,
    choice,
  };
}

/** A resampler of one's own may reach for rows it was not handed. */
function checkMade(made: TrainingRows, given: TrainingRows): TrainingRows {
  const known = new Set(given.items);
  const foreign = made.items.find((item) => !known.has(item));
  if (foreign !== undefined || made.items.length !== made.y.length || made.X.shape[0] !== made.y.length) {
    throw new QuadrantError(
      "bad-argument",
      foreign === undefined
        ? `the resampler made ${made.X.shape[0]} rows, ${made.y.length} labels and ${made.items.length} items`
        : `the resampler made a row of item ${foreign}, which is not among the training rows of the fold`,
      { remedy: "Make rows of the rows that resample() is handed, and say of which items they are." },
    );
  }
  return made;
}

function maximum(y: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < y.length; i++) largest = Math.max(largest, y[i]!);
  return largest;
}
