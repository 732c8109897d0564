import type { Matrix } from "../../arrays";
import { QuadrantError } from "../../errors";
import { checkColumns, checkFilled, type Transformer } from "../classifier";
import { Model } from "../model";

export interface MinMaxScalerOptions {
  readonly featureRange?: readonly [least: number, most: number];
  /** Whether unseen values are kept inside the range. */
  readonly clip?: boolean;
}

/** Stretches each column to a range, as scikit-learn's MinMaxScaler. A constant column becomes the least value. */
export class MinMaxScaler
  extends Model<Required<MinMaxScalerOptions>, { scale: Float64Array; min: Float64Array }>
  implements Transformer
{
  constructor({ featureRange = [0, 1], clip = false }: MinMaxScalerOptions = {}) {
    const [least, most] = featureRange;
    if (!(least < most))
      throw new QuadrantError("bad-argument", `featureRange = [${least}, ${most}]: least before most`);
    super({ featureRange, clip });
  }

  fit(X: Matrix): this {
    checkFilled(X, "MinMaxScaler");
    const [rows, columns] = X.shape;
    const [least, most] = this.options.featureRange;
    const lows = new Float64Array(columns).fill(Number.POSITIVE_INFINITY);
    const highs = new Float64Array(columns).fill(Number.NEGATIVE_INFINITY);
    for (let row = 0, at = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++, at++) {
        lows[column] = Math.min(lows[column]!, X.data[at]!);
        highs[column] = Math.max(highs[column]!, X.data[at]!);
      }
    }
    const scale = highs.map((high, column) => (most - least) / (high - lows[column]! || 1));
    this.learnt = { scale, min: lows.map((low, column) => least - low * scale[column]!) };
    return this;
  }

  transform(X: Matrix): Matrix {
    const { scale, min } = this.fitted();
    const columns = scale.length;
    checkColumns(X, columns, "MinMaxScaler");
    const [least, most] = this.options.featureRange;
    const data = X.data.map((value, i) => {
      const scaled = value * scale[i % columns]! + min[i % columns]!;
      return this.options.clip ? Math.min(Math.max(scaled, least), most) : scaled;
    });
    return { data, shape: X.shape };
  }
}
