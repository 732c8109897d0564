import { checkLabelRange, checkLengths } from "./checks";

/** Counts of (true class, predicted class), row-major, `classes` x `classes`, as scikit-learn's confusion_matrix. */
export interface ConfusionMatrix {
  readonly counts: Float64Array;
  readonly classes: number;
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
  checkLabelRange(truth, classes);
  checkLabelRange(predicted, classes);
  const counts = new Float64Array(classes * classes);
  for (let i = 0; i < truth.length; i++) counts[truth[i]! * classes + predicted[i]!]!++;
  return { counts, classes };
}

/** What a confusion matrix says of one class: items of it, items called it, and items rightly called it. */
export interface ClassCounts {
  readonly actual: number;
  readonly claimed: number;
  readonly right: number;
}

/** The counts of every class, in order. */
export function classCounts({ counts, classes }: ConfusionMatrix): ClassCounts[] {
  return Array.from({ length: classes }, (_, label) => {
    let actual = 0;
    let claimed = 0;
    for (let other = 0; other < classes; other++) {
      actual += counts[label * classes + other]!;
      claimed += counts[other * classes + label]!;
    }
    return { actual, claimed, right: counts[label * classes + label]! };
  });
}
