import type { Matrix } from "../../arrays";
import { QuadrantError } from "../../errors";
import { matrixProduct } from "../../kernels/matrix-product";
import { type ClassWeight, weightsOfClasses } from "../class-weight";
import { checkFit } from "../classifier";
import { classProducts } from "../linear-algebra/class-products";
import { columnMeans, combineRows } from "../linear-algebra/row-space";
import { solveRefined } from "../linear-algebra/solve-refined";
import { solveSymmetric } from "../linear-algebra/solve-symmetric";
import { LinearClassifier } from "./linear-classifier";
import { moveIntercept } from "./logistic-regression";

/** scikit-learn's names and defaults. */
export interface RidgeClassifierOptions {
  /** Strength of the L2 penalty. */
  readonly alpha?: number;
  readonly fitIntercept?: boolean;
  readonly classWeight?: ClassWeight;
}

/**
 * Least squares with an L2 penalty onto 1 for the class and -1 for the others, as scikit-learn 1.9's RidgeClassifier:
 * the normal equations, or with more columns than rows those of the Gram matrix. A lone class is always the answer.
 */
export class RidgeClassifier extends LinearClassifier<Required<RidgeClassifierOptions>> {
  constructor({ alpha = 1, fitIntercept = true, classWeight = null }: RidgeClassifierOptions = {}) {
    if (!(alpha >= 0)) throw new QuadrantError("bad-argument", `alpha = ${alpha}: a number of at least 0 is needed`);
    super({ alpha, fitIntercept, classWeight });
  }

  fit(X: Matrix, y: ArrayLike<number>): this {
    const labels = checkFit(X, y, "RidgeClassifier", 1);
    const { alpha, fitIntercept, classWeight } = this.options;
    const { classes, codes } = labels;
    const rows = codes.length;
    const ofClasses = weightsOfClasses(classWeight, labels);
    const weights = Float64Array.from(codes, (code) => ofClasses[code]!);
    const outputs = classes.length <= 2 ? 1 : classes.length;
    const targets = new Float64Array(outputs * rows);
    for (let k = 0; k < outputs; k++) {
      for (let row = 0; row < rows; row++) {
        targets[k * rows + row] = codes[row] === (outputs === 1 ? 1 : k) ? 1 : -1;
      }
    }
    const intercept = new Float64Array(outputs);
    const mean = fitIntercept ? columnMeans(X, weights) : undefined;
    if (fitIntercept) centre(targets, weights, intercept);
    const coef =
      X.shape[1] > rows
        ? solveByRows(X, targets, weights, alpha, mean)
        : solveByColumns(X, targets, weights, alpha, mean);
    if (mean !== undefined) moveIntercept(intercept, coef, mean);
    this.learnt = { classes, coef, intercept };
    return this;
  }
}

/** From so many columns on, the time that float32 saves is more than that of the corrections. */
const REFINED = 400;

/** Takes from each row of the targets its weighted mean, and writes that down. */
function centre(targets: Float64Array, weights: Float64Array, means: Float64Array): void {
  const rows = weights.length;
  const total = weights.reduce((a, b) => a + b, 0);
  for (let k = 0; k < means.length; k++) {
    const of = targets.subarray(k * rows, (k + 1) * rows);
    const mean = of.reduce((sum, value, row) => sum + weights[row]! * value, 0) / total;
    means[k] = mean;
    for (let row = 0; row < rows; row++) of[row]! -= mean;
  }
}

function solveByColumns(
  X: Matrix,
  targets: Float64Array,
  weights: Float64Array,
  alpha: number,
  mean: Float64Array | undefined,
): Float64Array {
  const [rows, columns] = X.shape;
  const outputs = targets.length / rows;
  if (columns >= REFINED && weights.every((weight) => weight === 1)) {
    const refined = solveFromSingle(X, targets, alpha, mean);
    if (refined !== undefined) return refined;
  }
  const A = weightedScatter(X, weights, mean);
  for (let i = 0; i < columns; i++) A[i * columns + i]! += alpha;
  const weighted = targets.map((target, i) => target * weights[i % rows]!);
  return solveSymmetric(A, columns, combineRows(weighted, outputs, X, mean), outputs);
}

/** With the scatter of the columns in float32, which takes half the time, and corrections in float64. */
function solveFromSingle(
  X: Matrix,
  targets: Float64Array,
  alpha: number,
  mean: Float64Array | undefined,
): Float64Array | undefined {
  const [rows, columns] = X.shape;
  const count = targets.length / rows;
  const approximate = matrixProduct().gram(X, { transposeA: true, single: true, ...(mean && { shift: mean }) });
  for (let i = 0; i < columns; i++) approximate[i * columns + i]! += alpha;
  const products = classProducts(X, count);
  const shift = mean ?? new Float64Array(columns);
  /** The transpose of the centred rows times E (rows, count): (count, columns). */
  const back = (E: Float64Array) => {
    const out = new Float64Array(count * columns);
    products.gradient(E, out);
    for (let k = 0; k < count; k++) {
      let sum = 0;
      for (let row = 0; row < rows; row++) sum += E[row * count + k]!;
      for (let column = 0; column < columns; column++) out[k * columns + column]! -= sum * shift[column]!;
    }
    return out;
  };
  return solveRefined({
    approximate,
    size: columns,
    b: back(targets.map((_, i) => targets[(i % count) * rows + Math.floor(i / count)]!)),
    count,
    times(x) {
      const scores = products.scores(x);
      for (let k = 0; k < count; k++) {
        let middle = 0;
        for (let column = 0; column < columns; column++) middle += x[k * columns + column]! * shift[column]!;
        for (let row = 0; row < rows; row++) scores[row * count + k]! -= middle;
      }
      const out = back(scores);
      for (let i = 0; i < out.length; i++) out[i]! += alpha * x[i]!;
      return out;
    },
  });
}

/** The weighted sum of the outer products of the (centred) rows, (columns, columns). */
function weightedScatter(X: Matrix, weights: Float64Array, mean: Float64Array | undefined): Float64Array {
  const product = matrixProduct();
  if (weights.every((weight) => weight === 1)) {
    return product.gram(X, mean === undefined ? { transposeA: true } : { transposeA: true, shift: mean });
  }
  const columns = X.shape[1];
  const data = Float64Array.from(X.data, (value, i) => {
    const column = i % columns;
    return (value - (mean?.[column] ?? 0)) * Math.sqrt(weights[(i - column) / columns]!);
  });
  return product.gram({ data, shape: X.shape }, { transposeA: true });
}

function solveByRows(
  X: Matrix,
  targets: Float64Array,
  weights: Float64Array,
  alpha: number,
  mean: Float64Array | undefined,
): Float64Array {
  const rows = X.shape[0];
  const outputs = targets.length / rows;
  const K = matrixProduct().gram(X, mean === undefined ? {} : { shift: mean });
  const roots = weights.map(Math.sqrt);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < rows; j++) K[i * rows + j]! *= roots[i]! * roots[j]!;
    K[i * rows + i]! += alpha;
  }
  const scaled = targets.map((target, i) => target * roots[i % rows]!);
  const solved = solveSymmetric(K, rows, scaled, outputs).map((value, i) => value * roots[i % rows]!);
  return combineRows(solved, outputs, X, mean);
}
