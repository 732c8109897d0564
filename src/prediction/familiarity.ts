import type { Matrix } from "../arrays";
import { PCA } from "../classifiers";

/** Principal components that a distance looks along; what they leave over counts as one more direction. */
const COMPONENTS = 20;

/**
 * How far music lies from what a model was trained on: the Mahalanobis distance under probabilistic principal components
 * (Tipping and Bishop 1999), divided by the root of the number of columns, so that training items are about 1 away. What
 * the components do not explain counts too: noise is strange for how it differs from music, not for where it lies among
 * music.
 */
export class Familiarity {
  /**
   * @param pca of the scaled columns of training items
   * @param restVariance mean variance of the directions that are not among the components
   */
  constructor(
    readonly pca: PCA,
    readonly restVariance: number,
  ) {}

  /** @param X (items, columns), scaled */
  static fit(X: Matrix): Familiarity {
    const [rows, columns] = X.shape;
    const count = Math.min(COMPONENTS, rows - 1, columns - 1);
    const pca = new PCA({ nComponents: count }).fit(X);
    const explained = pca.explainedVariance.reduce((a, b) => a + b, 0);
    const total = totalVariance(X, pca.mean);
    return new Familiarity(pca, Math.max((total - explained) / (columns - count), Number.EPSILON));
  }

  /** The distance of each item. */
  distances(X: Matrix): Float64Array {
    const { mean, explainedVariance } = this.pca;
    const components = this.pca.transform(X);
    const columns = mean.length;
    const count = components.shape[1];
    return Float64Array.from({ length: X.shape[0] }, (_, row) => {
      let rest = 0;
      for (let i = 0; i < columns; i++) rest += (X.data[row * columns + i]! - mean[i]!) ** 2;
      let square = 0;
      for (let k = 0; k < count; k++) {
        const along = components.data[row * count + k]! ** 2;
        rest -= along;
        square += along / Math.max(explainedVariance[k]!, this.restVariance);
      }
      return Math.sqrt((square + Math.max(0, rest) / this.restVariance) / columns);
    });
  }
}

function totalVariance({ data, shape: [rows, columns] }: Matrix, mean: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < data.length; at++) sum += (data[at]! - mean[at % columns]!) ** 2;
  return sum / (rows - 1);
}
