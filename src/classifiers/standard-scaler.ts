import type { Matrix } from "../arrays";
import { QuadrantError } from "../errors";

/**
 * Takes the mean from each column and divides it by its standard deviation (N in the denominator), as scikit-learn's
 * StandardScaler. A constant column becomes 0.
 */
export class StandardScaler {
  /** Of each column; empty before fit. */
  mean = new Float64Array(0);
  /** Standard deviation of each column, 1 where the column is constant; empty before fit. */
  scale = new Float64Array(0);

  fit({ data, shape: [rows, columns] }: Matrix): this {
    const mean = new Float64Array(columns);
    const squares = new Float64Array(columns);
    for (let i = 0; i < data.length; i++) mean[i % columns]! += data[i]! / rows;
    for (let i = 0; i < data.length; i++) squares[i % columns]! += (data[i]! - mean[i % columns]!) ** 2;
    this.mean = mean;
    this.scale = squares.map((sum, column) => {
      const deviation = Math.sqrt(sum / rows);
      // Rounding leaves a constant column a tiny deviation; scikit-learn calls it constant below this bound.
      const negligible = 10 * Number.EPSILON * Math.abs(mean[column]!);
      return deviation <= negligible || deviation === 0 ? 1 : deviation;
    });
    return this;
  }

  transform({ data, shape }: Matrix): Matrix {
    const [, columns] = shape;
    if (columns !== this.mean.length) {
      throw new QuadrantError(
        "bad-argument",
        `StandardScaler was fitted on ${this.mean.length} columns, not ${columns}`,
      );
    }
    const { mean, scale } = this;
    return { data: data.map((value, i) => (value - mean[i % columns]!) / scale[i % columns]!), shape };
  }
}
