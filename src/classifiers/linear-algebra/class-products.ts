import { fourColumns } from "../../kernels/four-columns";
import type { Operand } from "../../kernels/matrix-product";

/** The two products of a linear model's step, for `count` outputs. */
export interface ClassProducts {
  /** X times each row of W (count, columns): (rows, count). Overwritten by the next call. */
  scores(W: Float64Array): Float64Array;
  /** The transpose of E (rows, count) times X, as W lies: written into `gradient` (count, columns). */
  gradient(E: Float64Array, gradient: Float64Array): void;
}

/**
 * Holds X ready; until the next call of this function.
 *
 * @param single multiplies in float32, twice as fast
 */
export function classProducts(X: Operand, count: number, single = false): ClassProducts {
  const [rows, columns] = X.shape;
  const held = fourColumns().hold(X, single);
  const weights = new Float64Array(4 * columns);
  const byRow = new Float64Array(4 * rows);
  const out = new Float64Array(rows * count);
  return {
    scores(W) {
      for (let first = 0; first < count; first += 4) {
        const lanes = Math.min(4, count - first);
        weights.fill(0, lanes * columns);
        weights.set(W.subarray(first * columns, (first + lanes) * columns));
        const four = held.times(weights);
        for (let row = 0; row < rows; row++) {
          for (let lane = 0; lane < lanes; lane++) out[row * count + first + lane] = four[4 * row + lane]!;
        }
      }
      return out;
    },
    gradient(E, gradient) {
      for (let first = 0; first < count; first += 4) {
        const lanes = Math.min(4, count - first);
        byRow.fill(0);
        for (let row = 0; row < rows; row++) {
          for (let lane = 0; lane < lanes; lane++) byRow[4 * row + lane] = E[row * count + first + lane]!;
        }
        held.transposeTimes(byRow, gradient.subarray(first * columns, (first + lanes) * columns));
      }
    },
  };
}
