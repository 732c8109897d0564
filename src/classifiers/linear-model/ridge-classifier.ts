import type { Matrix } from "../../arrays";
import { QuadrantError } from "../../errors";
import { type ClassWeight, weightsOfClasses } from "../class-weight";
import { checkFit } from "../classifier";
import { LinearClassifier } from "./linear-classifier";
import { solveRidge } from "./ridge-equations";

/** scikit-learn's names and defaults. */
export interface RidgeClassifierOptions {
  /** Strength of the L2 penalty. */
  readonly alpha?: number;
  readonly fitIntercept?: boolean;
  readonly classWeight?: ClassWeight;
}

/**
 * Least squares with an L2 penalty onto 1 for the class and -1 for the others, as scikit-learn 1.9's RidgeClassifier:
 * the normal equations, or with more columns than rows those of the Gram matrix. A lone class is always the answer.
 */
export class RidgeClassifier extends LinearClassifier<Required<RidgeClassifierOptions>> {
  constructor({ alpha = 1, fitIntercept = true, classWeight = null }: RidgeClassifierOptions = {}) {
    if (!(alpha >= 0)) throw new QuadrantError("bad-argument", `alpha = ${alpha}: a number of at least 0 is needed`);
    super({ alpha, fitIntercept, classWeight });
  }

  fit(X: Matrix, y: ArrayLike<number>): this {
    const labels = checkFit(X, y, "RidgeClassifier", 1);
    const { alpha, fitIntercept, classWeight } = this.options;
    const { classes, codes } = labels;
    const rows = codes.length;
    const ofClasses = weightsOfClasses(classWeight, labels);
    const weights = Float64Array.from(codes, (code) => ofClasses[code]!);
    const outputs = classes.length <= 2 ? 1 : classes.length;
    const targets = new Float64Array(outputs * rows);
    for (let k = 0; k < outputs; k++) {
      for (let row = 0; row < rows; row++) {
        targets[k * rows + row] = codes[row] === (outputs === 1 ? 1 : k) ? 1 : -1;
      }
    }
    this.learnt = { classes, ...solveRidge(X, { targets, weights, alpha, fitIntercept }) };
    return this;
  }
}
