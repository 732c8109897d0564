import { matrixProduct } from "../../kernels/matrix-product";

/** Columns that are finished together; what lies left of them is one product. */
const BLOCK = 96;

/**
 * The lower triangle L with L L' = A, or undefined where A is not positive definite.
 *
 * @param A symmetric, size x size, row-major; left alone
 */
export function cholesky(A: Float64Array, size: number): Float64Array | undefined {
  const L = A.slice();
  for (let first = 0; first < size; first += BLOCK) {
    const last = Math.min(size, first + BLOCK);
    if (first > 0) subtractProducts(L, size, first, last);
    for (let i = first; i < size; i++) {
      for (let j = first; j < Math.min(i + 1, last); j++) {
        let sum = L[i * size + j]!;
        for (let k = first; k < j; k++) sum -= L[i * size + k]! * L[j * size + k]!;
        if (i > j) L[i * size + j] = sum / L[j * size + j]!;
        else if (!(sum > 0)) return undefined;
        else L[i * size + i] = Math.sqrt(sum);
      }
    }
  }
  for (let row = 0; row < size; row++) L.fill(0, row * size + row + 1, (row + 1) * size);
  return L;
}

/** Takes from columns first to last, from the diagonal down, what the columns before have explained. */
function subtractProducts(L: Float64Array, size: number, first: number, last: number): void {
  const rows = size - first;
  const before = new Float64Array(rows * first);
  for (let row = 0; row < rows; row++) {
    before.set(L.subarray((first + row) * size, (first + row) * size + first), row * first);
  }
  const width = last - first;
  const products = matrixProduct().multiply(
    { data: before, shape: [rows, first] },
    { data: before.subarray(0, width * first), shape: [width, first] },
    { transposeB: true },
  );
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < width; column++) {
      L[(first + row) * size + first + column]! -= products[row * width + column]!;
    }
  }
}

/** Solves L x = b in place, for each of the `count` rows of `b` (count, size). */
export function solveLower(L: Float64Array, size: number, b: Float64Array, count: number): void {
  for (let row = 0; row < count; row++) {
    const x = b.subarray(row * size, (row + 1) * size);
    for (let i = 0; i < size; i++) {
      let sum = x[i]!;
      for (let k = 0; k < i; k++) sum -= L[i * size + k]! * x[k]!;
      x[i] = sum / L[i * size + i]!;
    }
  }
}

/** Solves L' x = b in place, for each of the `count` rows of `b`. */
export function solveUpper(L: Float64Array, size: number, b: Float64Array, count: number): void {
  for (let row = 0; row < count; row++) {
    const x = b.subarray(row * size, (row + 1) * size);
    for (let i = size - 1; i >= 0; i--) {
      const value = x[i]! / L[i * size + i]!;
      x[i] = value;
      for (let k = 0; k < i; k++) x[k]! -= L[i * size + k]! * value;
    }
  }
}
