import { classCounts, confusionMatrix } from "./confusion-matrix";

/**
 * Agreement beyond chance of two labellings (Cohen 1960), at most 1, as scikit-learn's cohen_kappa_score. NaN where both
 * know a single label and it is the same: chance alone explains that.
 */
export function cohenKappaScore(first: ArrayLike<number>, second: ArrayLike<number>, classes: number): number {
  const counts = classCounts(confusionMatrix(first, second, classes));
  const items = first.length;
  const agreed = counts.reduce((sum, { right }) => sum + right, 0) / items;
  const byChance = counts.reduce((sum, { actual, claimed }) => sum + actual * claimed, 0) / items ** 2;
  return 1 - (1 - agreed) / (1 - byChance);
}

/**
 * Correlation of truth and prediction, -1 to 1 (Matthews 1975; for several classes Gorodkin 2004), as scikit-learn's
 * matthews_corrcoef; 0 where one of the two knows a single class.
 */
export function matthewsCorrcoef(truth: ArrayLike<number>, predicted: ArrayLike<number>, classes: number): number {
  const counts = classCounts(confusionMatrix(truth, predicted, classes));
  const sum = (value: (each: (typeof counts)[number]) => number) => counts.reduce((total, c) => total + value(c), 0);
  const items = truth.length;
  const covariance = sum(({ right }) => right) * items - sum(({ actual, claimed }) => actual * claimed);
  const ofTruth = items ** 2 - sum(({ actual }) => actual ** 2);
  const ofPredicted = items ** 2 - sum(({ claimed }) => claimed ** 2);
  return ofTruth * ofPredicted === 0 ? 0 : covariance / Math.sqrt(ofTruth * ofPredicted);
}
