import type { AblationStudy, FeatureSetScore } from "../studies";
import { points } from "./intervals";
import type { TableRow } from "./table-row";

/** What each feature is worth; all but the columns in points of accuracy. */
export function featureWorthTable({ features }: AblationStudy): TableRow[] {
  return [...features]
    .sort((a, b) => b.shapley.estimate - a.shapley.estimate)
    .map(({ feature, columns, alone, leftOut, exchanged, shapley }) => ({
      feature,
      "numbers of a clip": columns,
      "Shapley value": points(shapley),
      "lost when left out": points(leftOut),
      "lost when exchanged": points(exchanged),
      "accuracy alone": alone.estimate,
    }));
}

/** How far classifiers come with each set of numbers. */
export function featureSetTable(scores: readonly FeatureSetScore[]): TableRow[] {
  return scores.map(({ set, model, columns, accuracy, difference }) => ({
    "what a clip is summed up with": set,
    model,
    "numbers of a clip": columns,
    accuracy: accuracy.estimate,
    "against the first, points": difference === undefined ? "" : points(difference),
  }));
}
