import type { Matrix } from "../arrays";

/** Columns multiplied at a time: eight rows of them stay in the first-level cache. */
const BLOCK = 512;

/**
 * A times B transposed: the inner product of each row of A with each row of B, (rows of A, rows of B), in float64.
 *
 * Four by four products are summed at once, so that each value that is read serves four times.
 */
export function multiplyTransposed(A: Matrix, B: Matrix): Float64Array {
  const [rows, columns] = A.shape;
  const width = B.shape[0];
  const out = new Float64Array(rows * width);
  const a = A.data;
  const b = B.data;
  for (let first = 0; first < columns; first += BLOCK) {
    const last = Math.min(columns, first + BLOCK);
    for (let j = 0; j < width; j += 4) {
      for (let i = 0; i < rows; i += 4) {
        if (i + 4 <= rows && j + 4 <= width) addTile(a, b, out, i, j, columns, width, first, last);
        else addEdge(a, b, out, i, Math.min(rows, i + 4), j, Math.min(width, j + 4), columns, width, first, last);
      }
    }
  }
  return out;
}

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

function addTile(
  a: Float32Array,
  b: Float32Array,
  out: Float64Array,
  i: number,
  j: number,
  columns: number,
  width: number,
  first: number,
  last: number,
): void {
  const a0 = i * columns;
  const a1 = a0 + columns;
  const a2 = a1 + columns;
  const a3 = a2 + columns;
  const b0 = j * columns;
  const b1 = b0 + columns;
  const b2 = b1 + columns;
  const b3 = b2 + columns;
  let s00 = 0;
  let s01 = 0;
  let s02 = 0;
  let s03 = 0;
  let s10 = 0;
  let s11 = 0;
  let s12 = 0;
  let s13 = 0;
  let s20 = 0;
  let s21 = 0;
  let s22 = 0;
  let s23 = 0;
  let s30 = 0;
  let s31 = 0;
  let s32 = 0;
  let s33 = 0;
  for (let k = first; k < last; k++) {
    const x0 = a[a0 + k]!;
    const x1 = a[a1 + k]!;
    const x2 = a[a2 + k]!;
    const x3 = a[a3 + k]!;
    const y0 = b[b0 + k]!;
    const y1 = b[b1 + k]!;
    const y2 = b[b2 + k]!;
    const y3 = b[b3 + k]!;
    s00 += x0 * y0;
    s01 += x0 * y1;
    s02 += x0 * y2;
    s03 += x0 * y3;
    s10 += x1 * y0;
    s11 += x1 * y1;
    s12 += x1 * y2;
    s13 += x1 * y3;
    s20 += x2 * y0;
    s21 += x2 * y1;
    s22 += x2 * y2;
    s23 += x2 * y3;
    s30 += x3 * y0;
    s31 += x3 * y1;
    s32 += x3 * y2;
    s33 += x3 * y3;
  }
  let at = i * width + j;
  out[at]! += s00;
  out[at + 1]! += s01;
  out[at + 2]! += s02;
  out[at + 3]! += s03;
  at += width;
  out[at]! += s10;
  out[at + 1]! += s11;
  out[at + 2]! += s12;
  out[at + 3]! += s13;
  at += width;
  out[at]! += s20;
  out[at + 1]! += s21;
  out[at + 2]! += s22;
  out[at + 3]! += s23;
  at += width;
  out[at]! += s30;
  out[at + 1]! += s31;
  out[at + 2]! += s32;
  out[at + 3]! += s33;
}

function addEdge(
  a: Float32Array,
  b: Float32Array,
  out: Float64Array,
  fromRow: number,
  toRow: number,
  fromColumn: number,
  toColumn: number,
  columns: number,
  width: number,
  first: number,
  last: number,
): void {
  for (let i = fromRow; i < toRow; i++) {
    for (let j = fromColumn; j < toColumn; j++) {
      let sum = 0;
      for (let k = first; k < last; k++) sum += a[i * columns + k]! * b[j * columns + k]!;
      out[i * width + j]! += sum;
    }
  }
}
