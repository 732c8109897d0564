import { assertAlike, defineKernel, type KernelInstance } from "./define-kernel";
import { layOut } from "./kernel-memory";
import { type MatrixProduct, plain } from "./matrix-product/plain";
import { type Operand, operands, type Rows, rowsOf } from "./matrix-product/rows";
import { padded } from "./padded";

export type { MatrixProduct } from "./matrix-product/plain";
export type { GramOptions, Operand, ProductOptions } from "./matrix-product/rows";

/**
 * Positions of the sum a turn: a panel of the second operand and one of the first fill half of the first cache. Not 256,
 * by which panels would begin in the same places of it.
 */
const DEPTH = 252;
/** Rows of each operand a turn: their results and panels stay below 24 MB. */
const ROWS = 1024;
/** Rows of a panel of the first operand, and bytes a position of one of the second. */
const PANEL = 4;
const LINE = 64;

/** Some of the rows and positions of an operand, and the places in the kernel's memory. */
interface Part {
  readonly first: number;
  readonly count: number;
  /** How many there are with those that fill up the last panel. */
  readonly room: number;
  readonly from: number;
  readonly depth: number;
  readonly staged: number;
  /** Of shifts and of factors. */
  readonly adjustment: readonly [less: number, times: number];
}

function fast({ memory, functions }: KernelInstance): MatrixProduct {
  function product(a: Rows, b: Rows, symmetric: boolean, single: boolean, into?: Float64Array): Float64Array {
    const out = into ?? new Float64Array(a.count * b.count);
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
    const size = single ? 4 : 8;
    const lanes = LINE / size;
    const [rows, columns] = [Math.min(ROWS, a.count - i), Math.min(ROWS, b.count - j)];
    const width = padded(columns, lanes);
    // The rows of both operands are staged once where they are the same.
    const height = diagonal ? width : padded(rows, PANEL);
    const depth = Math.min(DEPTH, a.length);
    const bytes = [
      ...[size * height * depth, size * width * depth, size * height * width, 8 * height * width],
      ...[8 * depth * Math.max(height, width), 8 * Math.max(ROWS, DEPTH), 8 * Math.max(ROWS, DEPTH)],
    ];
    const places = layOut(memory, ...bytes.map((count) => count / 4)).map((array) => array.byteOffset);
    const [aPacked, bPacked, tiles, results] = places as [number, number, number, number];
    const [staged, less, times] = places.slice(4) as [number, number, number];
    arrayAt(single, tiles, height * width).fill(0);
    const panels = [height / PANEL, width / lanes] as const;
    const common = { staged, adjustment: [less, times] } as const;
    for (let from = 0; from < a.length; from += DEPTH) {
      const turn = { ...common, from, depth: Math.min(DEPTH, a.length - from) };
      const ofA = { ...turn, first: i, count: rows, room: height };
      stage(a, ofA);
      packStaged(a, ofA, single, PANEL, aPacked);
      const ofB = { ...turn, first: j, count: columns, room: width };
      if (!diagonal) stage(b, ofB);
      packStaged(b, ofB, single, lanes, bPacked);
      const add = functions[single ? "addProducts32" : "addProducts64"]!;
      add(turn.depth, ...panels, aPacked, bPacked, tiles, Number(diagonal));
    }
    functions[single ? "unpack32" : "unpack64"]!(panels[0], columns, tiles, results);
    const found = arrayAt(false, results, rows * columns);
    if (columns === b.count) {
      out.set(found, i * columns);
      return;
    }
    for (let row = 0; row < rows; row++) {
      out.set(found.subarray(row * columns, (row + 1) * columns), (i + row) * b.count + j);
    }
  }

  /**
   * Copies rows into the kernel's memory as they lie, one line after another. What fills up a panel counts for nothing, but
   * what lay there before could be too small for the processor to be quick with it.
   */
  function stage(
    { data, rowStride, stride, alongRows }: Rows,
    { first, count, room, from, depth, staged }: Part,
  ): void {
    const copy = arrayAt(data instanceof Float32Array, staged, room * depth);
    if (alongRows) copy.fill(0, count * depth);
    const [lines, length, apart, start] = alongRows
      ? [count, depth, rowStride, first * rowStride + from]
      : [depth, count, stride, from * stride + first];
    if (length === apart) {
      copy.set(data.subarray(start, start + lines * length));
      return;
    }
    for (let line = 0; line < lines; line++) {
      const at = start + line * apart;
      copy.set(data.subarray(at, at + length), line * length);
    }
  }

  /** Makes panels of what is staged, shifted and scaled. */
  function packStaged(
    { data, alongRows, shift, factor }: Rows,
    part: Part,
    single: boolean,
    lanes: number,
    to: number,
  ) {
    const { first, count, room, from, depth, staged, adjustment } = part;
    const precision = single ? 32 : 64;
    const name = `pack${alongRows ? "Rows" : "Columns"}${data instanceof Float32Array ? 32 : 64}To${precision}`;
    if (alongRows) functions[name]!(room / lanes, lanes, depth, staged, to);
    else functions[name]!(room / lanes, lanes, depth, count, staged, to);
    if (shift === undefined && factor === undefined) return;
    const [length, begin, end] = alongRows ? [depth, from, from + depth] : [room, first, first + count];
    const [less, times] = adjustment;
    const fill = (at: number, otherwise: number, values: Float64Array | undefined) => {
      const array = arrayAt(single, at, length).fill(otherwise);
      if (values !== undefined) array.set(values.subarray(begin, end));
    };
    fill(less, 0, shift);
    fill(times, 1, factor);
    const adjust = functions[`adjust${alongRows ? "Positions" : "Rows"}${precision}`]!;
    adjust(room / lanes, lanes, depth, to, less, times);
  }

  function arrayAt(single: boolean, at: number, length: number): Float32Array | Float64Array {
    return new (single ? Float32Array : Float64Array)(memory.buffer, at, length);
  }

  return {
    multiply(A, B, options = {}) {
      const [a, b] = operands(A, B, options);
      return product(a, b, false, options.single ?? false, options.into);
    },
    gram(A, options = {}) {
      const rows = rowsOf(A, options.transposeA ?? false, options);
      return product(rows, rows, true, options.single ?? false);
    },
  };
}

/** Rows and columns that are mirrored together: both sides of them stay in the cache. */
const MIRRORED = 32;

/** Copies what lies below the diagonal above it. */
function mirror(square: Float64Array, size: number): void {
  for (let top = 0; top < size; top += MIRRORED) {
    const bottom = Math.min(top + MIRRORED, size);
    for (let left = top; left < size; left += MIRRORED) {
      const right = Math.min(left + MIRRORED, size);
      for (let row = top; row < bottom; row++) {
        for (let column = Math.max(left, row + 1); column < right; column++) {
          square[row * size + column] = square[column * size + row]!;
        }
      }
    }
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
    const broad: Operand = { data: B.data, shape: [13, 300] };
    const tall: Operand = { data: A.data, shape: [300, 11] };
    const columns = Float64Array.from({ length: 300 }, (_, i) => 1 + Math.sin(i) / 2);
    const adjusted = { shift: columns, factor: columns };
    for (const single of [false, true]) {
      const tolerance = single ? 1e-3 : 1e-11;
      const transposed = { transposeA: true, transposeB: true };
      assertAlike("a product", compiled.multiply(A, B, { single }), reference.multiply(A, B), tolerance);
      assertAlike(
        "a product of transposes",
        compiled.multiply(tall, broad, { ...transposed, single }),
        reference.multiply(tall, broad, transposed),
        tolerance,
      );
      // The same rows, as a part of a matrix with more columns.
      const part = { ...A, shape: [5, 250], rowStride: 300 } as const;
      assertAlike(
        "a product",
        compiled.multiply(part, part, { transposeB: true, single }),
        reference.gram(part),
        tolerance,
      );
      for (const X of [A, B]) {
        for (const options of [{}, { transposeA: true }, { ...adjusted, transposeA: true }]) {
          assertAlike("a Gram matrix", compiled.gram(X, { ...options, single }), reference.gram(X, options), tolerance);
        }
      }
      assertAlike("a Gram matrix", compiled.gram(A, { ...adjusted, single }), reference.gram(A, adjusted), tolerance);
    }
  },
});
