import type { Matrix } from "../arrays";
import { softmaxRows } from "../classifiers/softmax";

/** The golden ratio's share, by which the search shrinks its bracket. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** Bounds of the logarithm of the temperature: no classifier is twenty thousand times too sure or too unsure. */
const BOUND = 10;

/** How exactly the logarithm of the temperature is found. */
const TOLERANCE = 1e-6;

/**
 * The one number by which scores are divided so that probabilities can be trusted: it minimises a log-loss on items that
 * the classifier has not learnt from (Guo et al. 2017). Above 1 the classifier was too sure, below 1 not sure enough.
 *
 * @param lossAt the log-loss at a temperature, with one minimum
 */
export function fitTemperature(lossAt: (temperature: number) => number): number {
  const loss = (logTemperature: number) => lossAt(Math.exp(logTemperature));
  let [low, high] = [-BOUND, BOUND];
  let [left, right] = [high - GOLDEN * (high - low), low + GOLDEN * (high - low)];
  let [atLeft, atRight] = [loss(left), loss(right)];
  while (high - low > TOLERANCE) {
    if (atLeft <= atRight) {
      [high, right, atRight] = [right, left, atLeft];
      left = high - GOLDEN * (high - low);
      atLeft = loss(left);
    } else {
      [low, left, atLeft] = [left, right, atRight];
      right = low + GOLDEN * (high - low);
      atRight = loss(right);
    }
  }
  return Math.exp((low + high) / 2);
}

/** Softmax of the scores divided by the temperature: (items, classes), float64 so that nothing is rounded to 0. */
export function probabilitiesAt({ data, shape }: Matrix, temperature: number) {
  const divided = Float64Array.from(data, (score) => score / temperature);
  return { data: softmaxRows(divided, shape[1]), shape };
}
