import type { Matrix } from "../../arrays";
import { QuadrantError } from "../../errors";
import { matrixProduct } from "../../kernels/matrix-product";
import { checkColumns, checkFilled, type Transformer } from "../classifier";
import { columnMeans, combineRows } from "../linear-algebra/row-space";
import { symmetricEigen } from "../linear-algebra/symmetric-eigen";
import { Model } from "../model";

/** scikit-learn's names and defaults. */
export interface PCAOptions {
  /** How many components; between 0 and 1, the part of the variance they must explain; null for all there are. */
  readonly nComponents?: number | null;
  /** Whether each component is scaled to variance 1. */
  readonly whiten?: boolean;
}

interface Learnt {
  readonly mean: Float64Array;
  /** (components, columns). */
  readonly components: Float64Array;
  readonly explainedVariance: Float64Array;
  readonly explainedVarianceRatio: Float64Array;
}

/**
 * Principal components as scikit-learn 1.9's PCA(svd_solver="full"), its signs included: of each component the largest
 * weight is positive. Found from the covariance or, with more columns than rows, from the Gram matrix, so that
 * components whose deviation is below 1e-7 of the first's are rounding; scikit-learn's own are below 1e-15.
 */
export class PCA extends Model<Required<PCAOptions>, Learnt> implements Transformer {
  constructor({ nComponents = null, whiten = false }: PCAOptions = {}) {
    if (nComponents !== null && !(nComponents > 0 && (nComponents < 1 || Number.isInteger(nComponents)))) {
      throw new QuadrantError(
        "bad-argument",
        `nComponents = ${nComponents}: a whole number, or a part of 1, is needed`,
      );
    }
    super({ nComponents, whiten });
  }

  get mean(): Float64Array {
    return this.fitted().mean;
  }

  /** (components, columns), row-major. */
  get components(): Float64Array {
    return this.fitted().components;
  }

  get explainedVariance(): Float64Array {
    return this.fitted().explainedVariance;
  }

  get explainedVarianceRatio(): Float64Array {
    return this.fitted().explainedVarianceRatio;
  }

  fit(X: Matrix): this {
    checkFilled(X, "PCA");
    const [rows, columns] = X.shape;
    const most = Math.min(rows, columns);
    const asked = this.options.nComponents ?? most;
    if (rows < 2 || asked > most) {
      throw new QuadrantError("bad-argument", `PCA of ${rows} rows, ${columns} columns: ${asked} components`, {
        remedy: `Ask for at most ${most}, of at least 2 rows.`,
      });
    }
    const mean = columnMeans(X);
    const byRows = columns > rows;
    const scatter = matrixProduct().gram(X, { transposeA: !byRows, shift: mean });
    const { values, vectors } = symmetricEigen(scatter, most);
    const variances = values.map((value) => Math.max(value, 0) / (rows - 1));
    const total = variances.reduce((a, b) => a + b, 0);
    const ratios = variances.map((value) => (total > 0 ? value / total : 0));
    const count = asked < 1 ? componentsFor(ratios, asked) : asked;
    const kept = vectors.slice(0, count * most);
    const components = byRows ? combineRows(kept, count, X, mean) : kept;
    for (let k = 0; k < count; k++) normalise(components.subarray(k * columns, (k + 1) * columns));
    this.learnt = {
      mean,
      components,
      explainedVariance: variances.slice(0, count),
      explainedVarianceRatio: ratios.slice(0, count),
    };
    return this;
  }

  transform(X: Matrix): Matrix {
    const { mean, components, explainedVariance } = this.fitted();
    checkColumns(X, mean.length, "PCA");
    const count = explainedVariance.length;
    const product = matrixProduct();
    const axes = { data: components, shape: [count, mean.length] } as const;
    const shift = product.multiply({ data: mean, shape: [1, mean.length] }, axes, { transposeB: true });
    // As scikit-learn: a component without variance is not blown up.
    const scale = explainedVariance.map((variance) => Math.max(Math.sqrt(variance), Number.EPSILON));
    const data = product.multiply(X, axes, { transposeB: true }).map((value, i) => {
      const centred = value - shift[i % count]!;
      return this.options.whiten ? centred / scale[i % count]! : centred;
    });
    return { data: Float32Array.from(data), shape: [X.shape[0], count] };
  }
}

/** The fewest components that explain more than the part asked for. */
function componentsFor(ratios: Float64Array, part: number): number {
  let sum = 0;
  let count = 0;
  while (count < ratios.length && sum <= part) sum += ratios[count++]!;
  return Math.max(1, count);
}

/** To length 1, the largest weight positive. */
function normalise(axis: Float64Array): void {
  const largest = axis.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0);
  const length = Math.sqrt(axis.reduce((sum, value) => sum + value * value, 0));
  if (length === 0) return;
  const scale = (largest < 0 ? -1 : 1) / length;
  for (let i = 0; i < axis.length; i++) axis[i]! *= scale;
}
