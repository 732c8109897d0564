import type { Matrix } from "../../arrays";
import { QuadrantError } from "../../errors";
import { checkColumns, checkFit, type ProbabilisticClassifier } from "../classifier";
import { LabelModel } from "../label-model";
import { needWhole } from "../need-whole";
import { type Neighbours, nearestRows } from "./nearest-rows";

/** scikit-learn's names and defaults. */
export interface KNeighborsClassifierOptions {
  readonly nNeighbors?: number;
  /** "uniform" counts each neighbour once, "distance" by the inverse of its distance. */
  readonly weights?: "uniform" | "distance";
}

interface Learnt {
  readonly classes: Int32Array;
  readonly codes: Int32Array;
  readonly rows: Float32Array;
  readonly columns: number;
}

/**
 * The k nearest training rows by Euclidean distance vote, as scikit-learn 1.9's
 * KNeighborsClassifier(algorithm="brute"): distances come from a matrix product, so wide data cost little memory, and
 * neighbours at equal distance are chosen as its heap chooses them. With nNeighbors = 1 it is a memoriser. The training
 * rows are not copied, there as here: they must stay as they are while the model is used.
 */
export class KNeighborsClassifier
  extends LabelModel<Required<KNeighborsClassifierOptions>, Learnt>
  implements ProbabilisticClassifier
{
  constructor({ nNeighbors = 5, weights = "uniform" }: KNeighborsClassifierOptions = {}) {
    needWhole("nNeighbors", nNeighbors, 1);
    super({ nNeighbors, weights });
  }

  fit(X: Matrix, y: ArrayLike<number>): this {
    const { classes, codes } = checkFit(X, y, "KNeighborsClassifier", 1);
    this.learnt = { classes, codes, rows: X.data, columns: X.shape[1] };
    return this;
  }

  predict(X: Matrix): Int32Array {
    return this.winners(X, this.votes(X));
  }

  predictProba(X: Matrix): Matrix {
    const k = this.fitted().classes.length;
    const votes = this.votes(X);
    for (let row = 0; row < X.shape[0]; row++) {
      const own = votes.subarray(row * k, (row + 1) * k);
      const sum = own.reduce((total, vote) => total + vote, 0);
      for (let code = 0; code < k; code++) own[code]! /= sum;
    }
    return { data: Float32Array.from(votes), shape: [X.shape[0], k] };
  }

  /** Euclidean distances and training rows of each row's neighbours, the nearest first; both (rows, nNeighbors). */
  kneighbors(X: Matrix): Neighbours {
    const { rows: data, columns, codes } = this.fitted();
    const { nNeighbors } = this.options;
    checkColumns(X, columns, "KNeighborsClassifier");
    if (nNeighbors > codes.length) {
      throw new QuadrantError(
        "bad-argument",
        `nNeighbors = ${nNeighbors} is more than the ${codes.length} rows fitted`,
        {
          remedy: "Ask for fewer neighbours.",
        },
      );
    }
    return nearestRows(X, { data, shape: [codes.length, columns] }, nNeighbors);
  }

  /** (rows, classes): the weight of the neighbours of each class. */
  private votes(X: Matrix): Float64Array {
    const { classes, codes, rows: data, columns } = this.fitted();
    const { nNeighbors, weights } = this.options;
    const { distances, indices } = this.kneighbors(X);
    const votes = new Float64Array(X.shape[0] * classes.length);
    for (let row = 0; row < X.shape[0]; row++) {
      const from = row * nNeighbors;
      if (weights === "distance") {
        // The products cancel where rows nearly agree; the few distances that count are taken anew.
        for (let at = from; at < from + nNeighbors; at++) {
          distances[at] = distance(X.data, row * columns, data, indices[at]! * columns, columns);
        }
      }
      const exact = distances.subarray(from, from + nNeighbors).includes(0);
      for (let at = from; at < from + nNeighbors; at++) {
        let weight = 1;
        if (weights === "distance") weight = exact ? Number(distances[at] === 0) : 1 / distances[at]!;
        votes[row * classes.length + codes[indices[at]!]!]! += weight;
      }
    }
    return votes;
  }
}

function distance(a: Float32Array, fromA: number, b: Float32Array, fromB: number, columns: number): number {
  let sum = 0;
  for (let column = 0; column < columns; column++) sum += (a[fromA + column]! - b[fromB + column]!) ** 2;
  return Math.sqrt(sum);
}
