import type { Matrix } from "../../arrays";
import { QuadrantError } from "../../errors";
import type { Operand } from "../../kernels/matrix-product";
import { MT19937 } from "../../random";
import { type ClassWeight, weightsOfClasses } from "../class-weight";
import { checkFit, type EncodedLabels } from "../classifier";
import { classProducts } from "../linear-algebra/class-products";
import { isWide, rowSpace } from "../linear-algebra/row-space";
import { minimiseLbfgs } from "../linear-model/lbfgs";
import { LinearClassifier, type LinearLearnt } from "../linear-model/linear-classifier";
import { dualCoordinateDescent } from "./dual-coordinate-descent";
import { squaredHingeLoss } from "./squared-hinge-loss";

/** scikit-learn's names and defaults. */
export interface LinearSVCOptions {
  /** What errors cost. */
  readonly C?: number;
  readonly loss?: "squared_hinge" | "hinge";
  /** Whether the dual problem is solved; "auto": where there are more columns than rows, and for the hinge. */
  readonly dual?: boolean | "auto";
  readonly tol?: number;
  readonly maxIter?: number;
  readonly fitIntercept?: boolean;
  /** Value of the column of the intercept, which is penalised like the others. */
  readonly interceptScaling?: number;
  readonly classWeight?: ClassWeight;
  /** Of the order in which the dual problem takes the rows. */
  readonly randomState?: number;
}

interface Learnt extends LinearLearnt {
  readonly converged: boolean;
}

/**
 * Linear support vector machines, one against the rest, as scikit-learn 1.9's LinearSVC(penalty="l2"), the intercept
 * penalised as in LIBLINEAR. The dual problem is solved by coordinate descent; the primal one, which has the same
 * minimum, by L-BFGS where LIBLINEAR takes Newton steps.
 */
export class LinearSVC extends LinearClassifier<Required<LinearSVCOptions>, Learnt> {
  constructor(options: LinearSVCOptions = {}) {
    const { C = 1, loss = "squared_hinge", dual = "auto", tol = 1e-4, maxIter = 1000 } = options;
    const { fitIntercept = true, interceptScaling = 1, classWeight = null, randomState = 0 } = options;
    if (!(C > 0)) throw new QuadrantError("bad-argument", `C = ${C}: a number above 0 is needed`);
    if (fitIntercept && !(interceptScaling > 0)) {
      throw new QuadrantError("bad-argument", `interceptScaling = ${interceptScaling}: a number above 0 is needed`, {
        remedy: "Set fitIntercept to false for a model without an intercept.",
      });
    }
    if (loss === "hinge" && dual === false) {
      throw new QuadrantError("bad-argument", "the hinge loss has no smooth primal problem", {
        remedy: 'Set dual to true or "auto".',
      });
    }
    super({ C, loss, dual, tol, maxIter, fitIntercept, interceptScaling, classWeight, randomState });
  }

  /** False where maxIter was reached first. */
  get converged(): boolean {
    return this.fitted().converged;
  }

  fit(X: Matrix, y: ArrayLike<number>): this {
    const labels = checkFit(X, y, "LinearSVC");
    const { classes } = labels;
    const { dual, loss, fitIntercept, interceptScaling } = this.options;
    const space = isWide(X) ? rowSpace(X) : undefined;
    const fitted = space?.X ?? X;
    const columns = fitted.shape[1];
    const outputs = classes.length === 2 ? 1 : classes.length;
    const useDual = dual === "auto" ? loss === "hinge" || X.shape[0] < X.shape[1] : dual;
    const { weights, converged } = useDual
      ? this.solveDual(fitted, labels, outputs)
      : this.solvePrimal(fitted, labels, outputs);
    const inner = new Float64Array(outputs * columns);
    const intercept = new Float64Array(outputs);
    for (let k = 0; k < outputs; k++) {
      const at = k * (columns + 1);
      inner.set(weights.subarray(at, at + columns), k * columns);
      intercept[k] = fitIntercept ? interceptScaling * weights[at + columns]! : 0;
    }
    this.learnt = { classes, coef: space?.weightsOfColumns(inner, outputs) ?? inner, intercept, converged };
    return this;
  }

  /**
   * What an error of each row costs in the problem of a class: as in LIBLINEAR, where one class stands against the rest,
   * only its own rows have their weight.
   */
  private costs(labels: EncodedLabels, positive: number): Float64Array {
    const { C, classWeight } = this.options;
    const ofClasses = weightsOfClasses(classWeight, labels);
    const two = labels.classes.length === 2;
    return Float64Array.from(labels.codes, (code) => (two || code === positive ? C * ofClasses[code]! : C));
  }

  private get bias(): number {
    return this.options.fitIntercept ? this.options.interceptScaling : 0;
  }

  private solveDual(X: Operand, labels: EncodedLabels, outputs: number): { weights: Float64Array; converged: boolean } {
    const { loss, tol, maxIter, randomState } = this.options;
    const random = new MT19937(randomState);
    const width = X.shape[1] + 1;
    const weights = new Float64Array(outputs * width);
    let converged = true;
    for (let k = 0; k < outputs; k++) {
      const signs = signsOf(labels.codes, outputs === 1 ? 1 : k);
      const costs = this.costs(labels, k);
      const squared = loss === "squared_hinge";
      const found = dualCoordinateDescent({ X, signs, costs, squared, bias: this.bias, tol, maxIter }, random);
      weights.set(found.weights, k * width);
      converged &&= found.converged;
    }
    return { weights, converged };
  }

  private solvePrimal(
    X: Operand,
    labels: EncodedLabels,
    outputs: number,
  ): { weights: Float64Array; converged: boolean } {
    const { tol, maxIter } = this.options;
    const { codes, counts } = labels;
    const [rows, columns] = X.shape;
    const objective = squaredHingeLoss({
      products: classProducts(X, outputs),
      codes,
      outputs,
      columns,
      costs: Array.from({ length: outputs }, (_, k) => this.costs(labels, k)),
      bias: this.bias,
    });
    const solution = new Float64Array(outputs * (columns + 1));
    const start = new Float64Array(solution.length);
    objective(solution, start);
    const slope = start.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    // LIBLINEAR's rule, which is stricter the rarer a class is.
    const tolerance = (tol * slope * Math.min(...counts)) / rows;
    const { converged } = minimiseLbfgs(objective, solution, { tolerance, maxIterations: maxIter });
    const weights = new Float64Array(solution.length);
    for (let k = 0; k < outputs; k++) {
      weights.set(solution.subarray(k * columns, (k + 1) * columns), k * (columns + 1));
      weights[(k + 1) * (columns + 1) - 1] = solution[outputs * columns + k]!;
    }
    return { weights, converged };
  }
}

function signsOf(codes: Int32Array, positive: number): Float64Array {
  return Float64Array.from(codes, (code) => (code === positive ? 1 : -1));
}
