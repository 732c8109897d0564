import type { Matrix } from "../../arrays";
import { QuadrantError } from "../../errors";
import { matrixProduct } from "../../kernels/matrix-product";
import { checkColumns, checkFit, type ProbabilisticClassifier, type ScoringClassifier } from "../classifier";
import { LabelModel } from "../label-model";
import { cholesky, solveUpper } from "../linear-algebra/cholesky";
import { probabilitiesOf } from "../linear-model/linear-classifier";
import { centredRows, checkShrinkage, classMeans, covariance, priorsOf, type Shrinkage } from "./class-moments";

/** scikit-learn's names and defaults. */
export interface QuadraticDiscriminantAnalysisOptions {
  /** "eigen" divides covariances by N and takes shrinkage; "svd" by N - 1, and takes regParam. */
  readonly solver?: "svd" | "eigen";
  readonly shrinkage?: Shrinkage;
  /** Each covariance S becomes (1 - regParam) S + regParam times the identity (solver "svd"). */
  readonly regParam?: number;
  readonly priors?: readonly number[] | null;
  /** A covariance with an eigenvalue up to this one counts as singular. */
  readonly tol?: number;
}

interface Learnt {
  readonly classes: Int32Array;
  readonly columns: number;
  readonly means: Float64Array;
  /** Of each class L^-1, where L L' is its covariance: (classes, columns, columns). */
  readonly whiteners: Float64Array;
  /** Of each class: log prior - log determinant / 2. */
  readonly constants: Float64Array;
}

/**
 * Quadratic discriminant analysis as scikit-learn 1.9's: a mean and a covariance for each class. Where a covariance is
 * singular it refuses, as scikit-learn does since 1.8; before, it warned and answered by chance.
 */
export class QuadraticDiscriminantAnalysis
  extends LabelModel<Required<QuadraticDiscriminantAnalysisOptions>, Learnt>
  implements ProbabilisticClassifier, ScoringClassifier
{
  constructor(options: QuadraticDiscriminantAnalysisOptions = {}) {
    const { solver = "svd", shrinkage = null, regParam = 0, priors = null, tol = 1e-4 } = options;
    checkShrinkage(shrinkage);
    if (!(regParam >= 0 && regParam <= 1)) {
      throw new QuadrantError("bad-argument", `regParam = ${regParam}: a number from 0 to 1 is needed`);
    }
    if (solver === "svd" && shrinkage !== null) {
      throw new QuadrantError("bad-argument", 'solver "svd" knows no shrinkage', {
        remedy: 'Take solver "eigen", or regParam.',
      });
    }
    super({ solver, shrinkage, regParam, priors, tol });
  }

  fit(X: Matrix, y: ArrayLike<number>): this {
    const labels = checkFit(X, y, "QuadraticDiscriminantAnalysis");
    const { classes, codes, counts } = labels;
    const columns = X.shape[1];
    const priors = priorsOf(this.options.priors, labels);
    const means = classMeans(X, labels);
    const whiteners = new Float64Array(classes.length * columns * columns);
    const constants = new Float64Array(classes.length);
    counts.forEach((count, k) => {
      this.checkCount(count, columns, classes[k]!);
      const L = this.factor(centredRows(X, codes, k, means), columns, classes[k]!);
      let logDeterminant = 0;
      for (let i = 0; i < columns; i++) logDeterminant += 2 * Math.log(L[i * columns + i]!);
      constants[k] = Math.log(priors[k]!) - logDeterminant / 2;
      whiteners.set(inverse(L, columns), k * columns * columns);
    });
    this.learnt = { classes, columns, means, whiteners, constants };
    return this;
  }

  predict(X: Matrix): Int32Array {
    return this.winners(X, this.logPosteriors(X));
  }

  decisionFunction(X: Matrix): Matrix {
    const { classes } = this.fitted();
    const scores = this.logPosteriors(X);
    if (classes.length > 2) return { data: Float32Array.from(scores), shape: [X.shape[0], classes.length] };
    const data = Float32Array.from({ length: X.shape[0] }, (_, row) => scores[2 * row + 1]! - scores[2 * row]!);
    return { data, shape: [X.shape[0], 1] };
  }

  predictProba(X: Matrix): Matrix {
    return probabilitiesOf(this.logPosteriors(X), this.fitted().classes.length);
  }

  private checkCount(count: number, columns: number, label: number): void {
    if (count === 1) {
      throw new QuadrantError("bad-argument", `class ${label} has 1 row, which has no covariance`, {
        remedy: "Give each class at least 2 rows.",
      });
    }
    if (this.options.solver === "svd" && count < columns) throw this.singular(label, count, columns);
  }

  /** Cholesky's factor of the covariance of a class. */
  private factor(centred: Float64Array, columns: number, label: number): Float64Array {
    const { solver, shrinkage, regParam, tol } = this.options;
    const rows = centred.length / columns;
    const C = covariance(centred, columns, shrinkage);
    if (solver === "svd") {
      for (let i = 0; i < C.length; i++) C[i]! *= (1 - regParam) * (rows / (rows - 1));
      for (let i = 0; i < columns; i++) C[i * columns + i]! += regParam;
    }
    // All eigenvalues are above tol where what is left less tol is positive definite still.
    const less = C.slice();
    for (let i = 0; i < columns; i++) less[i * columns + i]! -= tol;
    const L = cholesky(less, columns) === undefined ? undefined : cholesky(C, columns);
    if (L === undefined) throw this.singular(label, rows, columns);
    return L;
  }

  private singular(label: number, rows: number, columns: number): QuadrantError {
    const knob = this.options.solver === "svd" ? "regParam" : "shrinkage";
    const few = this.options.solver === "svd" && rows <= columns;
    return new QuadrantError(
      "bad-argument",
      `the covariance of class ${label} is singular: ${rows} rows, ${columns} columns`,
      {
        remedy: few
          ? 'Give it more rows than columns, or take solver "eigen" with shrinkage.'
          : `Raise ${knob}, or leave out columns that follow from others.`,
      },
    );
  }

  private logPosteriors(X: Matrix): Float64Array {
    const { classes, columns, means, whiteners, constants } = this.fitted();
    checkColumns(X, columns, "QuadraticDiscriminantAnalysis");
    const rows = X.shape[0];
    const scores = new Float64Array(rows * classes.length);
    const centred = new Float64Array(X.data.length);
    for (let k = 0; k < classes.length; k++) {
      for (let row = 0, at = 0; row < rows; row++) {
        for (let column = 0; column < columns; column++, at++) {
          centred[at] = X.data[at]! - means[k * columns + column]!;
        }
      }
      const whitener = whiteners.subarray(k * columns * columns, (k + 1) * columns * columns);
      const white = matrixProduct().multiply(
        { data: centred, shape: X.shape },
        { data: whitener, shape: [columns, columns] },
        { transposeB: true },
      );
      for (let row = 0; row < rows; row++) {
        let distance = 0;
        for (let at = row * columns; at < (row + 1) * columns; at++) distance += white[at]! * white[at]!;
        scores[row * classes.length + k] = constants[k]! - distance / 2;
      }
    }
    return scores;
  }
}

/** L^-1: the solutions of L' x = e are the rows of it. */
function inverse(L: Float64Array, size: number): Float64Array {
  const rows = new Float64Array(size * size);
  for (let i = 0; i < size; i++) rows[i * size + i] = 1;
  solveUpper(L, size, rows, size);
  return rows;
}
