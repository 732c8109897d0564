import type { Matrix } from "../../arrays";
import { matrixProduct, type Operand } from "../../kernels/matrix-product";
import { solveUpper } from "./cholesky";
import { pivotedCholesky } from "./pivoted-cholesky";

/**
 * Rows with many columns, seen in the space that they span: X = R Q', with orthonormal columns in Q. A model whose
 * penalty is |w|^2 has its weights in that space, so that it is the same model on R, which is no wider than long.
 */
interface RowSpace {
  /** R: (rows, rank). */
  readonly X: Operand;
  /** Weights of R's columns (count, rank) as weights of X's columns (count, columns). */
  weightsOfColumns(weights: Float64Array, count: number): Float64Array;
}

/** As many columns for each row as make the way through the row space the shorter one. */
const WIDE = 1.5;

export function isWide({ shape: [rows, columns] }: Matrix): boolean {
  return columns > WIDE * rows;
}

/** @param mean taken from each column first: the space is then that of the centred rows */
export function rowSpace(X: Matrix, mean?: Float64Array): RowSpace {
  const product = matrixProduct();
  const [rows, columns] = X.shape;
  const K = product.gram(X, mean === undefined ? {} : { shift: mean });
  const { factor, rank, pivots } = pivotedCholesky(K, rows);
  return {
    X: { data: factor, shape: [rows, rank] },
    weightsOfColumns(weights, count) {
      const triangle = new Float64Array(rank * rank);
      pivots.forEach((pivot, i) => {
        triangle.set(factor.subarray(pivot * rank, pivot * rank + rank), i * rank);
      });
      const solved = weights.slice();
      solveUpper(triangle, rank, solved, count);
      const ofRows = new Float64Array(count * rows);
      for (let k = 0; k < count; k++) {
        for (let i = 0; i < rank; i++) ofRows[k * rows + pivots[i]!] = solved[k * rank + i]!;
      }
      return combineRows(ofRows, count, X, mean, columns);
    },
  };
}

/** Sums of (centred) rows: `ofRows` (count, rows) times X - mean, (count, columns). */
export function combineRows(
  ofRows: Float64Array,
  count: number,
  X: Matrix,
  mean: Float64Array | undefined,
  columns = X.shape[1],
): Float64Array {
  const rows = X.shape[0];
  const combined = matrixProduct().multiply({ data: ofRows, shape: [count, rows] }, X);
  if (mean === undefined) return combined;
  for (let k = 0; k < count; k++) {
    const sum = ofRows.subarray(k * rows, (k + 1) * rows).reduce((a, b) => a + b, 0);
    for (let column = 0; column < columns; column++) combined[k * columns + column]! -= sum * mean[column]!;
  }
  return combined;
}

/** The mean of each column, each row weighted. */
export function columnMeans(X: Matrix, weights?: Float64Array): Float64Array {
  const [rows, columns] = X.shape;
  const means = new Float64Array(columns);
  let total = 0;
  for (let row = 0, at = 0; row < rows; row++) {
    const weight = weights?.[row] ?? 1;
    total += weight;
    for (let column = 0; column < columns; column++, at++) means[column]! += weight * X.data[at]!;
  }
  for (let column = 0; column < columns; column++) means[column]! /= total;
  return means;
}
