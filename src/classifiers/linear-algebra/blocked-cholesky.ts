import { matrixProduct } from "../../kernels/matrix-product";
import { triangular } from "../../kernels/triangular";

/** Columns that are finished together. */
const BLOCK = 96;

/**
 * Cholesky's factor of a large matrix: what the columns on the left take from a block of columns is one product of
 * matrices, where nearly all of the work lies.
 *
 * @param A symmetric, size x size; left alone
 * @param single takes the products in float32: for a factor that a solution is refined with
 * @returns undefined where A is not positive definite
 */
export function blockedCholesky(A: Float64Array, size: number, single: boolean): Float64Array | undefined {
  const { cholesky, solveLower } = triangular();
  const L = new Float64Array(size * size);
  for (let first = 0; first < size; first += BLOCK) {
    const width = Math.min(BLOCK, size - first);
    const columns = columnsOf(A, L, size, first, width, single);
    const corner = cholesky(columns.subarray(0, width * width), width);
    if (corner === undefined) return undefined;
    const below = columns.subarray(width * width);
    solveLower(corner, width, below, below.length / width);
    columns.set(corner);
    for (let row = first, at = 0; row < size; row++, at += width) {
      L.set(columns.subarray(at, at + width), row * size + first);
    }
  }
  return L;
}

/** Some columns of A from the diagonal down, less what the columns of L on the left of them make up: (rows, width). */
function columnsOf(
  A: Float64Array,
  L: Float64Array,
  size: number,
  first: number,
  width: number,
  single: boolean,
): Float64Array {
  const rows = size - first;
  const columns = new Float64Array(rows * width);
  for (let row = 0; row < rows; row++) {
    const from = (first + row) * size + first;
    columns.set(A.subarray(from, from + width), row * width);
  }
  if (first === 0) return columns;
  const left = { data: L.subarray(first * size), shape: [rows, first], rowStride: size } as const;
  const across = { ...left, shape: [width, first] } as const;
  const products = matrixProduct().multiply(left, across, { transposeB: true, single });
  for (let i = 0; i < columns.length; i++) columns[i]! -= products[i]!;
  return columns;
}
