import type { Matrix } from "../arrays";

/** The squared length of each row, in float64. */
export function squaredNorms({ data, shape: [rows, columns] }: Matrix): Float64Array {
  const squares = new Float64Array(rows);
  for (let row = 0, at = 0; row < rows; row++) {
    let sum = 0;
    for (let column = 0; column < columns; column++, at++) sum += data[at]! * data[at]!;
    squares[row] = sum;
  }
  return squares;
}
