import type { Matrix } from "../../arrays";
import { QuadrantError } from "../../errors";
import { matrixProduct } from "../../kernels/matrix-product";
import { checkColumns, checkFilled, checkFinite } from "../classifier";
import { Model } from "../model";
import { type RidgeSolution, solveRidge } from "./ridge-equations";

/** scikit-learn's names and defaults. */
export interface RidgeOptions {
  /** Strength of the L2 penalty. */
  readonly alpha?: number;
  readonly fitIntercept?: boolean;
}

/**
 * Linear regression with an L2 penalty, as scikit-learn's Ridge: minimises |X w + b - y|^2 + alpha |w|^2 for each output.
 *
 * @example
 * new Ridge({ alpha: 100 }).fit(X, valenceAndArousal).predict(unseen); // (rows, 2)
 */
export class Ridge extends Model<Required<RidgeOptions>, RidgeSolution> {
  constructor({ alpha = 1, fitIntercept = true }: RidgeOptions = {}) {
    if (!(alpha >= 0)) throw new QuadrantError("bad-argument", `alpha = ${alpha}: a number of at least 0 is needed`);
    super({ alpha, fitIntercept });
  }

  /** (outputs, columns), row-major. */
  get coef(): Float64Array {
    return this.fitted().coef;
  }

  /** One an output. */
  get intercept(): Float64Array {
    return this.fitted().intercept;
  }

  /**
   * @param y (rows, outputs)
   * @throws QuadrantError "bad-argument" when rows and targets differ in number, there are none, or a value is not finite
   */
  fit(X: Matrix, y: Matrix): this {
    checkFilled(X, "Ridge");
    checkFinite(y, "Ridge, targets");
    const [rows, outputs] = y.shape;
    if (rows !== X.shape[0]) {
      throw new QuadrantError("bad-argument", `Ridge: ${X.shape[0]} rows against ${rows} targets`, {
        remedy: "Take X and y from the same items.",
      });
    }
    const targets = Float64Array.from(
      { length: outputs * rows },
      (_, i) => y.data[(i % rows) * outputs + Math.floor(i / rows)]!,
    );
    this.learnt = solveRidge(X, { targets, weights: new Float64Array(rows).fill(1), ...this.options });
    return this;
  }

  /** @returns (rows, outputs) */
  predict(X: Matrix): Matrix {
    const { coef, intercept } = this.fitted();
    const outputs = intercept.length;
    const columns = coef.length / outputs;
    checkColumns(X, columns, "Ridge");
    const sums = matrixProduct().multiply(X, { data: coef, shape: [outputs, columns] }, { transposeB: true });
    return { data: Float32Array.from(sums, (sum, i) => sum + intercept[i % outputs]!), shape: [X.shape[0], outputs] };
  }
}
