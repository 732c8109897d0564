import type { Matrix } from "../arrays";
import type { Classifier } from "./classifier";
import { StandardScaler } from "./standard-scaler";

/**
 * A classifier behind a StandardScaler, as scikit-learn's make_pipeline(StandardScaler(), classifier): the scaler sees
 * the training rows only, so nothing of the test rows leaks into it.
 */
export class ScaledClassifier implements Classifier {
  private readonly scaler = new StandardScaler();

  constructor(private readonly classifier: Classifier) {}

  fit(X: Matrix, y: ArrayLike<number>): this {
    this.classifier.fit(this.scaler.fit(X).transform(X), y);
    return this;
  }

  predict(X: Matrix): Int32Array {
    return this.classifier.predict(this.scaler.transform(X));
  }

  predictProba(X: Matrix): Matrix {
    return this.classifier.predictProba(this.scaler.transform(X));
  }
}
