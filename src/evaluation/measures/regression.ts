import { QuadrantError } from "../../errors";
import { checkFinite, checkLengths } from "./checks";

/** Means, variances and covariance with N in the denominator. */
interface Moments {
  readonly meanTruth: number;
  readonly meanPredicted: number;
  readonly varianceTruth: number;
  readonly variancePredicted: number;
  readonly covariance: number;
}

/**
 * Share of the variance that is explained, at most 1, below 0 for worse than the mean, as scikit-learn's r2_score. Of a
 * constant truth 1 if it is met exactly, else 0.
 *
 * @throws QuadrantError "bad-argument" for fewer than 2 items, different lengths, and values that are not finite
 */
export function r2Score(truth: ArrayLike<number>, predicted: ArrayLike<number>): number {
  checkPairs(truth, predicted, 2);
  const total = momentsOf(truth, predicted).varianceTruth;
  const residual = meanSquare(truth, predicted);
  if (total === 0) return residual === 0 ? 1 : 0;
  return 1 - residual / total;
}

/** Root of the mean squared error, in the unit of the truth, as scikit-learn's root_mean_squared_error. */
export function rootMeanSquaredError(truth: ArrayLike<number>, predicted: ArrayLike<number>): number {
  checkPairs(truth, predicted);
  return Math.sqrt(meanSquare(truth, predicted));
}

/** Mean of the absolute errors, in the unit of the truth, as scikit-learn's mean_absolute_error. */
export function meanAbsoluteError(truth: ArrayLike<number>, predicted: ArrayLike<number>): number {
  checkPairs(truth, predicted);
  let sum = 0;
  for (let i = 0; i < truth.length; i++) sum += Math.abs(truth[i]! - predicted[i]!);
  return sum / truth.length;
}

/** Pearson's correlation, -1 to 1, as scipy.stats.pearsonr; NaN where one side is constant. It forgives offset and scale. */
export function pearsonCorrelation(truth: ArrayLike<number>, predicted: ArrayLike<number>): number {
  checkPairs(truth, predicted, 2);
  const { varianceTruth, variancePredicted, covariance } = momentsOf(truth, predicted);
  const r = covariance / (Math.sqrt(varianceTruth) * Math.sqrt(variancePredicted));
  return Math.min(1, Math.max(-1, r));
}

/**
 * Concordance correlation coefficient, -1 to 1 (Lin 1989, with N in the denominators): Pearson's correlation times what
 * offset and scale cost. The measure of valence and arousal. NaN where both sides are the same constant.
 */
export function concordanceCorrelation(truth: ArrayLike<number>, predicted: ArrayLike<number>): number {
  checkPairs(truth, predicted, 2);
  const { meanTruth, meanPredicted, varianceTruth, variancePredicted, covariance } = momentsOf(truth, predicted);
  return (2 * covariance) / (varianceTruth + variancePredicted + (meanTruth - meanPredicted) ** 2);
}

function momentsOf(truth: ArrayLike<number>, predicted: ArrayLike<number>): Moments {
  const items = truth.length;
  // Taken from the first value, the mean of a constant is that constant, and its variance exactly 0.
  let [meanTruth, meanPredicted] = [truth[0]!, predicted[0]!];
  for (let i = 0; i < items; i++) {
    meanTruth += (truth[i]! - truth[0]!) / items;
    meanPredicted += (predicted[i]! - predicted[0]!) / items;
  }
  let [varianceTruth, variancePredicted, covariance] = [0, 0, 0];
  for (let i = 0; i < items; i++) {
    const [x, y] = [truth[i]! - meanTruth, predicted[i]! - meanPredicted];
    varianceTruth += (x * x) / items;
    variancePredicted += (y * y) / items;
    covariance += (x * y) / items;
  }
  return { meanTruth, meanPredicted, varianceTruth, variancePredicted, covariance };
}

function meanSquare(truth: ArrayLike<number>, predicted: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < truth.length; i++) sum += (truth[i]! - predicted[i]!) ** 2;
  return sum / truth.length;
}

function checkPairs(truth: ArrayLike<number>, predicted: ArrayLike<number>, least = 1): void {
  checkLengths(truth, predicted);
  if (truth.length < least) {
    throw new QuadrantError("bad-argument", `${truth.length} item: at least ${least} are needed`, {
      remedy: "A correlation needs something to vary: score more items.",
    });
  }
  checkFinite("the true values", truth);
  checkFinite("the predictions", predicted);
}
