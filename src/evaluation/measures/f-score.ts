import { type ClassCounts, type ConfusionMatrix, classCounts, confusionMatrix } from "./confusion-matrix";

/** Precision, recall and their harmonic mean, each 0 to 1; 0 where the denominator is (zero_division=0). */
export interface PrecisionRecall {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/** How well one class is told. */
export interface ClassReport extends PrecisionRecall {
  /** Items of this class. */
  readonly support: number;
}

/** scikit-learn's precision_recall_fscore_support for each class and for the averages that scikit-learn knows. */
export interface FScores {
  /** One for each class, also for those that do not occur. */
  readonly perClass: readonly ClassReport[];
  /** Unweighted mean over the classes that occur in the truth or in the predictions. */
  readonly macro: PrecisionRecall;
  /** Mean over classes, weighted by their items. */
  readonly weighted: PrecisionRecall;
  /** Of the sums over classes. For one label an item all three are the accuracy. */
  readonly micro: PrecisionRecall;
}

/**
 * Precision, recall and F1, class by class and averaged.
 *
 * @param classes how many classes there are; labels are 0 to classes - 1
 * @throws QuadrantError "bad-argument" when the lengths differ or a label lies outside its range
 */
export function precisionRecallFscore(
  truth: ArrayLike<number>,
  predicted: ArrayLike<number>,
  classes: number,
): FScores {
  const counts = classCounts(confusionMatrix(truth, predicted, classes));
  const occurring = counts.filter(({ actual, claimed }) => actual + claimed > 0);
  return { ...fScoresOf(counts), macro: meanOf(occurring, () => 1) };
}

/** The scores of counts per class or per tag; here the macro average runs over all of them. */
export function fScoresOf(counts: readonly ClassCounts[]): FScores {
  const sums = { actual: 0, claimed: 0, right: 0 };
  for (const { actual, claimed, right } of counts) {
    sums.actual += actual;
    sums.claimed += claimed;
    sums.right += right;
  }
  return {
    perClass: counts.map((each) => ({ ...ofCounts(each), support: each.actual })),
    macro: meanOf(counts, () => 1),
    weighted: meanOf(counts, ({ actual }) => actual),
    micro: ofCounts(sums),
  };
}

/**
 * Unweighted mean over classes of F1, 0 to 1, as scikit-learn's f1_score(average="macro", zero_division=0):
 * the mean runs over the classes that occur in the truth or in the predictions.
 */
export function macroF1Score(truth: ArrayLike<number>, predicted: ArrayLike<number>, classes: number): number {
  return macroF1Of(confusionMatrix(truth, predicted, classes));
}

/** {@link macroF1Score} of counts that are there already. */
export function macroF1Of(confusion: ConfusionMatrix): number {
  const occurring = classCounts(confusion).filter(({ actual, claimed }) => actual + claimed > 0);
  return meanOf(occurring, () => 1).f1;
}

function ofCounts({ actual, claimed, right }: ClassCounts): PrecisionRecall {
  return {
    precision: claimed === 0 ? 0 : right / claimed,
    recall: actual === 0 ? 0 : right / actual,
    f1: actual + claimed === 0 ? 0 : (2 * right) / (actual + claimed),
  };
}

function meanOf(counts: readonly ClassCounts[], weight: (each: ClassCounts) => number): PrecisionRecall {
  const total = counts.reduce((sum, each) => sum + weight(each), 0);
  const mean = (score: (scores: PrecisionRecall) => number) =>
    total === 0 ? 0 : counts.reduce((sum, each) => sum + weight(each) * score(ofCounts(each)), 0) / total;
  return {
    precision: mean(({ precision }) => precision),
    recall: mean(({ recall }) => recall),
    f1: mean(({ f1 }) => f1),
  };
}
