import type { Matrix } from "../../arrays";
import { argmaxRows, checkFit, type ProbabilisticClassifier } from "../classifier";
import { Model } from "../model";

/**
 * The majority baseline: always the most frequent label of the training rows, as scikit-learn's
 * DummyClassifier(strategy="prior"). What cannot beat it has learnt nothing.
 */
export class DummyClassifier
  extends Model<object, { classes: Int32Array; prior: Float64Array }>
  implements ProbabilisticClassifier
{
  constructor() {
    super({});
  }

  get classes(): Int32Array {
    return this.learnt?.classes ?? new Int32Array(0);
  }

  fit(X: Matrix, y: ArrayLike<number>): this {
    const { classes, counts } = checkFit(X, y, "DummyClassifier", 1);
    this.learnt = { classes, prior: Float64Array.from(counts, (count) => count / y.length) };
    return this;
  }

  predict(X: Matrix): Int32Array {
    const { classes, prior } = this.fitted();
    const [winner] = argmaxRows({ data: prior, shape: [1, prior.length] });
    return new Int32Array(X.shape[0]).fill(classes[winner!]!);
  }

  predictProba(X: Matrix): Matrix {
    const { prior } = this.fitted();
    const rows = X.shape[0];
    const data = new Float32Array(rows * prior.length);
    for (let row = 0; row < rows; row++) data.set(prior, row * prior.length);
    return { data, shape: [rows, prior.length] };
  }
}
