import { QuadrantError } from "../../errors";
import { type ClassScores, checkLabelRange, checkScores } from "./checks";

/** Unweighted mean over classes; mean weighted by their items; or all (item, class) pairs taken for one problem. */
export type Average = "macro" | "weighted" | "micro";

/** A column for each class, 1 where the item is of it. */
export function indicatorsOf(truth: ArrayLike<number>, scores: ClassScores): ClassScores {
  checkScores(truth, scores);
  const [items, classes] = scores.shape;
  checkLabelRange(truth, classes);
  const data = new Uint8Array(items * classes);
  for (let item = 0; item < items; item++) data[item * classes + truth[item]!] = 1;
  return { data, shape: scores.shape };
}

/** One column of scores or indicators. */
function columnOf({ data, shape: [items, classes] }: ClassScores, column: number): Float64Array {
  return Float64Array.from({ length: items }, (_, item) => data[item * classes + column]!);
}

/**
 * Averages a score of two sides over classes or tags, as scikit-learn's _average_binary_score.
 *
 * @throws QuadrantError "bad-argument" when truth and scores differ in shape
 */
export function averageOverClasses(
  truth: ClassScores,
  scores: ClassScores,
  average: Average,
  measure: (truth: ArrayLike<number>, scores: ArrayLike<number>) => number,
): number {
  checkSameShape(truth, scores);
  if (average === "micro") return measure(truth.data, scores.data);
  let sum = 0;
  let total = 0;
  for (let label = 0; label < scores.shape[1]; label++) {
    const ofClass = columnOf(truth, label);
    const weight = average === "macro" ? 1 : ofClass.reduce((items, one) => items + one, 0);
    if (weight > 0) sum += weight * measure(ofClass, columnOf(scores, label));
    total += weight;
  }
  return total === 0 ? 0 : sum / total;
}

/** A curve of each class or tag against the rest, and one of all (item, class) pairs taken for one problem. */
export interface ClassCurves<Curve> {
  readonly perClass: readonly Curve[];
  /** The area under it is the micro average. */
  readonly micro: Curve;
}

/** @throws QuadrantError "bad-argument" when truth and scores differ in shape */
export function curvesOverClasses<Curve>(
  truth: ClassScores,
  scores: ClassScores,
  curve: (truth: ArrayLike<number>, scores: ArrayLike<number>) => Curve,
): ClassCurves<Curve> {
  checkSameShape(truth, scores);
  const perClass = Array.from({ length: scores.shape[1] }, (_, label) =>
    curve(columnOf(truth, label), columnOf(scores, label)),
  );
  return { perClass, micro: curve(truth.data, scores.data) };
}

/** @throws QuadrantError "bad-argument" when truth and scores differ in shape or hold nothing */
export function checkSameShape(truth: ClassScores, scores: ClassScores): void {
  const [items, tags] = truth.shape;
  if (items !== scores.shape[0] || tags !== scores.shape[1] || items * tags === 0) {
    throw new QuadrantError(
      "bad-argument",
      `truth is (${items}, ${tags}), scores are (${scores.shape.join(", ")}): the same, not empty, is needed`,
      { remedy: "Give one row an item and one column a tag, in the same order in both." },
    );
  }
}
