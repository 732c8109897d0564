import type { Matrix } from "../../arrays";
import { QuadrantError } from "../../errors";
import { matrixProduct } from "../../kernels/matrix-product";
import { checkColumns, checkFit, type ProbabilisticClassifier } from "../classifier";
import { cholesky, solveLower, solveUpper } from "../linear-algebra/cholesky";
import { columnMeans } from "../linear-algebra/row-space";
import { solveSymmetric } from "../linear-algebra/solve-symmetric";
import { symmetricEigen } from "../linear-algebra/symmetric-eigen";
import { LinearClassifier, type LinearLearnt, probabilitiesOf } from "../linear-model/linear-classifier";
import { centredRows, checkShrinkage, classMeans, covariance, priorsOf, type Shrinkage } from "./class-moments";
import { type ClassCentres, whitening } from "./whitening";

/** scikit-learn's names and defaults. */
export interface LinearDiscriminantAnalysisOptions {
  readonly solver?: "svd" | "lsqr" | "eigen";
  /** For "lsqr" and "eigen". */
  readonly shrinkage?: Shrinkage;
  /** Of the classes that occur, in ascending order; as they occur by default. */
  readonly priors?: readonly number[] | null;
  /** Columns that transform gives; at most classes - 1. */
  readonly nComponents?: number | null;
  /** Singular values below it count as 0 (solver "svd"). */
  readonly tol?: number;
}

interface Learnt extends LinearLearnt {
  /** Row by row the directions that part the classes best, and the point where they are 0. */
  readonly scalings: Float64Array;
  readonly components: number;
  readonly origin: Float64Array;
}

/** What a solver finds: scores of all classes, and directions. */
interface Solution {
  readonly coef: Float64Array;
  readonly intercept: Float64Array;
  readonly scalings: Float64Array;
  readonly origin: Float64Array;
}

/** A covariance of so many columns takes 800 MB. */
const MOST_COLUMNS = 10_000;

/**
 * Linear discriminant analysis as scikit-learn 1.9's: classes with means of their own and one covariance. Solver "svd"
 * takes more columns than rows as they are, any number of them. A lone class is always the answer, with probability 1,
 * where scikit-learn has no probabilities.
 */
export class LinearDiscriminantAnalysis
  extends LinearClassifier<Required<LinearDiscriminantAnalysisOptions>, Learnt>
  implements ProbabilisticClassifier
{
  constructor(options: LinearDiscriminantAnalysisOptions = {}) {
    const { solver = "svd", shrinkage = null, priors = null, nComponents = null, tol = 1e-4 } = options;
    checkShrinkage(shrinkage);
    if (solver === "svd" && shrinkage !== null) {
      throw new QuadrantError("bad-argument", 'solver "svd" knows no shrinkage', { remedy: 'Take "lsqr" or "eigen".' });
    }
    super({ solver, shrinkage, priors, nComponents, tol });
  }

  fit(X: Matrix, y: ArrayLike<number>): this {
    const labels = checkFit(X, y, "LinearDiscriminantAnalysis", 1);
    const { classes } = labels;
    const [rows, columns] = X.shape;
    if (rows === classes.length) {
      throw new QuadrantError("bad-argument", `${rows} rows of ${rows} classes say nothing about variance`, {
        remedy: "Give more rows than classes.",
      });
    }
    const most = Math.min(classes.length - 1, columns);
    const components = this.options.nComponents ?? most;
    if (!(components >= Math.min(1, most) && components <= most)) {
      throw new QuadrantError(
        "bad-argument",
        `nComponents = ${components}: ${classes.length} classes of ${columns} columns have ${most}`,
      );
    }
    const priors = priorsOf(this.options.priors, labels);
    const means = classMeans(X, labels);
    const overall = new Float64Array(columns);
    for (let i = 0; i < means.length; i++) overall[i % columns]! += priors[Math.floor(i / columns)]! * means[i]!;
    const centres = { ...labels, means, overall };
    const solution =
      this.options.solver === "svd" ? this.solveSvd(X, centres, priors) : this.solveCovariance(X, centres, priors);
    const scalings = solution.scalings.slice(0, components * columns);
    const { coef, intercept } = classes.length === 2 ? differenceOfTwo(solution) : solution;
    this.learnt = { classes, coef, intercept, scalings, components, origin: solution.origin };
    return this;
  }

  predictProba(X: Matrix): Matrix {
    const scores = this.scores(X);
    if (this.classes.length === 1) return { data: new Float32Array(X.shape[0]).fill(1), shape: [X.shape[0], 1] };
    return probabilitiesOf(scores, this.intercept.length);
  }

  /**
   * The directions that part the classes best, (rows, components); their signs mean nothing.
   *
   * @throws QuadrantError "bad-argument" with solver "lsqr", which finds none
   */
  transform(X: Matrix): Matrix {
    const { scalings, components, origin } = this.fitted();
    if (this.options.solver === "lsqr") {
      throw new QuadrantError("bad-argument", 'solver "lsqr" finds no directions', {
        remedy: 'Take "svd" or "eigen".',
      });
    }
    const columns = origin.length;
    checkColumns(X, columns, "LinearDiscriminantAnalysis");
    const found = scalings.length / columns;
    const product = matrixProduct();
    const directions = { data: scalings, shape: [found, columns] } as const;
    const shift = product.multiply({ data: origin, shape: [1, columns] }, directions, { transposeB: true });
    const data = product.multiply(X, directions, { transposeB: true });
    return {
      data: Float32Array.from(data, (value, i) => value - shift[i % found]!),
      shape: [X.shape[0], Math.min(found, components)],
    };
  }

  private solveSvd(X: Matrix, centres: ClassCentres, priors: Float64Array): Solution {
    const { tol } = this.options;
    const [rows, columns] = X.shape;
    const classes = priors.length;
    // Nothing lies between the classes.
    if (classes === 1) {
      return {
        coef: new Float64Array(columns),
        intercept: new Float64Array(1),
        scalings: new Float64Array(0),
        origin: centres.overall,
      };
    }
    const product = matrixProduct();
    const white = whitening(X, centres, tol);
    const { rank } = white;
    const weighted = white.means.map((value, i) => {
      return value * Math.sqrt((rows * priors[Math.floor(i / rank)]!) / (classes - 1));
    });
    const { values, vectors } = symmetricEigen(product.gram({ data: weighted, shape: [classes, rank] }), classes);
    const kept = values.filter((value) => value > 0 && Math.sqrt(value) > tol * Math.sqrt(values[0]!)).length;
    const between = product.multiply(
      { data: vectors.slice(0, kept * classes), shape: [kept, classes] },
      { data: weighted, shape: [classes, rank] },
    );
    for (let i = 0; i < between.length; i++) between[i]! /= Math.sqrt(values[Math.floor(i / rank)]!);
    const projected = product.multiply(
      { data: white.means, shape: [classes, rank] },
      { data: between, shape: [kept, rank] },
      { transposeB: true },
    );
    const scalings = white.directions(between, kept);
    const coef = product.multiply(
      { data: projected, shape: [classes, kept] },
      { data: scalings, shape: [kept, columns] },
    );
    const intercept = priors.map((prior, k) => {
      let score = Math.log(prior);
      for (let i = 0; i < kept; i++) score -= projected[k * kept + i]! ** 2 / 2;
      for (let column = 0; column < columns; column++) score -= centres.overall[column]! * coef[k * columns + column]!;
      return score;
    });
    return { coef, intercept, scalings, origin: centres.overall };
  }

  private solveCovariance(X: Matrix, { codes, counts, means }: ClassCentres, priors: Float64Array): Solution {
    const { solver, shrinkage } = this.options;
    const columns = X.shape[1];
    if (columns > MOST_COLUMNS) {
      throw new QuadrantError("bad-argument", `solver "${solver}" on ${columns} columns: at most ${MOST_COLUMNS}`, {
        remedy: 'Take solver "svd", or fewer columns.',
      });
    }
    const within = new Float64Array(columns * columns);
    counts.forEach((_, code) => {
      const C = covariance(centredRows(X, codes, code, means), columns, shrinkage);
      for (let i = 0; i < C.length; i++) within[i]! += priors[code]! * C[i]!;
    });
    const coef = solver === "lsqr" ? solveSymmetric(within, columns, means, counts.length) : means.slice();
    let scalings = new Float64Array(0);
    if (solver === "eigen") {
      const L = cholesky(within, columns);
      if (L === undefined) {
        throw new QuadrantError("bad-argument", "the covariance within the classes is singular", {
          remedy: 'Set shrinkage, or take solver "svd".',
        });
      }
      solveLower(L, columns, coef, counts.length);
      solveUpper(L, columns, coef, counts.length);
      scalings = betweenDirections(X, L, within, shrinkage);
    }
    const intercept = priors.map((prior, k) => {
      let inner = 0;
      for (let at = k * columns; at < (k + 1) * columns; at++) inner += means[at]! * coef[at]!;
      return Math.log(prior) - inner / 2;
    });
    return { coef, intercept, scalings, origin: new Float64Array(columns) };
  }
}

/** Eigenvectors of the scatter between the classes relative to that within, which is L L', row by row. */
function betweenDirections(
  X: Matrix,
  L: Float64Array,
  within: Float64Array,
  shrinkage: Shrinkage,
): Float64Array<ArrayBuffer> {
  const columns = X.shape[1];
  const one = new Int32Array(X.shape[0]);
  const B = covariance(centredRows(X, one, 0, columnMeans(X)), columns, shrinkage).map(
    (value, i) => value - within[i]!,
  );
  // Solving by rows of a symmetric matrix, turning, and solving again gives L^-1 B L'^-1.
  solveLower(L, columns, B, columns);
  const turned = B.map((_, i) => B[(i % columns) * columns + Math.floor(i / columns)]!);
  solveLower(L, columns, turned, columns);
  const { vectors } = symmetricEigen(turned, columns);
  solveUpper(L, columns, vectors, columns);
  return Float64Array.from(vectors);
}

/** Two classes have one score, for the second. */
function differenceOfTwo({ coef, intercept }: Solution): { coef: Float64Array; intercept: Float64Array } {
  const columns = coef.length / 2;
  return {
    coef: Float64Array.from({ length: columns }, (_, i) => coef[columns + i]! - coef[i]!),
    intercept: Float64Array.of(intercept[1]! - intercept[0]!),
  };
}
