import type { Matrix } from "../../arrays";
import type { FittedPairs } from "./fit-pairs";
import { type KernelFunction, kernelRows } from "./kernel-function";

/** The support vectors, wherever they lie. */
export interface HeldVectors {
  /** Rows that hold them; empty for a precomputed kernel. */
  readonly vectors: Float32Array;
  /** Of each support vector, its row in `vectors`. */
  readonly vectorRows: Int32Array;
}

/** Row panels of this many test items bound the memory of a prediction. */
const PANEL = 1024;
/** Training rows of more bytes are kept as they are, not copied: memory may not hold them twice. */
const LARGE = 2 ** 28;

/** Copies the support vectors out of the training rows, or holds these where they are many. */
export function holdVectors(X: Matrix, support: Int32Array, precomputed: boolean): HeldVectors {
  if (!precomputed && X.data.byteLength > LARGE) return { vectors: X.data, vectorRows: support };
  const vectors = precomputed ? new Float32Array(0) : gatherRows(X, support);
  return { vectors, vectorRows: Int32Array.from(support.keys()) };
}

/** (rows, pairs): above 0 for the first class of the pair. */
export function pairDecisions(X: Matrix, f: KernelFunction, machine: FittedPairs & HeldVectors): Float64Array {
  const { support, nSupport, vectors, vectorRows, dualCoef, rho } = machine;
  const columns = X.shape[1];
  const k = nSupport.length;
  const size = support.length;
  const held = f.kernel === "precomputed" ? size : vectors.length / columns;
  const starts = nSupport.map((_, c) => nSupport.subarray(0, c).reduce((sum, count) => sum + count, 0));
  const rows = X.shape[0];
  const result = new Float64Array(rows * rho.length);
  for (let from = 0; from < rows; from += PANEL) {
    const to = Math.min(rows, from + PANEL);
    const kernel =
      f.kernel === "precomputed"
        ? gatherColumns(X, from, to, support)
        : kernelRows(f, X, from, to, { data: vectors, shape: [held, columns] });
    for (let row = from; row < to; row++) {
      const base = (row - from) * held;
      const add = (start: number, coefficients: number, c: number): number => {
        let total = start;
        for (let at = starts[c]!; at < starts[c]! + nSupport[c]!; at++) {
          total += dualCoef[coefficients * size + at]! * kernel[base + vectorRows[at]!]!;
        }
        return total;
      };
      for (let i = 0, pair = 0; i < k; i++) {
        for (let j = i + 1; j < k; j++, pair++) {
          result[row * rho.length + pair] = add(add(0, j - 1, i), i, j) - rho[pair]!;
        }
      }
    }
  }
  return result;
}

function gatherRows({ data, shape: [, columns] }: Matrix, rows: Int32Array): Float32Array {
  const gathered = new Float32Array(rows.length * columns);
  rows.forEach((row, i) => {
    gathered.set(data.subarray(row * columns, (row + 1) * columns), i * columns);
  });
  return gathered;
}

function gatherColumns({ data, shape }: Matrix, from: number, to: number, columns: Int32Array): Float64Array {
  const gathered = new Float64Array((to - from) * columns.length);
  for (let row = from, at = 0; row < to; row++) {
    for (const column of columns) gathered[at++] = data[row * shape[1] + column]!;
  }
  return gathered;
}
