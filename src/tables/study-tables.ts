import type { Interval } from "../evaluation";
import {
  type BaselineStudy,
  type Growth,
  type ModelScore,
  publishedResults,
  type RecurrentStudy,
  type SizePoint,
} from "../studies";
import type { TableRow } from "./table";

/** "0.55 to 0.67" */
function range({ low, high }: Interval): string {
  return `${low.toFixed(3)} to ${high.toFixed(3)}`;
}

/** Accuracy and macro-F1 of each model with 95 % intervals, and what its fits cost. */
export function scoreTable(scores: readonly ModelScore[]): TableRow[] {
  return scores.map(({ model, tested, groups, accuracy, macroF1, fitSeconds }) => ({
    model,
    accuracy: accuracy.estimate,
    "95 % interval": range(accuracy),
    "macro-F1": macroF1.estimate,
    "95 % interval of F1": range(macroF1),
    "test clips": tested,
    groups,
    "fit (s)": fitSeconds,
  }));
}

/** The study's own accuracies. */
export function publishedTable(): TableRow[] {
  return publishedResults().map(({ model, tested, accuracy }) => ({
    model,
    accuracy: accuracy.estimate,
    "95 % interval (Wilson)": range(accuracy),
    "test clips": tested,
  }));
}

/** What a random split adds to each model's accuracy. */
export function leakTable({ leaks }: BaselineStudy): TableRow[] {
  return leaks.map(({ model, difference }) => ({
    model,
    difference: difference.estimate,
    "95 % interval": range(difference),
  }));
}

/** The network against each other model. */
export function differenceTable({ differences }: RecurrentStudy): TableRow[] {
  return differences.map(({ model, difference }) => ({
    "compared with": model,
    difference: difference.estimate,
    "95 % interval": range(difference),
  }));
}

/** The points of the learning curves. */
export function curveTable(curve: readonly SizePoint[]): TableRow[] {
  return curve.map(({ model, clips, fits, accuracy }) => ({
    model,
    "training clips": Math.round(clips),
    accuracy: accuracy.estimate,
    "95 % interval": range(accuracy),
    fits,
  }));
}

/** What each model gains from more clips. */
export function growthTable(growth: readonly Growth[]): TableRow[] {
  return growth.map(({ model, from, to, gain }) => ({
    model,
    from: Math.round(from),
    to: Math.round(to),
    gain: gain.estimate,
    "95 % interval": range(gain),
  }));
}
