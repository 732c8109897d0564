import type { Matrix } from "../../arrays";

/** Row numbers take 2 bytes where they fit. */
export type RowNumbers = Uint16Array | Uint32Array;

/** Bits of a float sorted at a time: three passes over 32 bits. */
const DIGIT_BITS = 11;
const BUCKETS = 1 << DIGIT_BITS;
const PASSES = 3;

/**
 * Every column of a matrix, sorted once and then shared by all the trees that are grown on the same rows: 8 bytes a
 * value (12 from 65,537 rows). Buffers are shared memory, so that threads read them without a copy.
 */
export interface SortedColumns {
  readonly rows: number;
  readonly columns: number;
  /** (columns, rows): the column's values, ascending. */
  readonly values: Float32Array;
  /** (columns, rows): the row that holds each of these values; equal values in the order of their rows. */
  readonly order: RowNumbers;
  /** (columns, rows): where each row stands in `order`. */
  readonly rank: RowNumbers;
}

/** Sorts the columns of finite numbers by radix, a block of columns at a time so that rows are read along memory. */
export function sortColumns({ data, shape: [rows, columns] }: Matrix): SortedColumns {
  const size = rows * columns;
  const values = new Float32Array(new SharedArrayBuffer(size * 4));
  const numbers = (): RowNumbers =>
    rows <= 0x10000
      ? new Uint16Array(new SharedArrayBuffer(size * 2))
      : new Uint32Array(new SharedArrayBuffer(size * 4));
  const order = numbers();
  const rank = numbers();
  const sorter = new ColumnSorter(rows);
  const block = 16;
  for (let first = 0; first < columns; first += block) {
    const last = Math.min(columns, first + block);
    for (let row = 0; row < rows; row++) {
      for (let column = first; column < last; column++) values[column * rows + row] = data[row * columns + column]!;
    }
    for (let column = first; column < last; column++) sorter.sort(values, order, rank, column * rows);
  }
  return { rows, columns, values, order, rank };
}

/** Sorts one column at a time; keeps its buffers between columns. */
class ColumnSorter {
  private keys: Uint32Array;
  private nextKeys: Uint32Array;
  private places: Uint32Array;
  private nextPlaces: Uint32Array;
  private readonly counts = new Uint32Array(PASSES * BUCKETS);
  private readonly asFloats = new Float32Array(1);
  private readonly asBits = new Uint32Array(this.asFloats.buffer);

  constructor(private readonly rows: number) {
    this.keys = new Uint32Array(rows);
    this.nextKeys = new Uint32Array(rows);
    this.places = new Uint32Array(rows);
    this.nextPlaces = new Uint32Array(rows);
  }

  sort(values: Float32Array, order: RowNumbers, rank: RowNumbers, base: number): void {
    const { rows, counts, asFloats, asBits } = this;
    counts.fill(0);
    for (let row = 0; row < rows; row++) {
      asFloats[0] = values[base + row]!;
      const bits = asBits[0]!;
      // Floats sort as whole numbers once the sign bit is turned, and all bits of the negative ones.
      const key = (bits ^ (bits >>> 31 === 1 ? 0xffffffff : 0x80000000)) >>> 0;
      this.keys[row] = key;
      this.places[row] = row;
      for (let pass = 0; pass < PASSES; pass++) counts[pass * BUCKETS + digit(key, pass)]!++;
    }
    for (let pass = 0; pass < PASSES; pass++) this.scatter(pass);
    for (let at = 0; at < rows; at++) {
      const key = this.keys[at]!;
      const row = this.places[at]!;
      asBits[0] = key >>> 31 === 1 ? key ^ 0x80000000 : ~key;
      values[base + at] = asFloats[0]!;
      order[base + at] = row;
      rank[base + row] = at;
    }
  }

  private scatter(pass: number): void {
    const { rows, keys, nextKeys, places, nextPlaces } = this;
    const counts = this.counts.subarray(pass * BUCKETS, (pass + 1) * BUCKETS);
    let start = 0;
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      const count = counts[bucket]!;
      if (count === rows) return;
      counts[bucket] = start;
      start += count;
    }
    for (let i = 0; i < rows; i++) {
      const key = keys[i]!;
      const to = counts[digit(key, pass)]!++;
      nextKeys[to] = key;
      nextPlaces[to] = places[i]!;
    }
    this.keys = nextKeys;
    this.nextKeys = keys;
    this.places = nextPlaces;
    this.nextPlaces = places;
  }
}

function digit(key: number, pass: number): number {
  return (key >>> (pass * DIGIT_BITS)) & (BUCKETS - 1);
}
