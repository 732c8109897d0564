import type { Matrix } from "../../arrays";
import { matrixProduct } from "../../kernels/matrix-product";
import { classProducts } from "../linear-algebra/class-products";
import { columnMeans, combineRows } from "../linear-algebra/row-space";
import { solveRefined } from "../linear-algebra/solve-refined";
import { solveSymmetric } from "../linear-algebra/solve-symmetric";
import { moveIntercept } from "./logistic-regression";

interface RidgeEquations {
  /** (outputs, rows), row-major; centred in place where there is an intercept. */
  readonly targets: Float64Array;
  /** Of each row. */
  readonly weights: Float64Array;
  readonly alpha: number;
  readonly fitIntercept: boolean;
}

export interface RidgeSolution {
  /** (outputs, columns), row-major. */
  readonly coef: Float64Array;
  /** One an output. */
  readonly intercept: Float64Array;
}

/**
 * The minimum of the weighted sum of squares |X w - target|^2 + alpha |w|^2 of each output: by the normal equations, or
 * with more columns than rows by those of the Gram matrix. The intercept is not penalised.
 */
export function solveRidge(X: Matrix, { targets, weights, alpha, fitIntercept }: RidgeEquations): RidgeSolution {
  const intercept = new Float64Array(targets.length / weights.length);
  const mean = fitIntercept ? columnMeans(X, weights) : undefined;
  if (fitIntercept) centre(targets, weights, intercept);
  const solve = X.shape[1] > X.shape[0] ? solveByRows : solveByColumns;
  const coef = solve(X, targets, weights, alpha, mean);
  if (mean !== undefined) moveIntercept(intercept, coef, mean);
  return { coef, intercept };
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
