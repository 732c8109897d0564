import { type ClassScores, checkLabelRange } from "./checks";
import { type FScores, fScoresOf } from "./f-score";
import { checkSameShape } from "./one-vs-rest";

/** How well sets of tags are told. */
export interface MultilabelScores {
  /** Per tag, and averaged over all tags (macro, weighted, micro). */
  readonly f: FScores;
  /** Share of items whose tags are all right, as scikit-learn's accuracy_score on indicators. */
  readonly subsetAccuracy: number;
  /** Share of (item, tag) pairs that are wrong, as scikit-learn's hamming_loss. */
  readonly hammingLoss: number;
}

/**
 * Scores decided tags against true ones.
 *
 * @param truth (items, tags), 0 or 1
 * @param predicted (items, tags), 0 or 1: decide first, with thresholds that were not chosen on these items
 * @throws QuadrantError "bad-argument" when the shapes differ or a value is neither 0 nor 1
 */
export function multilabelScores(truth: ClassScores, predicted: ClassScores): MultilabelScores {
  checkSameShape(truth, predicted);
  checkLabelRange(truth.data, 2);
  checkLabelRange(predicted.data, 2);
  const [items, tags] = truth.shape;
  const counts = Array.from({ length: tags }, () => ({ actual: 0, claimed: 0, right: 0 }));
  let wrong = 0;
  let whole = 0;
  for (let item = 0; item < items; item++) {
    let wrongHere = 0;
    counts.forEach((count, tag) => {
      const actual = truth.data[item * tags + tag]!;
      const claimed = predicted.data[item * tags + tag]!;
      count.actual += actual;
      count.claimed += claimed;
      count.right += actual * claimed;
      if (actual !== claimed) wrongHere++;
    });
    wrong += wrongHere;
    if (wrongHere === 0) whole++;
  }
  return { f: fScoresOf(counts), subsetAccuracy: whole / items, hammingLoss: wrong / (items * tags) };
}
