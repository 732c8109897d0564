import type { Matrix } from "../../arrays";

/** What may be learnt from in one fold; nothing of the test rows is in it. */
export interface TrainingRows {
  readonly X: Matrix;
  readonly y: Int32Array;
  /** The group of each row; where items are independent, its own number. */
  readonly groups: readonly (string | number)[];
  /** The item of the data set that each row is, or was made from. */
  readonly items: readonly number[];
}

/**
 * Makes training rows of training rows: oversampling, augmentation. It is handed the training rows of one fold and
 * nothing else, so that no copy of a test row can get among them, and no changed training row among the test rows.
 */
export interface Resampler {
  resample(rows: TrainingRows): TrainingRows;
}

/** Rows of a matrix, copied in the order asked for; a row may be asked for several times. */
export function takeRows({ data, shape: [, columns] }: Matrix, rows: ArrayLike<number>): Matrix {
  const taken = new Float32Array(rows.length * columns);
  for (let i = 0; i < rows.length; i++) {
    taken.set(data.subarray(rows[i]! * columns, (rows[i]! + 1) * columns), i * columns);
  }
  return { data: taken, shape: [rows.length, columns] };
}

/** Some of the training rows, in the order asked for. */
export function pickRows({ X, y, groups, items }: TrainingRows, rows: readonly number[]): TrainingRows {
  return {
    X: takeRows(X, rows),
    y: Int32Array.from(rows, (row) => y[row]!),
    groups: rows.map((row) => groups[row]!),
    items: rows.map((row) => items[row]!),
  };
}
