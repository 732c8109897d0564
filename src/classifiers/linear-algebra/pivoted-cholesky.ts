/** A factor of a positive semidefinite matrix: K = R R'. */
interface SemidefiniteFactor {
  /** (size, rank), row-major. */
  readonly factor: Float64Array;
  readonly rank: number;
  /** The rows that span all others: of these the factor is lower triangular. */
  readonly pivots: Int32Array;
}

/** What is left of the largest diagonal value when rounding is all there is. */
const NEGLIGIBLE = 1e-12;

/**
 * Cholesky's factor of a positive semidefinite matrix, which may be singular, by taking the row with the largest
 * remainder first (Higham 1990, "Analysis of the Cholesky decomposition of a semi-definite matrix").
 *
 * @param K symmetric, size x size; left alone
 */
export function pivotedCholesky(K: Float64Array, size: number): SemidefiniteFactor {
  const left = Float64Array.from({ length: size }, (_, i) => K[i * size + i]!);
  const bound = left.reduce((a, b) => Math.max(a, b), 0) * size * NEGLIGIBLE;
  // Each row of `columns` is a column of the factor: rows lie together in memory.
  const columns: Float64Array[] = [];
  const pivots: number[] = [];
  while (pivots.length < size) {
    const pivot = left.reduce((best, value, i) => (value > left[best]! ? i : best), 0);
    if (!(left[pivot]! > bound)) break;
    const column = K.slice(pivot * size, (pivot + 1) * size);
    for (const earlier of columns) {
      const times = earlier[pivot]!;
      if (times === 0) continue;
      for (let i = 0; i < size; i++) column[i]! -= times * earlier[i]!;
    }
    const scale = 1 / Math.sqrt(left[pivot]!);
    for (let i = 0; i < size; i++) column[i]! *= scale;
    for (const done of pivots) column[done] = 0;
    for (let i = 0; i < size; i++) left[i]! -= column[i]! * column[i]!;
    left[pivot] = Number.NEGATIVE_INFINITY;
    columns.push(column);
    pivots.push(pivot);
  }
  const rank = pivots.length;
  const factor = new Float64Array(size * rank);
  for (let k = 0; k < rank; k++) {
    for (let i = 0; i < size; i++) factor[i * rank + k] = columns[k]![i]!;
  }
  return { factor, rank, pivots: Int32Array.from(pivots) };
}
