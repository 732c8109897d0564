import type { Matrix } from "../arrays";

/** The rows of matrices with the same columns, one below the other. */
export function stackRows(matrices: readonly Matrix[]): Matrix {
  const columns = matrices[0]!.shape[1];
  const rows = matrices.reduce((sum, { shape }) => sum + shape[0], 0);
  const data = new Float32Array(rows * columns);
  let at = 0;
  for (const matrix of matrices) {
    data.set(matrix.data, at);
    at += matrix.data.length;
  }
  return { data, shape: [rows, columns] };
}
