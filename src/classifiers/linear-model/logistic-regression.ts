import type { Matrix } from "../../arrays";
import { QuadrantError } from "../../errors";
import { type ClassWeight, weightsOfClasses } from "../class-weight";
import { checkFit, type ProbabilisticClassifier } from "../classifier";
import { classProducts } from "../linear-algebra/class-products";
import { columnMeans, isWide, rowSpace } from "../linear-algebra/row-space";
import { minimiseLbfgs, type Objective } from "./lbfgs";
import { LinearClassifier, type LinearLearnt, probabilitiesOf } from "./linear-classifier";
import { logisticLoss } from "./logistic-loss";

/** scikit-learn's names and defaults. */
export interface LogisticRegressionOptions {
  /** Inverse strength of the L2 penalty; Infinity for none. */
  readonly C?: number;
  /** Stops when no component of the gradient is larger. */
  readonly tol?: number;
  readonly maxIter?: number;
  readonly fitIntercept?: boolean;
  readonly classWeight?: ClassWeight;
}

interface Learnt extends LinearLearnt {
  readonly converged: boolean;
  readonly iterations: number;
}

/** scipy's, as scikit-learn sets it: below this gain rounding is all that is left. */
const VALUE_TOLERANCE = 64 * Number.EPSILON;

/**
 * Logistic regression with an L2 penalty, as scikit-learn 1.9's LogisticRegression(solver="lbfgs"): minimises the
 * weighted mean log-loss + |W|^2 / (2 C rows), where the intercept is not penalised; multinomial for three classes and
 * more. With many more columns than rows it is fitted in the space of the rows, where the minimum is the same.
 *
 * @example
 * new LogisticRegression({ C: 0.1 }).fit(X, y).predictProba(unseen);
 */
export class LogisticRegression
  extends LinearClassifier<Required<LogisticRegressionOptions>, Learnt>
  implements ProbabilisticClassifier
{
  constructor(options: LogisticRegressionOptions = {}) {
    const { C = 1, tol = 1e-4, maxIter = 100, fitIntercept = true, classWeight = null } = options;
    if (!(C > 0)) throw new QuadrantError("bad-argument", `C = ${C}: a number above 0 is needed`);
    super({ C, tol, maxIter, fitIntercept, classWeight });
  }

  /** False where maxIter was reached first. */
  get converged(): boolean {
    return this.fitted().converged;
  }

  fit(X: Matrix, y: ArrayLike<number>): this {
    const labels = checkFit(X, y, "LogisticRegression");
    const { C, tol, maxIter, fitIntercept, classWeight } = this.options;
    const { classes, codes } = labels;
    const ofClasses = weightsOfClasses(classWeight, labels);
    const weights = Float64Array.from(codes, (code) => ofClasses[code]!);
    const wide = isWide(X);
    // Without an intercept the rows must stay where they are.
    const mean = wide && fitIntercept ? columnMeans(X) : undefined;
    const space = wide ? rowSpace(X, mean) : undefined;
    const fitted = space?.X ?? X;
    const columns = fitted.shape[1];
    const outputs = classes.length === 2 ? 1 : classes.length;
    const objective = (single: boolean) =>
      logisticLoss({
        products: classProducts(fitted, outputs, single),
        codes,
        classes: classes.length,
        columns,
        weights,
        penalty: 1 / (C * weights.reduce((a, b) => a + b, 0)),
        fitIntercept,
      });
    const solution = new Float64Array(outputs * (columns + 1));
    const { converged, iterations } = minimiseTwice(objective, solution, tol, maxIter);
    const inner = solution.slice(0, outputs * columns);
    const intercept = solution.slice(outputs * columns);
    const coef = space?.weightsOfColumns(inner, outputs) ?? inner;
    if (space !== undefined && mean !== undefined) moveIntercept(intercept, coef, mean);
    this.learnt = { classes, coef, intercept, converged, iterations };
    return this;
  }

  predictProba(X: Matrix): Matrix {
    return probabilitiesOf(this.scores(X), this.intercept.length);
  }
}

/** Below this the rounding of float32 decides whether a step is one downhill. */
const SINGLE_TOLERANCE = 1e-5;

/** First in float32, as scikit-learn does with rows in float32; where that is not enough, from there on in float64. */
function minimiseTwice(
  objective: (single: boolean) => Objective,
  solution: Float64Array,
  tol: number,
  maxIter: number,
): { converged: boolean; iterations: number } {
  const valueTolerance = VALUE_TOLERANCE;
  const tolerance = Math.max(tol, SINGLE_TOLERANCE);
  const first = minimiseLbfgs(objective(true), solution, { tolerance, maxIterations: maxIter, valueTolerance });
  if (first.iterations >= maxIter || (first.converged && tol >= SINGLE_TOLERANCE)) return first;
  const maxIterations = maxIter - first.iterations;
  const { converged, iterations } = minimiseLbfgs(objective(false), solution, {
    tolerance: tol,
    maxIterations,
    valueTolerance,
  });
  return { converged, iterations: first.iterations + iterations };
}

/** From intercepts for centred columns to those for the columns as they are. */
export function moveIntercept(intercept: Float64Array, coef: Float64Array, mean: Float64Array): void {
  for (let k = 0; k < intercept.length; k++) {
    let shift = 0;
    for (let column = 0; column < mean.length; column++) shift += coef[k * mean.length + column]! * mean[column]!;
    intercept[k]! -= shift;
  }
}
