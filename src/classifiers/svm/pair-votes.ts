/**
 * How often each class wins.
 *
 * @param pairs decision values (rows, k (k - 1) / 2), above 0 for the first class of the pair
 * @returns (rows, k)
 */
export function votes(pairs: Float64Array, k: number): Float64Array {
  const perRow = (k * (k - 1)) / 2;
  const result = new Float64Array((pairs.length / perRow) * k);
  for (let row = 0, at = 0; row * k < result.length; row++) {
    for (let i = 0; i < k; i++) for (let j = i + 1; j < k; j++) result[row * k + (pairs[at++]! > 0 ? i : j)]!++;
  }
  return result;
}

/** Votes, with the sums of decision values squeezed into (-1/3, 1/3) so that they only break ties. */
export function oneVersusRest(pairs: Float64Array, k: number): Float64Array {
  const perRow = (k * (k - 1)) / 2;
  const result = new Float64Array((pairs.length / perRow) * k);
  const sums = new Float64Array(k);
  for (let row = 0, at = 0; row * k < result.length; row++) {
    sums.fill(0);
    for (let i = 0; i < k; i++) {
      for (let j = i + 1; j < k; j++, at++) {
        const value = pairs[at]!;
        sums[i]! += value;
        sums[j]! -= value;
        result[row * k + (value < 0 ? j : i)]!++;
      }
    }
    for (let c = 0; c < k; c++) result[row * k + c]! += sums[c]! / (3 * (Math.abs(sums[c]!) + 1));
  }
  return result;
}
