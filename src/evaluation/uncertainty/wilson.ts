import { QuadrantError } from "../../errors";
import type { Interval } from "./interval";

/** 97.5 % point of the normal distribution. */
const Z95 = 1.959963984540054;

/**
 * Wilson's 95 % score interval of a proportion (Wilson 1927), as statsmodels' proportion_confint(method="wilson").
 * It takes the trials for independent; for clips that share a composer use {@link groupBootstrap}.
 *
 * @throws QuadrantError "bad-argument" for counts that are no proportion
 */
export function wilsonInterval(successes: number, trials: number): Interval {
  if (!(trials > 0) || !(successes >= 0 && successes <= trials)) {
    throw new QuadrantError("bad-argument", `${successes} successes in ${trials} trials is no proportion`, {
      remedy: "Give how many of how many items were told right, at least 1 item.",
    });
  }
  const share = successes / trials;
  const shrink = 1 + Z95 ** 2 / trials;
  const centre = (share + Z95 ** 2 / (2 * trials)) / shrink;
  const half = (Z95 / shrink) * Math.sqrt((share * (1 - share)) / trials + Z95 ** 2 / (4 * trials ** 2));
  return { estimate: share, low: Math.max(0, centre - half), high: Math.min(1, centre + half), level: 0.95 };
}
