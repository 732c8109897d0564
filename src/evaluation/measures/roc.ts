import type { ClassScores } from "./checks";
import { type Average, averageOverClasses, type ClassCurves, curvesOverClasses, indicatorsOf } from "./one-vs-rest";
import { rankByScore } from "./ranking";

/** Points of a ROC curve, from (0, 0) to (1, 1). */
export interface RocCurve {
  /** Share of the other items at or above the threshold; NaN where there are none. */
  readonly falsePositiveRate: Float64Array;
  /** Share of the items of the class at or above the threshold; NaN where there are none. */
  readonly truePositiveRate: Float64Array;
  /** Falling; the first is infinite. */
  readonly thresholds: Float64Array;
}

/**
 * The ROC curve of one class against the rest, as scikit-learn's roc_curve; points on a straight line between their
 * neighbours are left out.
 *
 * @param truth 1 for items of the class, else 0
 * @param scores the higher, the likelier
 */
export function rocCurve(truth: ArrayLike<number>, scores: ArrayLike<number>): RocCurve {
  const { thresholds, truePositives, falsePositives } = rankByScore(truth, scores);
  const bends = (counts: Float64Array, i: number) => counts[i + 1]! - counts[i]! !== counts[i]! - counts[i - 1]!;
  const last = thresholds.length - 1;
  const kept = Array.from(thresholds, (_, i) => i).filter(
    (i) => i === 0 || i === last || bends(truePositives, i) || bends(falsePositives, i),
  );
  // Where there are none, 0 / 0 is the NaN that is promised.
  const rate = (counts: Float64Array) =>
    Float64Array.from([0, ...kept.map((i) => counts[i]!)], (count) => count / counts[last]!);
  return {
    falsePositiveRate: rate(falsePositives),
    truePositiveRate: rate(truePositives),
    thresholds: Float64Array.from([Number.POSITIVE_INFINITY, ...kept.map((i) => thresholds[i]!)]),
  };
}

/** ROC curves of each class against the rest. @param truth labels 0 to classes - 1 */
export function multiclassRocCurves(truth: ArrayLike<number>, scores: ClassScores): ClassCurves<RocCurve> {
  return curvesOverClasses(indicatorsOf(truth, scores), scores, rocCurve);
}

/** ROC curves of each tag. @param truth (items, tags), 0 or 1 */
export function multilabelRocCurves(truth: ClassScores, scores: ClassScores): ClassCurves<RocCurve> {
  return curvesOverClasses(truth, scores, rocCurve);
}

/**
 * Area under the ROC curve of one class, 0 to 1: the share of pairs (one item of the class, one other) that the scores put
 * in the right order, ties counted as half. As scikit-learn's roc_auc_score; NaN where the truth knows one side only.
 */
export function rocAucScore(truth: ArrayLike<number>, scores: ArrayLike<number>): number {
  const { falsePositiveRate: x, truePositiveRate: y } = rocCurve(truth, scores);
  let area = 0;
  for (let i = 1; i < x.length; i++) area += ((x[i]! - x[i - 1]!) * (y[i]! + y[i - 1]!)) / 2;
  return area;
}

/**
 * Area of each class against the rest, averaged, as scikit-learn's roc_auc_score(multi_class="ovr", labels=range(k)). A
 * class that does not occur makes the macro average NaN; the weighted one leaves it out.
 *
 * @param truth labels 0 to classes - 1
 */
export function multiclassRocAuc(truth: ArrayLike<number>, scores: ClassScores, average: Average = "macro"): number {
  return averageOverClasses(indicatorsOf(truth, scores), scores, average, rocAucScore);
}

/** Area of each tag, averaged, as scikit-learn's roc_auc_score on indicators. @param truth (items, tags), 0 or 1 */
export function multilabelRocAuc(truth: ClassScores, scores: ClassScores, average: Average = "macro"): number {
  return averageOverClasses(truth, scores, average, rocAucScore);
}
