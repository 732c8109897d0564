import type { Classifier } from "../../classifiers";
import { QuadrantError } from "../../errors";
import type { Fold } from "../splits/fold";
import { crossValidate, DEFAULT_SCORING, type Scorer } from "./cross-validate";
import type { Chosen, Training } from "./predict-fold";
import type { TrainingRows } from "./training-rows";

/** The values to try of every parameter. */
export type ParameterGrid<Parameters> = { readonly [Name in keyof Parameters]: readonly Parameters[Name][] };

export interface GridSearchOptions {
  /** Splits the training rows again; indices into them. */
  readonly folds: (rows: TrainingRows) => readonly Fold[];
  /** Accuracy, unless told otherwise. */
  readonly score?: Scorer;
}

/** What was chosen and why. */
export interface GridChoice<Parameters> extends Chosen {
  readonly choice: {
    readonly parameters: Parameters;
    /** Mean over the inner folds; the choice makes it too high to be reported. */
    readonly innerScore: number;
  };
}

/**
 * A choice of parameters that can only be made inside a fold, as scikit-learn's GridSearchCV within cross_validate (nested
 * cross-validation): it tries every combination on inner folds of the training rows and takes the best, the first of
 * equal ones. Combinations come in the order of ParameterGrid: names sorted, the last name varying fastest.
 *
 * @returns what {@link crossValidate} takes for a maker of classifiers
 * @example
 * const make = gridSearch((options) => makePipeline(new StandardScaler(), new LogisticRegression(options)), { C: [0.01, 1] }, {
 *   folds: ({ y, groups }) => stratifiedGroupKFold(y, groups, { nSplits: 3 }),
 * });
 * crossValidate(make, X, y, folds, { groups });
 */
export function gridSearch<Parameters extends object>(
  make: (parameters: Parameters) => Classifier,
  grid: ParameterGrid<Parameters>,
  { folds, score = DEFAULT_SCORING.accuracy }: GridSearchOptions,
): (training: Training) => GridChoice<Parameters> {
  const combinations = combinationsOf(grid);
  return (training) => {
    const { X, y, groups, resampler } = training;
    const inner = folds(training);
    const scored = combinations.map((parameters) => {
      const { scores } = crossValidate(() => make(parameters), X, y, inner, { groups, resampler, scoring: { score } });
      const innerScore = scores.score.reduce((sum, value) => sum + value, 0) / inner.length;
      return { parameters, innerScore };
    });
    const choice = scored.reduce((best, each) => (each.innerScore > best.innerScore ? each : best));
    return { classifier: make(choice.parameters), choice };
  };
}

function combinationsOf<Parameters extends object>(grid: ParameterGrid<Parameters>): Parameters[] {
  const names = (Object.keys(grid) as (keyof Parameters & string)[]).sort();
  const empty = names.find((name) => grid[name].length === 0);
  if (empty !== undefined || names.length === 0) {
    throw new QuadrantError(
      "bad-argument",
      `the grid has no values to try${empty === undefined ? "" : ` of ${empty}`}`,
      { remedy: "Give at least one value of at least one parameter." },
    );
  }
  return names.reduce<Parameters[]>(
    (made, name) => made.flatMap((parameters) => grid[name].map((value) => ({ ...parameters, [name]: value }))),
    [{} as Parameters],
  );
}
