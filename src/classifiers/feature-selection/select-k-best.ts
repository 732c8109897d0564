import type { Matrix } from "../../arrays";
import { QuadrantError } from "../../errors";
import { checkColumns, checkFit, type Transformer } from "../classifier";
import { Model } from "../model";
import { bestColumns, takeColumns } from "./take-columns";

export interface SelectKBestOptions {
  /** How many columns to keep; all, where there are fewer. */
  readonly k?: number | "all";
}

interface Learnt {
  readonly scores: Float64Array;
  readonly support: Int32Array;
}

/**
 * Keeps the columns with the largest F-value of a one-way analysis of variance, as scikit-learn 1.9's
 * SelectKBest(f_classif). It looks at the labels: inside a pipeline it sees those of the training rows only.
 */
export class SelectKBest extends Model<Required<SelectKBestOptions>, Learnt> implements Transformer {
  constructor({ k = 10 }: SelectKBestOptions = {}) {
    if (k !== "all" && !(Number.isInteger(k) && k >= 1)) {
      throw new QuadrantError("bad-argument", `k = ${k}: a whole number of at least 1, or "all", is needed`);
    }
    super({ k });
  }

  /** The F-value of each column. */
  get scores(): Float64Array {
    return this.fitted().scores;
  }

  /** The columns that are kept, ascending. */
  get support(): Int32Array {
    return this.fitted().support;
  }

  fit(X: Matrix, y?: ArrayLike<number>): this {
    if (y === undefined) {
      throw new QuadrantError("bad-argument", "SelectKBest needs labels", { remedy: "Call fit(X, y)." });
    }
    const columns = X.shape[1];
    const k = this.options.k === "all" ? columns : Math.min(this.options.k, columns);
    const scores = fClassif(X, y);
    this.learnt = { scores, support: bestColumns(scores, k) };
    return this;
  }

  transform(X: Matrix): Matrix {
    const { scores, support } = this.fitted();
    checkColumns(X, scores.length, "SelectKBest");
    return takeColumns(X, support);
  }
}

/**
 * The F-value of each column: variance between the classes over that within. NaN for a constant column.
 *
 * @throws QuadrantError "bad-argument" for a single class, and as any fit
 */
export function fClassif(X: Matrix, y: ArrayLike<number>): Float64Array {
  const { codes, counts } = checkFit(X, y, "fClassif");
  const [rows, columns] = X.shape;
  const classes = counts.length;
  const sums = new Float64Array(classes * columns);
  const means = new Float64Array(columns);
  for (let row = 0, at = 0; row < rows; row++) {
    for (let column = 0, to = codes[row]! * columns; column < columns; column++, at++, to++) {
      sums[to]! += X.data[at]!;
      means[column]! += X.data[at]! / rows;
    }
  }
  const within = new Float64Array(columns);
  for (let row = 0, at = 0; row < rows; row++) {
    const count = counts[codes[row]!]!;
    for (let column = 0, of = codes[row]! * columns; column < columns; column++, at++, of++) {
      const difference = X.data[at]! - sums[of]! / count;
      within[column]! += difference * difference;
    }
  }
  return within.map((inside, column) => {
    let between = 0;
    for (let k = 0; k < classes; k++) {
      between += counts[k]! * (sums[k * columns + column]! / counts[k]! - means[column]!) ** 2;
    }
    return between / (classes - 1) / (inside / (rows - classes));
  });
}
