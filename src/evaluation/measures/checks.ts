import { QuadrantError } from "../../errors";

/** One score for every item and class (or tag), (items, classes), row-major; a Matrix is one. */
export interface ClassScores {
  readonly data: ArrayLike<number>;
  readonly shape: readonly [items: number, classes: number];
}

/** How far a row of probabilities may be from 1: what half precision leaves of it. */
const SUM_TOLERANCE = 1e-3;

/** @throws QuadrantError "bad-argument" when the lengths differ or there is nothing to score */
export function checkLengths(truth: ArrayLike<number>, predicted: ArrayLike<number>, what = "predictions"): void {
  if (truth.length !== predicted.length || truth.length === 0) {
    throw new QuadrantError(
      "bad-argument",
      `${truth.length} true labels against ${predicted.length} ${what}: the same number, at least 1, is needed`,
      { remedy: "Predict every item once, in the order of the true labels." },
    );
  }
}

/** @throws QuadrantError "bad-argument" that names the first value that is NaN or infinite */
export function checkFinite(name: string, values: ArrayLike<number>): void {
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) {
      throw new QuadrantError("bad-argument", `${name} hold ${values[i]} at ${i}`, {
        remedy: "Only finite numbers can be scored: leave the item out of truth and predictions alike, and say so.",
      });
    }
  }
}

/** @throws QuadrantError "bad-argument" that names the first label that is none of 0 to classes - 1 */
export function checkLabelRange(labels: ArrayLike<number>, classes: number): void {
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i]!;
    if (!Number.isInteger(label) || label < 0 || label >= classes) {
      throw new QuadrantError("bad-argument", `label ${label} at ${i} is not one of 0 to ${classes - 1}`, {
        remedy: "Number the classes from 0, or say that there are more of them.",
      });
    }
  }
}

/** @throws QuadrantError "bad-argument" when the rows are not as many as the labels, or a score is not finite */
export function checkScores(truth: ArrayLike<number>, { data, shape: [items, classes] }: ClassScores): void {
  if (data.length !== items * classes) {
    throw new QuadrantError("bad-argument", `shape (${items}, ${classes}) does not hold ${data.length} scores`, {
      remedy: "Give (items, classes) as the shape, row by row.",
    });
  }
  checkLengths(truth, { length: items }, "rows of scores");
  checkFinite("the scores", data);
}

/**
 * Probabilities as (items, classes): those of class 1 alone get a column for class 0 beside them.
 *
 * @throws QuadrantError "bad-argument" for values outside 0 to 1, rows that do not sum to 1, and unknown labels
 */
export function asProbabilities(truth: ArrayLike<number>, given: ClassScores | ArrayLike<number>): ClassScores {
  const probabilities = "shape" in given ? given : bothClasses(given);
  checkScores(truth, probabilities);
  const { data, shape } = probabilities;
  const [items, classes] = shape;
  checkLabelRange(truth, classes);
  for (let item = 0; item < items; item++) {
    let sum = 0;
    for (let at = item * classes; at < (item + 1) * classes; at++) {
      const value = data[at]!;
      if (value < 0 || value > 1) {
        throw new QuadrantError("bad-argument", `${value} of item ${item} is no probability`, {
          remedy: "Give values from 0 to 1: softmax or predictProba, not scores.",
        });
      }
      sum += value;
    }
    if (Math.abs(sum - 1) > SUM_TOLERANCE) {
      throw new QuadrantError("bad-argument", `the probabilities of item ${item} sum to ${sum}, not to 1`, {
        remedy: "Divide each row by its sum, or score it as multi-label.",
      });
    }
  }
  return probabilities;
}

function bothClasses(ofOne: ArrayLike<number>): ClassScores {
  const data = new Float64Array(2 * ofOne.length);
  for (let i = 0; i < ofOne.length; i++) {
    data[2 * i] = 1 - ofOne[i]!;
    data[2 * i + 1] = ofOne[i]!;
  }
  return { data, shape: [ofOne.length, 2] };
}
