import type { Matrix } from "../arrays";
import { QuadrantError } from "../errors";

/** What every classifier can do. Labels are 0 to classes - 1; X is (rows, columns), a row an item. */
export interface Classifier {
  /** Learns from labelled rows; fitting again forgets what was learnt. */
  fit(X: Matrix, y: ArrayLike<number>): this;
  /** The likeliest label of each row; the smaller label wins a tie. */
  predict(X: Matrix): Int32Array;
  /** Probabilities, (rows, classes); each row sums to 1. */
  predictProba(X: Matrix): Matrix;
}

/** The column with the largest value of each row. */
export function argmaxRows({ data, shape: [rows, columns] }: Matrix): Int32Array {
  return Int32Array.from({ length: rows }, (_, row) => {
    let best = 0;
    for (let column = 1; column < columns; column++) {
      if (data[row * columns + column]! > data[row * columns + best]!) best = column;
    }
    return best;
  });
}

/** How many classes the labels 0, 1, ... have. @throws QuadrantError "bad-argument" for labels that are no such numbers */
export function countClasses(y: ArrayLike<number>): number {
  let largest = -1;
  for (let i = 0; i < y.length; i++) {
    const label = y[i]!;
    if (!Number.isInteger(label) || label < 0) {
      throw new QuadrantError("bad-argument", `label ${label} at ${i} is not a whole number of at least 0`);
    }
    if (label > largest) largest = label;
  }
  return largest + 1;
}

/**
 * Guards the door of every fit.
 *
 * @throws QuadrantError "bad-argument" when rows and labels differ in number, there are none, or a value is not finite
 */
export function checkFit(X: Matrix, y: ArrayLike<number>): void {
  const [rows, columns] = X.shape;
  if (rows !== y.length || rows === 0) {
    throw new QuadrantError("bad-argument", `${rows} rows against ${y.length} labels: the same number, at least 1`);
  }
  checkFinite(X, columns);
}

/** @throws QuadrantError "bad-argument" that names the row and the column of the first value that is not finite */
export function checkFinite({ data }: Matrix, columns: number): void {
  const at = data.findIndex((value) => !Number.isFinite(value));
  if (at >= 0) {
    throw new QuadrantError(
      "bad-argument",
      `X holds ${data[at]} in row ${Math.floor(at / columns)}, column ${at % columns}`,
      { remedy: "Leave the item out, or fill the value in, before fitting." },
    );
  }
}
