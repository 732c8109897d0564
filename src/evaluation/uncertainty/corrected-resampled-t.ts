import { QuadrantError } from "../../errors";
import { checkFinite } from "../measures/checks";
import { studentCritical, studentTwoSided } from "./distributions";
import type { Interval } from "./interval";

/** Student's t of a mean over folds. */
export interface ResampledT {
  readonly t: number;
  /** Degrees of freedom: folds - 1. */
  readonly degrees: number;
  /** Two-sided. */
  readonly pValue: number;
  /** Of the mean difference. */
  readonly interval: Interval;
}

/**
 * The corrected resampled t-test of Nadeau and Bengio (2003; for repeated k-fold Bouckaert and Frank 2004). Training rows
 * of different folds overlap, so their scores agree more than independent ones would: the variance counts as
 * (1 / folds + test / train) times the spread instead of 1 / folds.
 *
 * @param differences score of one model minus score of the other, one for each fold
 * @param sizes items (or their mean over folds) to train and to test on
 * @throws QuadrantError "bad-argument" for fewer than 2 folds, sizes or a level that are none, and values that are not finite
 */
export function correctedResampledT(
  differences: ArrayLike<number>,
  { train, test }: { readonly train: number; readonly test: number },
  confidenceLevel = 0.95,
): ResampledT {
  const folds = differences.length;
  if (folds < 2 || !(train > 0) || !(test > 0)) {
    throw new QuadrantError(
      "bad-argument",
      `${folds} folds of ${train} items to train and ${test} to test on: at least 2 folds, and sizes above 0`,
      { remedy: "Give one difference a fold, and how many items each fold trained and tested on." },
    );
  }
  if (!(confidenceLevel > 0 && confidenceLevel < 1)) {
    throw new QuadrantError("bad-argument", `confidenceLevel = ${confidenceLevel}: a share between 0 and 1 is needed`, {
      remedy: "Say 0.95 for 95 %.",
    });
  }
  checkFinite("the differences", differences);
  let mean = 0;
  for (let fold = 0; fold < folds; fold++) mean += differences[fold]! / folds;
  let squares = 0;
  for (let fold = 0; fold < folds; fold++) squares += (differences[fold]! - mean) ** 2;
  const degrees = folds - 1;
  const error = Math.sqrt((1 / folds + test / train) * (squares / degrees));
  // Models that never differ have no t; there is nothing to tell them apart by.
  const t = error === 0 && mean === 0 ? 0 : mean / error;
  const half = error === 0 ? 0 : studentCritical(1 - confidenceLevel, degrees) * error;
  return {
    t,
    degrees,
    pValue: studentTwoSided(t, degrees),
    interval: { estimate: mean, low: mean - half, high: mean + half, level: confidenceLevel },
  };
}
