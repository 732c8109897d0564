import { QuadrantError } from "../../errors";
import { MT19937 } from "../../random";
import { quantile } from "../quantile";
import { checkGroups, encode, type Groups } from "../splits/fold";
import { normalCdf, normalQuantile } from "./distributions";
import type { Interval } from "./interval";

/** Computes an estimate from the indices of the drawn items; an index may come several times. */
export type Statistic = (items: readonly number[]) => number;

export interface BootstrapOptions {
  /** How often to draw. */
  readonly nResamples?: number;
  readonly randomState?: number;
  /** "bca" corrects for bias and skewness (Efron 1987); it computes the statistic once more for each group left out. */
  readonly method?: "percentile" | "bca";
  readonly confidenceLevel?: number;
}

/**
 * Bootstrap that draws whole groups with replacement (Efron and Tibshirani 1993, chapters 13 and 14; the cluster bootstrap
 * of Field and Welsh 2007): clips of one composer are not independent, so composers are drawn, not clips. With every item
 * a group of its own, the draws and the intervals are those of scipy.stats.bootstrap with a RandomState.
 *
 * @param groups the group of each item
 * @returns the estimate on all items and the interval of the draws
 * @throws QuadrantError "bad-argument" for fewer than 2 groups, or a statistic that is undefined for some draw
 */
export function groupBootstrap(groups: Groups, statistic: Statistic, options: BootstrapOptions = {}): Interval {
  const { nResamples = 2000, randomState = 0, method = "percentile", confidenceLevel = 0.95 } = options;
  if (!Number.isInteger(nResamples) || nResamples < 1 || !(confidenceLevel > 0 && confidenceLevel < 1)) {
    throw new QuadrantError(
      "bad-argument",
      `nResamples = ${nResamples}, confidenceLevel = ${confidenceLevel}: at least 1, and a share between 0 and 1`,
      { remedy: "Say 2000 draws and 0.95 for 95 %." },
    );
  }
  const clusters = clustersOf(groups);
  const estimate = statistic(Array.from({ length: groups.length }, (_, item) => item));
  const random = new MT19937(randomState);
  const draws = Float64Array.from({ length: nResamples }, () => {
    const drawn: number[] = [];
    for (let k = 0; k < clusters.length; k++) {
      for (const item of clusters[random.integerUpTo(clusters.length - 1)]!) drawn.push(item);
    }
    return statistic(drawn);
  });
  checkDefined(estimate, draws);
  draws.sort();
  const tail = (1 - confidenceLevel) / 2;
  const shares =
    method === "bca" ? correctedShares(tail, estimate, draws, leaveOneOut(clusters, statistic)) : [tail, 1 - tail];
  const [low, high] = shares.map((share) => quantile(draws, share));
  return { estimate, low: low!, high: high!, level: confidenceLevel };
}

/** A difference with its interval, and how surely its sign is told. */
export interface PairedDifference extends Interval {
  /** Two-sided: twice the share of draws on the lesser side of 0, counting the data themselves once. */
  readonly pValue: number;
}

/**
 * Bootstraps first(items) - second(items), both computed from the same draws, so that what the two models share (hard
 * composers, easy composers) cancels.
 *
 * @throws QuadrantError "bad-argument" as {@link groupBootstrap} does
 */
export function pairedBootstrap(
  groups: Groups,
  first: Statistic,
  second: Statistic,
  options: BootstrapOptions = {},
): PairedDifference {
  let [below, above, calls] = [1, 1, 0];
  const { nResamples = 2000 } = options;
  const interval = groupBootstrap(
    groups,
    (items) => {
      const difference = first(items) - second(items);
      // The first call is the data, those after the draws leave groups out.
      if (calls > 0 && calls <= nResamples) {
        if (difference <= 0) below++;
        if (difference >= 0) above++;
      }
      calls++;
      return difference;
    },
    options,
  );
  return { ...interval, pValue: Math.min(1, (2 * Math.min(below, above)) / (nResamples + 1)) };
}

function clustersOf(groups: Groups): number[][] {
  checkGroups(groups, groups.length);
  const { codes, counts } = encode(groups);
  if (counts.length < 2) {
    throw new QuadrantError("bad-argument", `a bootstrap over groups needs at least 2 groups, not ${counts.length}`, {
      remedy: "Groups that cannot be drawn say nothing of other groups: score items of more composers.",
    });
  }
  // In the order of appearance, so that items that are groups of their own are drawn by their index.
  const clusters = new Map<number, number[]>();
  codes.forEach((code, item) => {
    const members = clusters.get(code);
    if (members === undefined) clusters.set(code, [item]);
    else members.push(item);
  });
  return [...clusters.values()];
}

function leaveOneOut(clusters: readonly (readonly number[])[], statistic: Statistic): Float64Array {
  return Float64Array.from(clusters, (left) =>
    statistic(clusters.flatMap((cluster) => (cluster === left ? [] : cluster))),
  );
}

/** The shares of the draws at which the corrected interval ends (Efron 1987, equations 2.3 and 6.6). */
function correctedShares(tail: number, estimate: number, draws: Float64Array, jackknife: Float64Array): number[] {
  const below = draws.reduce((sum, draw) => sum + (draw < estimate ? 1 : draw === estimate ? 0.5 : 0), 0);
  const bias = normalQuantile(below / draws.length);
  if (!Number.isFinite(bias)) {
    throw new QuadrantError("bad-argument", "all draws lie on one side of the estimate: BCa has no interval", {
      remedy: 'Use method "percentile", or draw more often.',
    });
  }
  const mean = jackknife.reduce((sum, value) => sum + value, 0) / jackknife.length;
  let [cubes, squares] = [0, 0];
  for (const value of jackknife) {
    cubes += (mean - value) ** 3;
    squares += (mean - value) ** 2;
  }
  // A statistic that no group can move has no skewness.
  const acceleration = squares === 0 ? 0 : cubes / (6 * squares ** 1.5);
  return [normalQuantile(tail), -normalQuantile(tail)].map((z) => {
    const moved = bias + z;
    return normalCdf(bias + moved / (1 - acceleration * moved));
  });
}

function checkDefined(estimate: number, draws: Float64Array): void {
  const undefinedDraws = draws.filter((draw) => !Number.isFinite(draw)).length;
  if (!Number.isFinite(estimate) || undefinedDraws > 0) {
    throw new QuadrantError(
      "bad-argument",
      `the statistic is ${estimate} for the data and undefined for ${undefinedDraws} of ${draws.length} draws`,
      { remedy: "A draw may lack a rare class: use a measure that is defined without it, or merge small classes." },
    );
  }
}
