import { type GramOptions, type Operand, operands, type ProductOptions, type Rows, rowsOf } from "./rows";

/** Products in float64, whatever the operands, unless asked for less. */
export interface MatrixProduct {
  /** A times B, (rows of A, columns of B). */
  multiply(A: Operand, B: Operand, options?: ProductOptions): Float64Array;
  /**
   * A times its transpose, or with transposeA the transpose times A: square and symmetric. Shifted and scaled columns
   * are made block by block: A does not lie in memory twice.
   */
  gram(A: Operand, options?: GramOptions): Float64Array;
}

/** Positions of the sum a turn: two panels of them fill the first cache. */
const DEPTH = 256;
const PANEL = 8;

/** The products in plain TypeScript. */
export const plain: MatrixProduct = {
  multiply(A, B, options = {}) {
    const [a, b] = operands(A, B, options);
    return plainProduct(a, b, options.into?.fill(0));
  },
  gram(A, options = {}) {
    const rows = rowsOf(A, options.transposeA ?? false, options);
    return plainProduct(rows, rows);
  },
};

/** Packs as the kernel does, and adds tiles of four by four. */
function plainProduct(a: Rows, b: Rows, out: Float64Array = new Float64Array(a.count * b.count)): Float64Array {
  const [aPanels, bPanels] = [Math.ceil(a.count / PANEL), Math.ceil(b.count / PANEL)];
  const aPacked = new Float64Array(DEPTH * aPanels * PANEL);
  const bPacked = new Float64Array(DEPTH * bPanels * PANEL);
  const tile = new Float64Array(16);
  for (let from = 0; from < a.length; from += DEPTH) {
    const depth = Math.min(DEPTH, a.length - from);
    pack(a, 0, a.count, from, depth, aPacked);
    pack(b, 0, b.count, from, depth, bPacked);
    for (let j = 0; j < b.count; j += 4) {
      for (let i = 0; i < a.count; i += 4) {
        addTile(aPacked, placeOf(i, depth), bPacked, placeOf(j, depth), depth, tile);
        const [rows, columns] = [Math.min(4, a.count - i), Math.min(4, b.count - j)];
        for (let row = 0; row < rows; row++) {
          for (let column = 0; column < columns; column++) {
            out[(i + row) * b.count + j + column]! += tile[row * 4 + column]!;
          }
        }
      }
    }
  }
  return out;
}

/** Where a row begins in panels of this depth. */
function placeOf(row: number, depth: number): number {
  return (row - (row % PANEL)) * depth + (row % PANEL);
}

/** Four rows of the first against four of the second: each value that is read serves four times. */
function addTile(
  a: Float64Array,
  fromA: number,
  b: Float64Array,
  fromB: number,
  depth: number,
  tile: Float64Array,
): void {
  for (let row = 0; row < 4; row += 2) {
    let [s0, s1, s2, s3, t0, t1, t2, t3] = [0, 0, 0, 0, 0, 0, 0, 0];
    for (let k = 0, i = fromA + row, j = fromB; k < depth; k++, i += PANEL, j += PANEL) {
      const x = a[i]!;
      const y = a[i + 1]!;
      s0 += x * b[j]!;
      s1 += x * b[j + 1]!;
      s2 += x * b[j + 2]!;
      s3 += x * b[j + 3]!;
      t0 += y * b[j]!;
      t1 += y * b[j + 1]!;
      t2 += y * b[j + 2]!;
      t3 += y * b[j + 3]!;
    }
    tile.set([s0, s1, s2, s3, t0, t1, t2, t3], row * 4);
  }
}

/** Rows `first` to `first + count`, positions `from` to `from + depth`, in panels; rows that are missing become 0. */
function pack(rows: Rows, first: number, count: number, from: number, depth: number, into: Float64Array): void {
  const { data, rowStride, stride, alongRows, shift, factor } = rows;
  const panels = Math.ceil(count / PANEL);
  if (count % PANEL !== 0) into.fill(0, (panels - 1) * PANEL * depth, panels * PANEL * depth);
  if (alongRows) {
    for (let row = 0; row < count; row++) {
      let to = (row - (row % PANEL)) * depth + (row % PANEL);
      let at = (first + row) * rowStride + from;
      for (const end = at + depth; at < end; at++, to += PANEL) into[to] = data[at]!;
    }
    adjust(rows, from, depth, panels, into);
    return;
  }
  for (let panel = 0, to = 0; panel < panels; panel++) {
    const start = first + panel * PANEL;
    const lanes = Math.min(PANEL, count - panel * PANEL);
    for (let k = from; k < from + depth; k++, to += PANEL) {
      const line = start * rowStride + k * stride;
      for (let lane = 0; lane < lanes; lane++) into[to + lane] = data[line + lane * rowStride]!;
      if (shift !== undefined) for (let lane = 0; lane < lanes; lane++) into[to + lane]! -= shift[start + lane]!;
      if (factor !== undefined) for (let lane = 0; lane < lanes; lane++) into[to + lane]! *= factor[start + lane]!;
    }
  }
}

/** Shifts and scales packed positions, which are columns here. Rows that are missing are not read back. */
function adjust({ shift, factor }: Rows, from: number, depth: number, panels: number, packed: Float64Array): void {
  if (shift === undefined && factor === undefined) return;
  for (let panel = 0, to = 0; panel < panels; panel++) {
    for (let k = from; k < from + depth; k++) {
      const [less, times] = [shift?.[k] ?? 0, factor?.[k] ?? 1];
      for (let lane = 0; lane < PANEL; lane++, to++) packed[to] = (packed[to]! - less) * times;
    }
  }
}
