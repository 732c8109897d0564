import type { Matrix } from "../../arrays";
import { matrixProduct } from "../../kernels/matrix-product";
import { squaredNorms } from "../row-norms";
import { NearestHeap } from "./nearest-heap";

/** Rows whose distances are held at once. */
const PANEL = 1024;
/** Half the distance of 1 to the next float32: what a rounding may be off by. */
const ROUNDING = 2 ** -24;
/** The same for numbers so small that float32 has fewer digits. */
const LEAST = 2 ** -149;
/** Products of longer vectors could exceed float32. */
const LONGEST = 1e18;
/** With more columns the roundings may add up to more than distances differ by. */
const MOST_COLUMNS = 16_384;
/** Where more than this part of the rows may be neighbours, float64 for all is the shorter way. */
const MANY = 0.1;

/** Euclidean distances and rows of the nearest, both (rows of X, count), the nearest first. */
export interface Neighbours {
  readonly distances: Float64Array;
  readonly indices: Int32Array;
}

/**
 * The `count` rows of `train` nearest to each row of X, as distances in float64 tell. Products in float32, of which it is
 * known how far they may be off, leave a few candidates whose distances are taken anew. Where two that are equally far
 * would both be the last neighbour, all rows are looked at in float64 and in turn, so that the heap chooses among them.
 *
 * @param count at most the rows of `train`
 */
export function nearestRows(X: Matrix, train: Matrix, count: number): Neighbours {
  const [rows, columns] = X.shape;
  const search = new Search(X, train, count);
  let single = columns <= MOST_COLUMNS && search.isWithinSingle;
  for (let from = 0; from < rows; from += PANEL) {
    const panel = Int32Array.from({ length: Math.min(PANEL, rows - from) }, (_, i) => from + i);
    const open = single ? search.amongCandidates(panel) : panel;
    if (open.length > 0) search.amongAll(open);
    single &&= open.length < panel.length / 2;
  }
  return search;
}

class Search implements Neighbours {
  readonly distances: Float64Array;
  readonly indices: Int32Array;
  private readonly heap: NearestHeap;
  private readonly ownSquares: Float64Array;
  private readonly squares: Float64Array;
  private readonly lengths: Float64Array;
  /** Of one row: what may be its neighbours, and their least and then their true squared distances. */
  private readonly candidates: Int32Array;
  private readonly values: Float64Array;

  constructor(
    private readonly X: Matrix,
    private readonly train: Matrix,
    private readonly count: number,
  ) {
    this.distances = new Float64Array(X.shape[0] * count);
    this.indices = new Int32Array(X.shape[0] * count);
    this.heap = new NearestHeap(count);
    this.ownSquares = squaredNorms(X);
    this.squares = squaredNorms(train);
    this.lengths = this.squares.map(Math.sqrt);
    this.candidates = new Int32Array(train.shape[0]);
    this.values = new Float64Array(train.shape[0]);
  }

  get isWithinSingle(): boolean {
    return [this.ownSquares, this.squares].every((squares) => squares.every((square) => square < LONGEST ** 2));
  }

  /** @param rows of X. @returns those of which float32 and the candidates do not tell */
  amongCandidates(rows: Int32Array): Int32Array {
    const products = this.products(rows, true);
    return rows.filter((row, i) => !this.settle(row, products, i * this.train.shape[0]));
  }

  /** Looks at all training rows in float64. */
  amongAll(rows: Int32Array): void {
    const { heap, squares, ownSquares, distances, indices, count } = this;
    const products = this.products(rows, false);
    rows.forEach((row, place) => {
      heap.clear();
      for (let i = 0, at = place * squares.length; i < squares.length; i++, at++) {
        const between = ownSquares[row]! - 2 * products[at]! + squares[i]!;
        if (between < heap.border) heap.push(Math.max(0, between), i);
      }
      heap.write(distances, indices, row * count);
    });
  }

  private settle(row: number, products: Float64Array, from: number): boolean {
    const { heap, candidates, values, count } = this;
    const possible = this.findCandidates(row, products, from);
    if (possible > count + MANY * this.squares.length) return false;
    heap.clear();
    for (let i = 0; i < possible; i++) {
      const square = this.squareBetween(row, candidates[i]!);
      values[i] = square;
      heap.push(square, candidates[i]!);
    }
    let within = 0;
    for (let i = 0; i < possible; i++) within += Number(values[i]! <= heap.border);
    if (within > count) return false;
    heap.write(this.distances, this.indices, row * count);
    return true;
  }

  /** Writes down the rows that may be among the nearest. @returns how many there are */
  private findCandidates(row: number, products: Float64Array, from: number): number {
    const { heap, squares, lengths, candidates, values } = this;
    const columns = this.X.shape[1];
    const doubt = 2.2 * columns * ROUNDING * Math.sqrt(this.ownSquares[row]!);
    const least = 2 * columns * LEAST;
    heap.clear();
    let { border } = heap;
    let found = 0;
    for (let i = 0; i < squares.length; i++) {
      const square = squares[i]! - 2 * products[from + i]!;
      const off = doubt * lengths[i]! + least;
      if (square - off > border) continue;
      candidates[found] = i;
      values[found++] = square - off;
      heap.push(square + off, i);
      border = heap.border;
    }
    let kept = 0;
    for (let i = 0; i < found; i++) if (values[i]! <= border) candidates[kept++] = candidates[i]!;
    return kept;
  }

  /** By the lengths and the product, as scikit-learn takes it: where rows nearly agree, it is not their difference's. */
  private squareBetween(row: number, other: number): number {
    const { X, train, ownSquares, squares } = this;
    const columns = X.shape[1];
    const product = dot(X.data, row * columns, train.data, other * columns, columns);
    return Math.max(0, ownSquares[row]! - 2 * product + squares[other]!);
  }

  /** Of some rows of X, a stretch of them or chosen ones, with all of the training rows. */
  private products(rows: Int32Array, single: boolean): Float64Array {
    const { data, shape } = this.X;
    const columns = shape[1];
    const [first, end] = [rows[0]! * columns, (rows.at(-1)! + 1) * columns];
    let taken = data.subarray(first, end);
    if (taken.length > rows.length * columns) {
      taken = new Float32Array(rows.length * columns);
      rows.forEach((row, i) => {
        taken.set(data.subarray(row * columns, (row + 1) * columns), i * columns);
      });
    }
    return matrixProduct().multiply({ data: taken, shape: [rows.length, columns] }, this.train, {
      transposeB: true,
      single,
    });
  }
}

/** In float64. Four sums, since each waits for itself. */
function dot(a: Float32Array, fromA: number, b: Float32Array, fromB: number, columns: number): number {
  let [s, t, u, v] = [0, 0, 0, 0];
  const whole = columns - (columns % 4);
  for (let i = 0; i < whole; i += 4) {
    s += a[fromA + i]! * b[fromB + i]!;
    t += a[fromA + i + 1]! * b[fromB + i + 1]!;
    u += a[fromA + i + 2]! * b[fromB + i + 2]!;
    v += a[fromA + i + 3]! * b[fromB + i + 3]!;
  }
  for (let i = whole; i < columns; i++) s += a[fromA + i]! * b[fromB + i]!;
  return s + t + (u + v);
}
