import { QuadrantError } from "../../errors";
import { checkFinite } from "../measures/checks";
import { studentCritical } from "./distributions";
import type { Interval } from "./interval";

/**
 * The mean of independent numbers, such as one score a seed, with the 95 % interval of Student's t.
 *
 * @throws QuadrantError "bad-argument" for fewer than two numbers, and for numbers that are not finite
 */
export function studentInterval(values: readonly number[]): Interval {
  const { length } = values;
  if (length < 2) {
    throw new QuadrantError("bad-argument", `an interval was asked for of ${length} numbers`, {
      remedy: "Give at least two.",
    });
  }
  checkFinite("the numbers", values);
  const estimate = values.reduce((sum, value) => sum + value, 0) / length;
  const variance = values.reduce((sum, value) => sum + (value - estimate) ** 2, 0) / (length - 1);
  const half = studentCritical(0.05, length - 1) * Math.sqrt(variance / length);
  return { estimate, low: estimate - half, high: estimate + half, level: 0.95 };
}
