import { QuadrantError } from "../../errors";

/**
 * p-values of several tests, corrected so that the chance of one false alarm among them stays below the level (Holm 1979),
 * as statsmodels' multipletests(method="holm"). In the order given.
 *
 * @throws QuadrantError "bad-argument" for a value outside 0 to 1
 */
export function holmCorrection(pValues: readonly number[]): number[] {
  const wrong = pValues.find((p) => !(p >= 0 && p <= 1));
  if (wrong !== undefined)
    throw new QuadrantError("bad-argument", `${wrong} is no p-value: 0 to 1`, {
      remedy: "Leave out tests without an answer, and say so.",
    });
  const order = pValues.map((_, test) => test).sort((a, b) => pValues[a]! - pValues[b]!);
  const corrected = new Array<number>(pValues.length);
  let largest = 0;
  order.forEach((test, rank) => {
    largest = Math.max(largest, Math.min(1, (pValues.length - rank) * pValues[test]!));
    corrected[test] = largest;
  });
  return corrected;
}
