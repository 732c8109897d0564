import { QuadrantError } from "../../errors";
import { studentizedRangeCritical, studentizedRangeTail } from "./distributions";
import { type Friedman, friedmanTest } from "./friedman";

/** What a critical-difference picture shows (Demšar 2006, figure 1). */
export interface CriticalDifference {
  /** From the best average rank to the worst. */
  readonly models: readonly { readonly name: string; readonly averageRank: number }[];
  /** Average ranks further apart than this differ significantly. */
  readonly criticalDifference: number;
  readonly alpha: number;
  /** The longest runs of at least two models none of which differ significantly, as names; the bars of the picture. */
  readonly cliques: readonly (readonly string[])[];
  /** Nemenyi's p-value of every pair, in the order of `models`. */
  readonly pairs: readonly { readonly first: string; readonly second: string; readonly pValue: number }[];
  readonly friedman: Friedman;
}

/**
 * Friedman's test with Nemenyi's post-hoc test of all pairs (Nemenyi 1963; Demšar 2006): the critical difference is
 * q sqrt(models (models + 1) / (6 sets)), q that of the studentised range over sqrt(2). If Friedman's test finds nothing,
 * the pairs mean nothing.
 *
 * @param names of the models, in the order of the columns
 * @param scores one row for each independent data set, one column for each model, the higher the better
 * @throws QuadrantError "bad-argument" where {@link friedmanTest} does, or when names and columns differ in number
 */
export function criticalDifference(
  names: readonly string[],
  scores: readonly ArrayLike<number>[],
  { alpha = 0.05 }: { readonly alpha?: number } = {},
): CriticalDifference {
  const friedman = friedmanTest(scores);
  const models = friedman.averageRanks.length;
  if (names.length !== models || !(alpha > 0 && alpha < 1)) {
    throw new QuadrantError("bad-argument", `${names.length} names for ${models} models, alpha = ${alpha}`, {
      remedy: "Name every column of the scores once; alpha lies between 0 and 1, such as 0.05.",
    });
  }
  const sorted = names
    .map((name, model) => ({ name, averageRank: friedman.averageRanks[model]! }))
    .sort((a, b) => a.averageRank - b.averageRank);
  const unit = Math.sqrt((models * (models + 1)) / (6 * scores.length));
  const difference = (studentizedRangeCritical(alpha, models) / Math.SQRT2) * unit;
  return {
    models: sorted,
    criticalDifference: difference,
    alpha,
    cliques: cliquesOf(sorted, difference),
    pairs: sorted.flatMap((first, i) =>
      sorted.slice(i + 1).map((second) => ({
        first: first.name,
        second: second.name,
        pValue: studentizedRangeTail(((second.averageRank - first.averageRank) / unit) * Math.SQRT2, models),
      })),
    ),
    friedman,
  };
}

function cliquesOf(
  sorted: readonly { readonly name: string; readonly averageRank: number }[],
  difference: number,
): string[][] {
  const cliques: string[][] = [];
  let reached = 0;
  sorted.forEach(({ averageRank }, start) => {
    let end = start;
    while (end < sorted.length && sorted[end]!.averageRank - averageRank <= difference) end++;
    // A run that ends where the one before ended is part of it.
    if (end > reached && end - start > 1) cliques.push(sorted.slice(start, end).map(({ name }) => name));
    reached = Math.max(reached, end);
  });
  return cliques;
}
