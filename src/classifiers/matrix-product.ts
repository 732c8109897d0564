import type { Matrix } from "../arrays";
import { matrixProduct } from "../kernels/matrix-product";

/** A times B transposed: the inner product of each row of A with each row of B, (rows of A, rows of B), in float64. */
export function multiplyTransposed(A: Matrix, B: Matrix): Float64Array {
  const product = matrixProduct();
  return A === B ? product.gram(A) : product.multiply(A, B, { transposeB: true });
}

/**
 * The inner product of each row with each row, (rows, rows), in float64: with hundreds of rows and hundreds of thousands
 * of columns it holds all that ridge, support vectors, neighbours and principal components need. Give it to
 * SVC({ kernel: "precomputed" }), for one; the linear models here take it by themselves.
 */
export function gramMatrix(X: Matrix): Matrix {
  return { data: Float32Array.from(matrixProduct().gram(X)), shape: [X.shape[0], X.shape[0]] };
}

/** The squared length of each row, in float64. */
export function squaredNorms({ data, shape: [rows, columns] }: Matrix): Float64Array {
  const squares = new Float64Array(rows);
  for (let row = 0, at = 0; row < rows; row++) {
    let sum = 0;
    for (let column = 0; column < columns; column++, at++) sum += data[at]! * data[at]!;
    squares[row] = sum;
  }
  return squares;
}
