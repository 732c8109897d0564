import type { Matrix } from "../../arrays";
import { matrixProduct } from "../../kernels/matrix-product";
import { squaredNorms } from "../row-norms";

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
  if (f.kernel === "precomputed") return A.data.slice(from * A.shape[1], to * A.shape[1]);
  const part: Matrix = { data: A.data.subarray(from * A.shape[1], to * A.shape[1]), shape: [to - from, A.shape[1]] };
  const products = matrixProduct().multiply(part, B, { transposeB: true });
  return kernelOfProducts(f, products, squaredNorms(part), squaredNorms(B));
}

/** The kernel of all rows of X with each other: (rows, rows), in float32. */
export function kernelMatrix(f: KernelFunction, X: Matrix): Float32Array {
  if (f.kernel === "precomputed") return X.data;
  const squares = squaredNorms(X);
  return kernelOfProducts(f, matrixProduct().gram(X), squares, squares);
}

/** @param products inner products of rows; the squared lengths of both sides' rows come after them */
function kernelOfProducts(
  { kernel, gamma, coef0, degree }: KernelFunction,
  products: Float64Array,
  squaresA: Float64Array,
  squaresB: Float64Array,
): Float32Array {
  const result = new Float32Array(products.length);
  if (kernel === "linear") result.set(products);
  else if (kernel === "rbf") {
    for (let row = 0, at = 0; row < squaresA.length; row++) {
      const own = squaresA[row]!;
      for (let column = 0; column < squaresB.length; column++, at++) {
        result[at] = Math.exp(-gamma * (own + squaresB[column]! - 2 * products[at]!));
      }
    }
  } else if (kernel === "poly") {
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
