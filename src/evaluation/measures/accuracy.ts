import { checkFinite, checkLengths } from "./checks";
import { classCounts, confusionMatrix } from "./confusion-matrix";

/**
 * Share of predictions that are right, 0 to 1, as scikit-learn's accuracy_score.
 *
 * @throws QuadrantError "bad-argument" when the lengths differ, nothing was predicted, or a label is not finite
 */
export function accuracyScore(truth: ArrayLike<number>, predicted: ArrayLike<number>): number {
  checkLengths(truth, predicted);
  checkFinite("the true values", truth);
  checkFinite("the predictions", predicted);
  let right = 0;
  for (let i = 0; i < truth.length; i++) if (truth[i] === predicted[i]) right++;
  return right / truth.length;
}

/**
 * Unweighted mean of the recall of the classes that occur in the truth, 0 to 1, as scikit-learn's
 * balanced_accuracy_score: always guessing one of k classes earns 1 / k, however the classes are distributed.
 */
export function balancedAccuracyScore(truth: ArrayLike<number>, predicted: ArrayLike<number>, classes: number): number {
  const present = classCounts(confusionMatrix(truth, predicted, classes)).filter(({ actual }) => actual > 0);
  return present.reduce((sum, { actual, right }) => sum + right / actual, 0) / present.length;
}
