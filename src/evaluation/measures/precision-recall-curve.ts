import type { ClassScores } from "./checks";
import { type Average, averageOverClasses, type ClassCurves, curvesOverClasses, indicatorsOf } from "./one-vs-rest";
import { rankByScore } from "./ranking";

/** Points of a precision-recall curve, recall falling; the last is precision 1 at recall 0 and has no threshold. */
export interface PrecisionRecallCurve {
  readonly precision: Float64Array;
  readonly recall: Float64Array;
  /** Rising, one fewer than points. */
  readonly thresholds: Float64Array;
}

/**
 * Precision and recall of one class at every threshold, as scikit-learn's precision_recall_curve. Where no item is of the
 * class recall is 1 throughout.
 *
 * @param truth 1 for items of the class, else 0
 * @param scores the higher, the likelier
 */
export function precisionRecallCurve(truth: ArrayLike<number>, scores: ArrayLike<number>): PrecisionRecallCurve {
  const { thresholds, truePositives, falsePositives } = rankByScore(truth, scores);
  const positives = truePositives.at(-1)!;
  const precision = truePositives.map((right, i) => right / (right + falsePositives[i]!)).reverse();
  const recall = truePositives.map((right) => (positives === 0 ? 1 : right / positives)).reverse();
  return {
    precision: Float64Array.from([...precision, 1]),
    recall: Float64Array.from([...recall, 0]),
    thresholds: Float64Array.from(thresholds).reverse(),
  };
}

/** Precision-recall curves of each class against the rest. @param truth labels 0 to classes - 1 */
export function multiclassPrecisionRecallCurves(
  truth: ArrayLike<number>,
  scores: ClassScores,
): ClassCurves<PrecisionRecallCurve> {
  return curvesOverClasses(indicatorsOf(truth, scores), scores, precisionRecallCurve);
}

/** Precision-recall curves of each tag. @param truth (items, tags), 0 or 1 */
export function multilabelPrecisionRecallCurves(
  truth: ClassScores,
  scores: ClassScores,
): ClassCurves<PrecisionRecallCurve> {
  return curvesOverClasses(truth, scores, precisionRecallCurve);
}

/**
 * Mean precision over the recall gained at each threshold, 0 to 1, as scikit-learn's average_precision_score: a sum of
 * rectangles, since joining the points by lines flatters. 0 where no item is of the class.
 */
export function averagePrecisionScore(truth: ArrayLike<number>, scores: ArrayLike<number>): number {
  const { precision, recall } = precisionRecallCurve(truth, scores);
  let area = 0;
  for (let i = 0; i + 1 < recall.length; i++) area += (recall[i]! - recall[i + 1]!) * precision[i]!;
  return Math.max(0, area);
}

/** Average precision of each class against the rest, averaged. @param truth labels 0 to classes - 1 */
export function multiclassAveragePrecision(
  truth: ArrayLike<number>,
  scores: ClassScores,
  average: Average = "macro",
): number {
  return averageOverClasses(indicatorsOf(truth, scores), scores, average, averagePrecisionScore);
}

/** Average precision of each tag, averaged. @param truth (items, tags), 0 or 1 */
export function multilabelAveragePrecision(
  truth: ClassScores,
  scores: ClassScores,
  average: Average = "macro",
): number {
  return averageOverClasses(truth, scores, average, averagePrecisionScore);
}
