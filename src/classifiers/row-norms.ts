import type { Matrix } from "../arrays";

/** The squared length of each row, in float64. */
export function squaredNorms({ data, shape: [rows, columns] }: Matrix): Float64Array {
  const squares = new Float64Array(rows);
  for (let row = 0, at = 0; row < rows; row++) {
    // Two sums, since each waits for itself.
    let [even, odd] = [0, 0];
    const end = at + columns;
    for (; at + 1 < end; at += 2) {
      even += data[at]! * data[at]!;
      odd += data[at + 1]! * data[at + 1]!;
    }
    for (; at < end; at++) even += data[at]! * data[at]!;
    squares[row] = even + odd;
  }
  return squares;
}
