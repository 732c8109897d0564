import { cholesky, solveLower, solveUpper } from "./cholesky";
import { symmetricEigen } from "./symmetric-eigen";

/**
 * Solves A x = b for each of the `count` rows of `b`: by Cholesky, or where A is singular the shortest least-squares
 * solution.
 *
 * @param A symmetric and positive semidefinite, size x size; left alone
 * @returns (count, size)
 */
export function solveSymmetric(A: Float64Array, size: number, b: Float64Array, count: number): Float64Array {
  const L = cholesky(A, size);
  if (L !== undefined && isWellConditioned(L, size)) {
    const x = b.slice();
    solveLower(L, size, x, count);
    solveUpper(L, size, x, count);
    return x;
  }
  const { values, vectors } = symmetricEigen(A, size);
  const negligible = values[0]! * size * Number.EPSILON;
  const x = new Float64Array(count * size);
  for (let row = 0; row < count; row++) {
    for (let k = 0; k < size && values[k]! > negligible; k++) {
      let inner = 0;
      for (let i = 0; i < size; i++) inner += vectors[k * size + i]! * b[row * size + i]!;
      for (let i = 0; i < size; i++) x[row * size + i]! += (inner / values[k]!) * vectors[k * size + i]!;
    }
  }
  return x;
}

/** The spread of the diagonal bounds the condition from below: a singular matrix that rounding let through shows here. */
function isWellConditioned(L: Float64Array, size: number): boolean {
  let [least, most] = [Number.POSITIVE_INFINITY, 0];
  for (let i = 0; i < size; i++) {
    const value = L[i * size + i]!;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return least * least > size * Number.EPSILON * most * most;
}
