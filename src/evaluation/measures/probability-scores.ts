import { asProbabilities, type ClassScores } from "./checks";

/** Machine epsilon of float32; JavaScript has that of float64. */
const FLOAT32_EPSILON = 2 ** -23;

/**
 * Mean of -log(probability of the true class), in nats, as scikit-learn's log_loss(labels=range(classes)). Probabilities
 * are kept away from 0 and 1 by the machine epsilon of their type, so that one certain error costs 36 nats (16 in
 * float32), not infinity.
 *
 * @param probabilities (items, classes), or those of class 1 for two classes
 * @throws QuadrantError "bad-argument" for values that are no probabilities, and labels that have no column
 */
export function logLoss(truth: ArrayLike<number>, probabilities: ClassScores | ArrayLike<number>): number {
  const { data, shape } = asProbabilities(truth, probabilities);
  const epsilon = data instanceof Float32Array ? FLOAT32_EPSILON : Number.EPSILON;
  let sum = 0;
  for (let item = 0; item < truth.length; item++) {
    const given = data[item * shape[1] + truth[item]!]!;
    sum -= Math.log(Math.min(1 - epsilon, Math.max(epsilon, given)));
  }
  return sum / truth.length;
}

/**
 * Mean squared distance from the probabilities to the truth (Brier 1950), as scikit-learn's brier_score_loss: 0 is
 * perfect; halved for two classes, so that it is (p - outcome)^2 and at most 1; at most 2 for more.
 *
 * @param probabilities (items, classes), or those of class 1 for two classes
 * @throws QuadrantError "bad-argument" for values that are no probabilities, and labels that have no column
 */
export function brierScoreLoss(truth: ArrayLike<number>, probabilities: ClassScores | ArrayLike<number>): number {
  const { data, shape } = asProbabilities(truth, probabilities);
  const classes = shape[1];
  let sum = 0;
  for (let item = 0; item < truth.length; item++) {
    for (let label = 0; label < classes; label++) {
      sum += ((truth[item] === label ? 1 : 0) - data[item * classes + label]!) ** 2;
    }
  }
  return sum / truth.length / (classes === 2 ? 2 : 1);
}
