import { QuadrantError } from "../../errors";
import { checkFinite } from "../measures/checks";
import { chiSquaredTail, fTail } from "./distributions";

/** Whether models differ at all, by their ranks on several data sets. */
export interface Friedman {
  /** Chi-squared with models - 1 degrees of freedom, corrected for ties. */
  readonly chiSquared: number;
  readonly pValue: number;
  /** Iman and Davenport's F (1980), which is less timid; degrees models - 1 and (models - 1)(sets - 1). */
  readonly f: number;
  readonly fPValue: number;
  /** Of each model; 1 is best, ties share. */
  readonly averageRanks: readonly number[];
}

/**
 * Friedman's test (1937) as Demšar (2006) recommends it, equal to scipy.stats.friedmanchisquare. The rows must be
 * independent: data sets, or groups of one; not the folds of one data set, whose training rows overlap.
 *
 * @param scores one row for each data set, one column for each model, the higher the better
 * @throws QuadrantError "bad-argument" for fewer than 2 rows or 3 models, ragged rows, and values that are not finite
 */
export function friedmanTest(scores: readonly ArrayLike<number>[]): Friedman {
  const sets = scores.length;
  const models = scores[0]?.length ?? 0;
  if (sets < 2 || models < 3) {
    throw new QuadrantError("bad-argument", `${models} models on ${sets} data sets: at least 3 on 2 are needed`, {
      remedy: "Compare two models with signFlipTest or pairedBootstrap.",
    });
  }
  const sums = new Float64Array(models);
  let tied = 0;
  scores.forEach((row, set) => {
    if (row.length !== models) {
      throw new QuadrantError("bad-argument", `data set ${set} has ${row.length} scores instead of ${models}`, {
        remedy: "Score every model on every data set, or leave the data set out.",
      });
    }
    checkFinite(`the scores of data set ${set}`, row);
    const { ranks, ties } = rank(row);
    ranks.forEach((value, model) => {
      sums[model]! += value;
    });
    tied += ties;
  });
  const averageRanks = Array.from(sums, (sum) => sum / sets);
  const correction = 1 - tied / (models * (models ** 2 - 1) * sets);
  const squares = sums.reduce((total, sum) => total + sum * sum, 0);
  const uncorrected = (12 / (models * sets * (models + 1))) * squares - 3 * sets * (models + 1);
  // Where all tie everywhere there is nothing to tell the models apart by.
  const chiSquared = correction === 0 ? 0 : uncorrected / correction;
  const room = sets * (models - 1) - chiSquared;
  const f = room <= 0 ? Number.POSITIVE_INFINITY : ((sets - 1) * chiSquared) / room;
  return {
    chiSquared,
    pValue: chiSquaredTail(chiSquared, models - 1),
    f,
    fPValue: fTail(f, models - 1, (models - 1) * (sets - 1)),
    averageRanks,
  };
}

/** Ranks from the highest score down, ties shared; and the sum of t^3 - t over ties of t. */
function rank(row: ArrayLike<number>): { ranks: Float64Array; ties: number } {
  const ranks = new Float64Array(row.length);
  let ties = 0;
  for (let model = 0; model < row.length; model++) {
    let [higher, equal] = [0, 0];
    for (let other = 0; other < row.length; other++) {
      if (row[other]! > row[model]!) higher++;
      else if (row[other] === row[model]) equal++;
    }
    ranks[model] = higher + (equal + 1) / 2;
    // Each of `equal` models adds its part of equal^3 - equal.
    ties += equal ** 2 - 1;
  }
  return { ranks, ties };
}
