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
 * Kernel values of some rows of A against all rows of B: (to - from, rows of B), in float64. "precomputed" reads them
 * from A, whose columns then stand for the rows of B.
 */
export function kernelRows(f: KernelFunction, A: Matrix, from: number, to: number, B: Matrix): Float64Array {
  const part: Matrix = { data: A.data.subarray(from * A.shape[1], to * A.shape[1]), shape: [to - from, A.shape[1]] };
  if (f.kernel === "precomputed") return Float64Array.from(part.data);
  const products = matrixProduct().multiply(part, B, { transposeB: true });
  return applyKernel(f, products, squaredNorms(part), squaredNorms(B));
}

/** The kernel of all rows of X with each other: (rows, rows), in float32 as LIBSVM keeps it. */
export function kernelMatrix(f: KernelFunction, X: Matrix): Float32Array {
  if (f.kernel === "precomputed") return X.data;
  const squares = squaredNorms(X);
  return new Float32Array(applyKernel(f, matrixProduct().gram(X), squares, squares));
}

/** Turns inner products of rows into kernel values, in place; the squared lengths of both sides' rows come with them. */
function applyKernel(
  { kernel, gamma, coef0, degree }: KernelFunction,
  values: Float64Array,
  squaresA: Float64Array,
  squaresB: Float64Array,
): Float64Array {
  if (kernel === "rbf") {
    for (let row = 0, at = 0; row < squaresA.length; row++) {
      const own = squaresA[row]!;
      for (let column = 0; column < squaresB.length; column++, at++) {
        values[at] = Math.exp(-gamma * (own + squaresB[column]! - 2 * values[at]!));
      }
    }
  } else if (kernel === "poly") {
    for (let at = 0; at < values.length; at++) values[at] = (gamma * values[at]! + coef0) ** degree;
  } else if (kernel === "sigmoid") {
    for (let at = 0; at < values.length; at++) values[at] = Math.tanh(gamma * values[at]! + coef0);
  }
  return values;
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

/** "scale" is 1 / (columns * variance of X), "auto" 1 / columns. */
export function gammaOf(gamma: "scale" | "auto" | number, { data, shape }: Matrix): number {
  if (typeof gamma === "number") return gamma;
  if (gamma === "auto") return 1 / shape[1];
  let sum = 0;
  for (let i = 0; i < data.length; i++) sum += data[i]!;
  const mean = sum / data.length;
  let squares = 0;
  for (let i = 0; i < data.length; i++) squares += (data[i]! - mean) ** 2;
  return squares === 0 ? 1 : data.length / (shape[1] * squares);
}
