import { quantileSorted } from "simple-statistics";
import { QuadrantError } from "../errors";
import { MT19937 } from "../random";

/** An estimate and the ends of its interval. */
export interface Interval {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
  /** Such as 0.95. */
  readonly level: number;
}

/** 97.5 % point of the normal distribution. */
const Z95 = 1.959963984540054;

/**
 * Wilson's 95 % score interval of a proportion (Wilson 1927), as statsmodels' proportion_confint(method="wilson").
 * It takes the trials for independent; for clips that share a composer use {@link groupBootstrap}.
 */
export function wilsonInterval(successes: number, trials: number): Interval {
  if (!(trials > 0) || successes < 0 || successes > trials) {
    throw new QuadrantError("bad-argument", `${successes} successes in ${trials} trials is no proportion`);
  }
  const share = successes / trials;
  const shrink = 1 + Z95 ** 2 / trials;
  const centre = (share + Z95 ** 2 / (2 * trials)) / shrink;
  const half = (Z95 / shrink) * Math.sqrt((share * (1 - share)) / trials + Z95 ** 2 / (4 * trials ** 2));
  return { estimate: share, low: Math.max(0, centre - half), high: Math.min(1, centre + half), level: 0.95 };
}

/** How often a bootstrap draws, unless told otherwise. */
const BOOTSTRAP_DRAWS = 2000;

/**
 * Percentile bootstrap that draws whole groups with replacement (Efron and Tibshirani 1993, chapter 13; the cluster
 * bootstrap of Field and Welsh 2007): clips of one composer are not independent, so composers are drawn, not clips.
 *
 * @param groups the group of each item
 * @param statistic computes the estimate from the indices of the drawn items; an index may come several times
 * @returns the estimate on all items and the 95 % interval of the draws
 */
export function groupBootstrap(
  groups: readonly string[],
  statistic: (items: readonly number[]) => number,
  { draws = BOOTSTRAP_DRAWS, seed = 0 }: { draws?: number; seed?: number } = {},
): Interval {
  const members = new Map<string, number[]>();
  groups.forEach((group, item) => {
    const items = members.get(group);
    if (items === undefined) members.set(group, [item]);
    else items.push(item);
  });
  const clusters = [...members.values()];
  if (clusters.length < 2) {
    throw new QuadrantError("bad-argument", `a bootstrap over groups needs at least 2 groups, not ${clusters.length}`);
  }
  const random = new MT19937(seed);
  const estimates = Array.from({ length: draws }, () => {
    const items: number[] = [];
    for (let k = 0; k < clusters.length; k++) {
      items.push(...clusters[Math.floor(random.random() * clusters.length)]!);
    }
    return statistic(items);
  }).sort((a, b) => a - b);
  return {
    estimate: statistic(groups.map((_, item) => item)),
    low: quantileSorted(estimates, 0.025),
    high: quantileSorted(estimates, 0.975),
    level: 0.95,
  };
}

/** "0.612 (0.55 to 0.67)". */
export function formatInterval({ estimate, low, high }: Interval): string {
  return `${estimate.toFixed(3)} (${low.toFixed(2)} to ${high.toFixed(2)})`;
}

/** A difference of shares in points of a hundred: "-3.1 points (95 % interval -7.0 to 1.2)". */
export function points({ estimate, low, high, level }: Interval): string {
  const hundredfold = (share: number) => (100 * share).toFixed(1);
  return `${hundredfold(estimate)} points (${100 * level} % interval ${hundredfold(low)} to ${hundredfold(high)})`;
}
