import type { Matrix } from "../../arrays";

/** Some columns of a matrix, in the order given. */
export function takeColumns({ data, shape: [rows, columns] }: Matrix, taken: Int32Array): Matrix {
  const width = taken.length;
  const out = new Float32Array(rows * width);
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < width; i++) out[row * width + i] = data[row * columns + taken[i]!]!;
  }
  return { data: out, shape: [rows, width] };
}

/**
 * The columns with the `count` largest scores, ascending by place; of equal scores the later column is taken, as
 * scikit-learn's stable sort has it. NaN counts as the smallest.
 */
export function bestColumns(scores: Float64Array, count: number): Int32Array {
  const finite = scores.map((score) => (Number.isNaN(score) ? Number.NEGATIVE_INFINITY : score));
  const order = Array.from(finite.keys()).sort((a, b) => (finite[a] === finite[b] ? a - b : finite[a]! - finite[b]!));
  return Int32Array.from(order.slice(order.length - count)).sort();
}
