import type { Matrix } from "../arrays";
import { QuadrantError } from "../errors";

/** One mean and one standard deviation for all columns: what the study did to rows of different units. */
export class ScalarScaler {
  private learnt: { readonly mean: number; readonly std: number } | undefined;

  fit({ data }: Matrix): this {
    const mean = data.reduce((sum, value) => sum + value, 0) / data.length;
    const variance = data.reduce((sum, value) => sum + (value - mean) ** 2, 0) / data.length;
    this.learnt = { mean, std: Math.sqrt(variance) || 1 };
    return this;
  }

  transform({ data, shape }: Matrix): Matrix {
    if (this.learnt === undefined) throw new QuadrantError("bad-argument", "ScalarScaler was not fitted");
    const { mean, std } = this.learnt;
    return { data: data.map((value) => (value - mean) / std), shape };
  }
}
