import { QuadrantError } from "../errors";

/** Counts of (true class, predicted class), row-major, `classes` x `classes`, as scikit-learn's confusion_matrix. */
export interface ConfusionMatrix {
  readonly counts: Float64Array;
  readonly classes: number;
}

/**
 * Share of predictions that are right, 0 to 1, as scikit-learn's accuracy_score.
 *
 * @throws QuadrantError "bad-argument" when the lengths differ or nothing was predicted
 */
export function accuracyScore(truth: ArrayLike<number>, predicted: ArrayLike<number>): number {
  checkLengths(truth, predicted);
  let right = 0;
  for (let i = 0; i < truth.length; i++) if (truth[i] === predicted[i]) right++;
  return right / truth.length;
}

/**
 * Counts every pair of true and predicted class.
 *
 * @param classes how many classes there are; labels are 0 to classes - 1
 * @throws QuadrantError "bad-argument" when the lengths differ or a label lies outside its range
 */
export function confusionMatrix(
  truth: ArrayLike<number>,
  predicted: ArrayLike<number>,
  classes: number,
): ConfusionMatrix {
  checkLengths(truth, predicted);
  const counts = new Float64Array(classes * classes);
  for (let i = 0; i < truth.length; i++) {
    const row = truth[i]!;
    const column = predicted[i]!;
    for (const label of [row, column]) {
      if (!Number.isInteger(label) || label < 0 || label >= classes) {
        throw new QuadrantError("bad-argument", `label ${label} at ${i} is not one of 0 to ${classes - 1}`);
      }
    }
    counts[row * classes + column]!++;
  }
  return { counts, classes };
}

/**
 * Unweighted mean over classes of F1, 0 to 1, as scikit-learn's f1_score(average="macro", zero_division=0):
 * the mean runs over the classes that occur in the truth or in the predictions.
 */
export function macroF1Score(truth: ArrayLike<number>, predicted: ArrayLike<number>, classes: number): number {
  return macroF1Of(confusionMatrix(truth, predicted, classes));
}

/** {@link macroF1Score} of counts that are there already. */
export function macroF1Of({ counts, classes }: ConfusionMatrix): number {
  let sum = 0;
  let present = 0;
  for (let label = 0; label < classes; label++) {
    let actual = 0;
    let claimed = 0;
    for (let other = 0; other < classes; other++) {
      actual += counts[label * classes + other]!;
      claimed += counts[other * classes + label]!;
    }
    if (actual + claimed === 0) continue;
    present++;
    sum += (2 * counts[label * classes + label]!) / (actual + claimed);
  }
  return sum / present;
}

function checkLengths(truth: ArrayLike<number>, predicted: ArrayLike<number>): void {
  if (truth.length !== predicted.length || truth.length === 0) {
    throw new QuadrantError(
      "bad-argument",
      `${truth.length} true labels against ${predicted.length} predictions: the same number, at least 1, is needed`,
    );
  }
}
