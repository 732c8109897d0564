import { checkFinite, checkLengths } from "../measures/checks";

/** On how many items just one of two models is right, and how surely that is no chance. */
export interface McNemar {
  readonly onlyFirst: number;
  readonly onlySecond: number;
  /** Exact, two-sided. */
  readonly pValue: number;
}

/**
 * McNemar's exact test that two models err equally often (McNemar 1947), as statsmodels' mcnemar(exact=True): if they did,
 * the items that just one tells right would be tosses of a coin. It takes items for independent; where clips share a
 * composer {@link pairedBootstrap} over composers is the one to believe.
 */
export function mcnemarExact(truth: ArrayLike<number>, first: ArrayLike<number>, second: ArrayLike<number>): McNemar {
  checkLengths(truth, first);
  checkLengths(truth, second);
  for (const labels of [truth, first, second]) checkFinite("the labels", labels);
  let [onlyFirst, onlySecond] = [0, 0];
  for (let item = 0; item < truth.length; item++) {
    const [firstRight, secondRight] = [first[item] === truth[item], second[item] === truth[item]];
    if (firstRight && !secondRight) onlyFirst++;
    if (secondRight && !firstRight) onlySecond++;
  }
  const tosses = onlyFirst + onlySecond;
  return { onlyFirst, onlySecond, pValue: Math.min(1, 2 * headsAtMost(Math.min(onlyFirst, onlySecond), tosses)) };
}

/** P(heads <= most) in so many tosses; in logarithms, since 2^-1100 is no float64. */
function headsAtMost(most: number, tosses: number): number {
  let logWays = 0;
  let sum = 0;
  for (let heads = 0; heads <= most; heads++) {
    if (heads > 0) logWays += Math.log((tosses - heads + 1) / heads);
    sum += Math.exp(logWays - tosses * Math.LN2);
  }
  return sum;
}
