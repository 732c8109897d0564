import { QuadrantError } from "../errors";
import { defineKernel, type KernelInstance } from "./define-kernel";
import { layOut } from "./kernel-memory";

/** A matrix of either precision, row-major. */
export interface Operand {
  readonly data: Float32Array | Float64Array;
  readonly shape: readonly [rows: number, columns: number];
}

export interface ProductOptions {
  /** Takes the first matrix as its transpose. */
  readonly transposeA?: boolean;
  /** Takes the second matrix as its transpose. */
  readonly transposeB?: boolean;
  /** Computes in float32, twice as fast; its sums agree to 1e-6 of their largest terms. The plain kernel does not. */
  readonly single?: boolean;
}

export interface GramOptions extends Pick<ProductOptions, "transposeA"> {
  /** Taken from each value of a column first: the columns' means, say. */
  readonly shift?: Float64Array;
  /** Each value is multiplied by its column's then. */
  readonly factor?: Float64Array;
}

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
/** Rows of each operand a turn: their results and panels stay below 12 MB. */
const ROWS = 1024;
const PANEL = 8;

/** An operand as rows of inner products, whichever way it lies in memory. */
interface Rows {
  readonly data: Float32Array | Float64Array;
  readonly count: number;
  readonly length: number;
  /** Distance of neighbouring rows, and of neighbours in a row. */
  readonly rowStride: number;
  readonly stride: number;
  /** Of the columns of the matrix as it lies in memory. */
  readonly shift?: Float64Array | undefined;
  readonly factor?: Float64Array | undefined;
}

function rowsOf(A: Operand, transposed: boolean, { shift, factor }: GramOptions = {}): Rows {
  const { data, shape } = A;
  const [rows, columns] = shape;
  return transposed
    ? { data, count: columns, length: rows, rowStride: 1, stride: columns, shift, factor }
    : { data, count: rows, length: columns, rowStride: columns, stride: 1, shift, factor };
}

function operands(A: Operand, B: Operand, { transposeA = false, transposeB = false }: ProductOptions): [Rows, Rows] {
  const pair: [Rows, Rows] = [rowsOf(A, transposeA), rowsOf(B, !transposeB)];
  if (pair[0].length !== pair[1].length) {
    throw new QuadrantError("bad-argument", `a product of ${pair[0].length} columns with ${pair[1].length} rows`);
  }
  return pair;
}

const plain: MatrixProduct = {
  multiply(A, B, options = {}) {
    const [a, b] = operands(A, B, options);
    return plainProduct(a, b);
  },
  gram(A, options = {}) {
    const rows = rowsOf(A, options.transposeA ?? false, options);
    return plainProduct(rows, rows);
  },
};

/** Packs as the kernel does, and adds tiles of four by four. */
function plainProduct(a: Rows, b: Rows): Float64Array {
  const out = new Float64Array(a.count * b.count);
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
  const { data, rowStride, stride, shift, factor } = rows;
  const panels = Math.ceil(count / PANEL);
  if (count % PANEL !== 0) into.fill(0, (panels - 1) * PANEL * depth, panels * PANEL * depth);
  if (stride === 1) {
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

function fast({ memory, functions }: KernelInstance): MatrixProduct {
  function product(a: Rows, b: Rows, symmetric: boolean, single: boolean): Float64Array {
    const out = new Float64Array(a.count * b.count);
    for (let i = 0; i < a.count; i += ROWS) {
      for (let j = 0; j < (symmetric ? i + 1 : b.count); j += ROWS) {
        addBlock(a, b, i, j, symmetric && i === j, single, out);
      }
    }
    if (symmetric) mirror(out, a.count);
    return out;
  }

  /** Products of up to ROWS rows of `a` from `i` on with as many of `b` from `j` on. */
  function addBlock(
    a: Rows,
    b: Rows,
    i: number,
    j: number,
    diagonal: boolean,
    single: boolean,
    out: Float64Array,
  ): void {
    const [rows, columns] = [Math.min(ROWS, a.count - i), Math.min(ROWS, b.count - j)];
    const [height, width] = [padded(rows), padded(columns)];
    const [depth, size] = [Math.min(DEPTH, a.length), single ? 4 : 8];
    const bytes = [
      ...[size * height * depth, diagonal ? 0 : size * width * depth, size * height * width],
      ...[8 * depth * Math.max(height, width), 8 * Math.max(ROWS, DEPTH), 8 * Math.max(ROWS, DEPTH)],
    ];
    const places = layOut(memory, ...bytes.map((count) => count / 4)).map((array) => array.byteOffset);
    const [aPacked, bPacked, sums, staged, ...adjustment] = places as [number, number, number, number];
    const results = new (single ? Float32Array : Float64Array)(memory.buffer, sums, height * width).fill(0);
    for (let from = 0; from < a.length; from += DEPTH) {
      const part = { from, depth: Math.min(DEPTH, a.length - from) };
      packInto(a, { ...part, first: i, count: rows, staged, adjustment, to: aPacked, single });
      if (!diagonal) packInto(b, { ...part, first: j, count: columns, staged, adjustment, to: bPacked, single });
      const panels = [height / PANEL, width / PANEL] as const;
      const operands = [aPacked, diagonal ? aPacked : bPacked, sums, size * width] as const;
      if (single) functions.addProducts32!(part.depth, ...panels, ...operands);
      else functions.addProducts64!(part.depth, ...panels, ...operands, Number(diagonal));
    }
    for (let row = 0; row < rows; row++) {
      out.set(results.subarray(row * width, row * width + columns), (i + row) * b.count + j);
    }
  }

  /** Copies rows into the kernel's memory as they lie, and lets it make panels of them. */
  function packInto(rows: Rows, { first, count, from, depth, staged, adjustment, to, single }: Part): void {
    const { data, rowStride, stride, shift, factor } = rows;
    const lanes = padded(count);
    const of32 = data instanceof Float32Array;
    const copy = new (of32 ? Float32Array : Float64Array)(memory.buffer, staged, lanes * depth);
    if (lanes > count) copy.fill(0);
    const alongRows = stride === 1;
    const [lines, length, apart, start] = alongRows
      ? [count, depth, rowStride, first * rowStride + from]
      : [depth, count, stride, from * stride + first];
    const room = alongRows ? depth : lanes;
    for (let line = 0; line < lines; line++) {
      const at = start + line * apart;
      copy.set(data.subarray(at, at + length), line * room);
    }
    const name = `pack${alongRows ? "Rows" : "Columns"}${of32 ? 32 : 64}To${single ? 32 : 64}`;
    functions[name]!(lanes / PANEL, depth, staged, to);
    if (shift === undefined && factor === undefined) return;
    const [begin, end] = alongRows ? [from, from + depth] : [first, first + count];
    const [less, times] = adjustment as [number, number];
    put(less, room, 0, shift?.subarray(begin, end));
    put(times, room, 1, factor?.subarray(begin, end));
    functions[alongRows ? "adjustPositions64" : "adjustRows64"]!(lanes / PANEL, depth, to, less, times);
  }

  function put(at: number, length: number, otherwise: number, values: Float64Array | undefined): void {
    const array = new Float64Array(memory.buffer, at, length).fill(otherwise);
    if (values !== undefined) array.set(values);
  }

  return {
    multiply: (A, B, options = {}) => product(...operands(A, B, options), false, options.single ?? false),
    gram(A, options = {}) {
      const rows = rowsOf(A, options.transposeA ?? false, options);
      return product(rows, rows, true, false);
    },
  };
}

/** Rows `first` to `first + count`, positions `from` to `from + depth`, and the places in the kernel's memory. */
interface Part {
  readonly first: number;
  readonly count: number;
  readonly from: number;
  readonly depth: number;
  readonly staged: number;
  /** Of shifts and of factors. */
  readonly adjustment: readonly number[];
  readonly to: number;
  readonly single: boolean;
}

function padded(rows: number): number {
  return Math.ceil(rows / PANEL) * PANEL;
}

/** Copies what lies below the diagonal above it. */
function mirror(square: Float64Array, size: number): void {
  for (let row = 0; row < size; row++) {
    for (let column = row + 1; column < size; column++) square[row * size + column] = square[column * size + row]!;
  }
}

/** The products to use in this thread. */
export const matrixProduct = defineKernel<MatrixProduct>({
  name: "matrix-product",
  wide: true,
  fast,
  plain,
  compare(compiled, reference) {
    const A: Operand = { data: Float64Array.from({ length: 11 * 300 }, (_, i) => Math.sin(i * i)), shape: [11, 300] };
    const B: Operand = { data: Float32Array.from({ length: 300 * 13 }, (_, i) => Math.cos(i * i)), shape: [300, 13] };
    const wide: Operand = { data: B.data, shape: [13, 300] };
    const tall: Operand = { data: A.data, shape: [300, 11] };
    for (const single of [false, true]) {
      const tolerance = single ? 1e-4 : 1e-11;
      alike(compiled.multiply(A, B, { single }), reference.multiply(A, B), tolerance);
      alike(
        compiled.multiply(tall, wide, { single, transposeA: true, transposeB: true }),
        reference.multiply(tall, wide, { transposeA: true, transposeB: true }),
        tolerance,
      );
    }
    const columns = Float64Array.from({ length: 300 }, (_, i) => 1 + Math.sin(i) / 2);
    alike(compiled.gram(A), reference.gram(A));
    alike(
      compiled.gram(A, { shift: columns, factor: columns }),
      reference.gram(A, { shift: columns, factor: columns }),
    );
    alike(compiled.gram(B, { transposeA: true }), reference.gram(B, { transposeA: true }));
  },
});

/** Sums in another order: rounding is all they may differ by. */
function alike(found: Float64Array, expected: Float64Array, tolerance = 1e-11): void {
  const at = expected.findIndex((value, i) => !(Math.abs(value - found[i]!) <= tolerance));
  if (at >= 0) throw new QuadrantError("unavailable", `the kernel gives ${found[at]} where ${expected[at]} is right`);
}
