import type { Matrix } from "../../arrays";
import { multiplyTransposed, squaredNorms } from "../matrix-product";

export type KernelName = "linear" | "poly" | "rbf" | "sigmoid" | "precomputed";

/** A kernel with all its numbers. */
export interface KernelFunction {
  readonly kernel: KernelName;
  readonly gamma: number;
  readonly degree: number;
  readonly coef0: number;
}

/**
 * Kernel values of some rows of A against all rows of B: (to - from, rows of B).
 *
 * Inner products are summed in float64 and the values kept in float32, as LIBSVM keeps them. "precomputed" reads them
 * from A, whose columns then stand for the rows of B.
 */
export function kernelRows(f: KernelFunction, A: Matrix, from: number, to: number, B: Matrix): Float32Array {
  const width = B.shape[0];
  if (f.kernel === "precomputed") return A.data.slice(from * A.shape[1], to * A.shape[1]);
  const part: Matrix = { data: A.data.subarray(from * A.shape[1], to * A.shape[1]), shape: [to - from, A.shape[1]] };
  const products = multiplyTransposed(part, B);
  const result = new Float32Array(products.length);
  const { gamma, coef0, degree } = f;
  if (f.kernel === "linear") result.set(products);
  else if (f.kernel === "rbf") {
    const squaresA = squaredNorms(part);
    const squaresB = squaredNorms(B);
    for (let row = 0, at = 0; row < to - from; row++) {
      for (let column = 0; column < width; column++, at++) {
        result[at] = Math.exp(-gamma * (squaresA[row]! + squaresB[column]! - 2 * products[at]!));
      }
    }
  } else if (f.kernel === "poly") {
    for (let at = 0; at < result.length; at++) result[at] = (gamma * products[at]! + coef0) ** degree;
  } else {
    for (let at = 0; at < result.length; at++) result[at] = Math.tanh(gamma * products[at]! + coef0);
  }
  return result;
}

/** k(x, x) of each row, in float64. */
export function kernelDiagonal(f: KernelFunction, X: Matrix): Float64Array {
  if (f.kernel === "precomputed") {
    return Float64Array.from({ length: X.shape[0] }, (_, row) => X.data[row * (X.shape[1] + 1)]!);
  }
  if (f.kernel === "rbf") return new Float64Array(X.shape[0]).fill(1);
  const squares = squaredNorms(X);
  if (f.kernel === "linear") return squares;
  if (f.kernel === "poly") return squares.map((square) => (f.gamma * square + f.coef0) ** f.degree);
  return squares.map((square) => Math.tanh(f.gamma * square + f.coef0));
}
