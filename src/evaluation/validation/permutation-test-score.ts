import type { Matrix } from "../../arrays";
import type { Fold } from "../splits/fold";
import { type PermutationOptions, type PermutationResult, permuteLabels } from "../uncertainty/permutation-test";
import { type CrossValidationOptions, DEFAULT_SCORING, type Scorer } from "./cross-validate";
import { checkFolds, checkLabelled } from "./fold-data";
import { type EstimatorMaker, predictFold } from "./predict-fold";

/**
 * Whether a protocol finds anything where there is nothing (Ojala and Garriga 2010): fits and scores it on labels in random
 * order again and again. Scores far from chance there are a leak. As scikit-learn's permutation_test_score without groups;
 * labels change places across groups, the folds stay.
 *
 * @returns the mean score over folds for the labels as they are and for each order
 * @throws QuadrantError "bad-argument" where {@link crossValidate} does
 */
export function permutationTestScore(
  makeEstimator: EstimatorMaker,
  X: Matrix,
  y: ArrayLike<number>,
  folds: readonly Fold[],
  {
    groups,
    resampler,
    score = DEFAULT_SCORING.accuracy,
    nPermutations = 100,
    randomState = 0,
  }: CrossValidationOptions & PermutationOptions & { readonly score?: Scorer },
): PermutationResult {
  const labelled = { X, y, groups };
  checkLabelled(labelled);
  checkFolds(folds, labelled);
  return permuteLabels(
    y,
    undefined,
    (labels) => {
      const scores = folds.map((fold) => score(predictFold(makeEstimator, { X, y: labels, groups }, fold, resampler)));
      return scores.reduce((sum, value) => sum + value, 0) / scores.length;
    },
    { nPermutations, randomState },
  );
}
