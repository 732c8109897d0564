import type { Matrix } from "../arrays";
import { QuadrantError } from "../errors";
import { argmaxRows, type Classifier, checkFit, countClasses } from "./classifier";

/**
 * The majority baseline: always the most frequent label of the training rows, as scikit-learn's
 * DummyClassifier(strategy="prior"). What cannot beat it has learnt nothing.
 */
export class DummyClassifier implements Classifier {
  private prior: Float64Array | undefined;

  fit(X: Matrix, y: ArrayLike<number>): this {
    checkFit(X, y);
    const prior = new Float64Array(countClasses(y));
    for (let i = 0; i < y.length; i++) prior[y[i]!]! += 1 / y.length;
    this.prior = prior;
    return this;
  }

  predict(X: Matrix): Int32Array {
    return argmaxRows(this.predictProba(X));
  }

  predictProba(X: Matrix): Matrix {
    const { prior } = this;
    if (prior === undefined) throw new QuadrantError("bad-argument", "DummyClassifier was not fitted: call fit first");
    const rows = X.shape[0];
    const data = new Float32Array(rows * prior.length);
    for (let row = 0; row < rows; row++) data.set(prior, row * prior.length);
    return { data, shape: [rows, prior.length] };
  }
}
