import { checkFinite, checkLabelRange, checkLengths } from "./checks";

/** How many items at or above each distinct score, from the highest down, are of the class and are not. */
interface Ranking {
  readonly thresholds: Float64Array;
  readonly truePositives: Float64Array;
  readonly falsePositives: Float64Array;
}

/**
 * Counts along falling thresholds, tied scores together: what both the ROC and the precision-recall curve are made of.
 *
 * @param truth 1 for items of the class, else 0
 * @throws QuadrantError "bad-argument" when the lengths differ, a label is neither, or a score is not finite
 */
export function rankByScore(truth: ArrayLike<number>, scores: ArrayLike<number>): Ranking {
  checkLengths(truth, scores, "scores");
  checkLabelRange(truth, 2);
  checkFinite("the scores", scores);
  const order = Uint32Array.from({ length: truth.length }, (_, item) => item);
  order.sort((a, b) => scores[b]! - scores[a]!);
  const thresholds: number[] = [];
  const truePositives: number[] = [];
  const falsePositives: number[] = [];
  let positives = 0;
  order.forEach((item, rank) => {
    positives += truth[item]!;
    const next = order[rank + 1];
    if (next !== undefined && scores[next] === scores[item]) return;
    thresholds.push(scores[item]!);
    truePositives.push(positives);
    falsePositives.push(rank + 1 - positives);
  });
  return {
    thresholds: Float64Array.from(thresholds),
    truePositives: Float64Array.from(truePositives),
    falsePositives: Float64Array.from(falsePositives),
  };
}
