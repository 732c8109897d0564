import { triangular } from "../../kernels/triangular";
import { blockedCholesky } from "./blocked-cholesky";

/** From so many columns on, products in blocks are the faster way. */
const BLOCKED = 256;

/**
 * The lower triangle L with L L' = A, or undefined where A is not positive definite.
 *
 * @param A symmetric, size x size, row-major; left alone
 * @param single lets a large one be computed in float32
 */
export function cholesky(A: Float64Array, size: number, single = false): Float64Array | undefined {
  if (size >= BLOCKED) return blockedCholesky(A, size, single);
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
