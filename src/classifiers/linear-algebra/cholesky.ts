import { triangular } from "../../kernels/triangular";

/**
 * The lower triangle L with L L' = A, or undefined where A is not positive definite.
 *
 * @param A symmetric, size x size, row-major; left alone
 */
export function cholesky(A: Float64Array, size: number): Float64Array | undefined {
  return triangular().cholesky(A, size);
}

/** Solves L x = b in place, for each of the `count` rows of `b` (count, size). */
export function solveLower(L: Float64Array, size: number, b: Float64Array, count: number): void {
  triangular().solveLower(L, size, b, count);
}

/** Solves L' x = b in place, for each of the `count` rows of `b`. */
export function solveUpper(L: Float64Array, size: number, b: Float64Array, count: number): void {
  triangular().solveUpper(L, size, b, count);
}
