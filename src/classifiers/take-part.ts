import type { Matrix } from "../arrays";

/** Rows with the class code of each. */
export interface Part {
  readonly X: Matrix;
  readonly codes: Int32Array;
}

/**
 * Copies some rows.
 *
 * @param room memory for them, of which the part takes what it needs
 */
export function takePart(
  { data, shape: [, columns] }: Matrix,
  codes: Int32Array,
  rows: ArrayLike<number>,
  room = new Float32Array(rows.length * columns),
): Part {
  const taken = room.subarray(0, rows.length * columns);
  for (let i = 0; i < rows.length; i++) {
    taken.set(data.subarray(rows[i]! * columns, (rows[i]! + 1) * columns), i * columns);
  }
  return { X: { data: taken, shape: [rows.length, columns] }, codes: Int32Array.from(rows, (row) => codes[row]!) };
}
