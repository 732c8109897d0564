import type { Matrix } from "../../arrays";
import { QuadrantError } from "../../errors";
import { argmaxRows, checkColumns, checkFit, type ProbabilisticClassifier } from "../classifier";
import { Model } from "../model";
import { minimiseLbfgs } from "./lbfgs";

/** scikit-learn's names and defaults. */
export interface LogisticRegressionOptions {
  /** Inverse strength of the L2 penalty. */
  readonly C?: number;
  readonly tol?: number;
  readonly maxIter?: number;
}

interface Learnt {
  readonly classes: Int32Array;
  readonly coef: Float64Array;
  readonly intercept: Float64Array;
  readonly converged: boolean;
}

/**
 * Multinomial logistic regression with an L2 penalty, as scikit-learn 1.9's LogisticRegression(solver="lbfgs") for three
 * classes and more: minimises the mean log-loss + |W|^2 / (2 C rows); the intercept is not penalised.
 */
export class LogisticRegression
  extends Model<Required<LogisticRegressionOptions>, Learnt>
  implements ProbabilisticClassifier
{
  constructor({ C = 1, tol = 1e-4, maxIter = 100 }: LogisticRegressionOptions = {}) {
    if (!(C > 0)) throw new QuadrantError("bad-argument", `C = ${C}: a number above 0 is needed`);
    super({ C, tol, maxIter });
  }

  get classes(): Int32Array {
    return this.learnt?.classes ?? new Int32Array(0);
  }

  /** (classes, columns), row-major. */
  get coef(): Float64Array {
    return this.fitted().coef;
  }

  /** One for each class. */
  get intercept(): Float64Array {
    return this.fitted().intercept;
  }

  /** False where maxIter was reached first. */
  get converged(): boolean {
    return this.fitted().converged;
  }

  fit(X: Matrix, labels: ArrayLike<number>): this {
    const { classes: seen, codes: y } = checkFit(X, labels, "LogisticRegression");
    const { C, tol, maxIter } = this.options;
    const [rows, columns] = X.shape;
    const classes = seen.length;
    const size = classes * columns;
    const penalty = 1 / (C * rows);
    const scores = new Float64Array(classes);

    const objective = (weights: Float64Array, gradient: Float64Array): number => {
      gradient.fill(0);
      let loss = 0;
      for (let row = 0; row < rows; row++) {
        scoreRow(X, row, weights, weights.subarray(size), scores);
        const normaliser = logSumExp(scores);
        loss += normaliser - scores[y[row]!]!;
        for (let label = 0; label < classes; label++) {
          const error = (Math.exp(scores[label]! - normaliser) - (label === y[row] ? 1 : 0)) / rows;
          gradient[size + label]! += error;
          for (let column = 0, at = label * columns; column < columns; column++, at++) {
            gradient[at]! += error * X.data[row * columns + column]!;
          }
        }
      }
      let squares = 0;
      for (let i = 0; i < size; i++) {
        squares += weights[i]! ** 2;
        gradient[i]! += penalty * weights[i]!;
      }
      return loss / rows + (penalty / 2) * squares;
    };

    const weights = new Float64Array(size + classes);
    const { converged } = minimiseLbfgs(objective, weights, { tolerance: tol, maxIterations: maxIter });
    this.learnt = { classes: seen, coef: weights.slice(0, size), intercept: weights.slice(size), converged };
    return this;
  }

  predict(X: Matrix): Int32Array {
    const { classes } = this.fitted();
    return argmaxRows(this.predictProba(X)).map((code) => classes[code]!);
  }

  predictProba(X: Matrix): Matrix {
    const { coef, intercept } = this.fitted();
    const rows = X.shape[0];
    const classes = intercept.length;
    checkColumns(X, coef.length / classes, "LogisticRegression");
    const data = new Float32Array(rows * classes);
    const scores = new Float64Array(classes);
    for (let row = 0; row < rows; row++) {
      scoreRow(X, row, coef, intercept, scores);
      const normaliser = logSumExp(scores);
      for (let label = 0; label < classes; label++) data[row * classes + label] = Math.exp(scores[label]! - normaliser);
    }
    return { data, shape: [rows, classes] };
  }
}

/** Writes the linear score of each class for one row. */
function scoreRow(X: Matrix, row: number, coef: Float64Array, intercept: Float64Array, scores: Float64Array): void {
  const columns = X.shape[1];
  for (let label = 0; label < scores.length; label++) {
    let score = intercept[label]!;
    for (let column = 0; column < columns; column++) {
      score += coef[label * columns + column]! * X.data[row * columns + column]!;
    }
    scores[label] = score;
  }
}

/** log(sum(exp(scores))) without overflow. */
function logSumExp(scores: Float64Array): number {
  const largest = Math.max(...scores);
  let sum = 0;
  for (const score of scores) sum += Math.exp(score - largest);
  return largest + Math.log(sum);
}
