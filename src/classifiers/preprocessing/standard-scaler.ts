import type { Matrix } from "../../arrays";
import { checkColumns, checkFilled, type Transformer } from "../classifier";
import { Model } from "../model";

export interface StandardScalerOptions {
  readonly withMean?: boolean;
  readonly withStd?: boolean;
  /** False: transform writes into its argument, for matrices that must not lie in memory twice. */
  readonly copy?: boolean;
}

/**
 * Takes the mean from each column and divides it by its standard deviation (N in the denominator), as scikit-learn's
 * StandardScaler. A constant column becomes 0.
 */
export class StandardScaler
  extends Model<Required<StandardScalerOptions>, { mean: Float64Array; scale: Float64Array }>
  implements Transformer
{
  constructor({ withMean = true, withStd = true, copy = true }: StandardScalerOptions = {}) {
    super({ withMean, withStd, copy });
  }

  /** Of each column. */
  get mean(): Float64Array {
    return this.fitted().mean;
  }

  /** Standard deviation of each column, 1 where the column is constant. */
  get scale(): Float64Array {
    return this.fitted().scale;
  }

  fit(X: Matrix): this {
    checkFilled(X, "StandardScaler");
    const { data, shape } = X;
    const [rows, columns] = shape;
    const mean = new Float64Array(columns);
    const squares = new Float64Array(columns);
    for (let row = 0, at = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++, at++) mean[column]! += data[at]!;
    }
    for (let column = 0; column < columns; column++) mean[column]! /= rows;
    for (let row = 0, at = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++, at++) {
        const deviation = data[at]! - mean[column]!;
        squares[column]! += deviation * deviation;
      }
    }
    const scale = squares.map((sum, column) => {
      const variance = sum / rows;
      // Rounding leaves a constant column a tiny variance; scikit-learn calls it constant below this bound.
      const rounding = rows * Number.EPSILON * variance + (rows * mean[column]! * Number.EPSILON) ** 2;
      return variance <= rounding ? 1 : Math.sqrt(variance);
    });
    this.learnt = { mean, scale };
    return this;
  }

  transform(X: Matrix): Matrix {
    const { mean, scale } = this.fitted();
    checkColumns(X, mean.length, "StandardScaler");
    const { withMean, withStd, copy } = this.options;
    const { data, shape } = X;
    const [rows, columns] = shape;
    const scaled = copy ? new Float32Array(data.length) : data;
    for (let row = 0, at = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++, at++) {
        const value = withMean ? data[at]! - mean[column]! : data[at]!;
        scaled[at] = withStd ? value / scale[column]! : value;
      }
    }
    return { data: scaled, shape };
  }
}
