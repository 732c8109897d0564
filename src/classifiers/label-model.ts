import type { Matrix } from "../arrays";
import { argmaxRows } from "./classifier";
import { Model } from "./model";

/** What a classifier shares with all others, beyond what a model is: it answers with the labels that it was shown. */
export abstract class LabelModel<Options extends object, Learnt extends { readonly classes: Int32Array }> extends Model<
  Options,
  Learnt
> {
  get classes(): Int32Array {
    return this.learnt?.classes ?? new Int32Array(0);
  }

  /**
   * The label of the largest value of each row; the smaller one of equals.
   *
   * @param values (rows of X, classes)
   */
  protected winners({ shape: [rows] }: Matrix, values: ArrayLike<number>): Int32Array {
    const { classes } = this.fitted();
    return argmaxRows({ data: values, shape: [rows, classes.length] }).map((code) => classes[code]!);
  }
}
