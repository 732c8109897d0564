import type { Matrix } from "../../arrays";
import { QuadrantError } from "../../errors";
import type { ClassWeight } from "../class-weight";
import { checkColumns, checkFit, type ProbabilisticClassifier, type ScoringClassifier } from "../classifier";
import { LabelModel } from "../label-model";
import { type FittedPairs, fitPairs } from "./fit-pairs";
import { KernelCache } from "./kernel-cache";
import { gammaOf, type KernelFunction, type KernelName } from "./kernel-function";
import { type HeldVectors, holdVectors, pairDecisions } from "./pair-decisions";
import { clampProbability } from "./pair-model";
import { oneVersusRest, votes } from "./pair-votes";
import { couplePairs, sigmoid } from "./platt";

/** scikit-learn's names and defaults. */
export interface SVCOptions {
  readonly C?: number;
  readonly kernel?: KernelName;
  /** Of the polynomial. */
  readonly degree?: number;
  /** "scale" is 1 / (columns * variance of X), "auto" 1 / columns. */
  readonly gamma?: "scale" | "auto" | number;
  readonly coef0?: number;
  readonly shrinking?: boolean;
  /** predictProba through Platt's scaling; scikit-learn 1.9 deprecates it, since it may disagree with predict. */
  readonly probability?: boolean;
  readonly tol?: number;
  /** Megabytes for kernel rows. */
  readonly cacheSize?: number;
  readonly classWeight?: ClassWeight;
  /** Steps for each pair of classes; -1 for no limit. */
  readonly maxIter?: number;
  /** One score a class ("ovr"), or one a pair ("ovo"). */
  readonly decisionFunctionShape?: "ovr" | "ovo";
  /** Break ties of the votes by the decision values. */
  readonly breakTies?: boolean;
  /** Seeds the folds of `probability`. */
  readonly randomState?: number;
}

interface Learnt extends FittedPairs, HeldVectors {
  readonly classes: Int32Array;
  readonly columns: number;
  readonly gamma: number;
}

/**
 * Support vector classification, one pair of classes at a time, as scikit-learn 1.9's SVC (LIBSVM 3.31).
 *
 * Support vectors, decision values and predictions are scikit-learn's up to the tolerance of the solver. X is
 * (rows, columns), for kernel = "precomputed" (rows, training rows). Training rows of more than 256 MB are not copied:
 * they must stay as they are while the model is used.
 */
export class SVC
  extends LabelModel<Required<SVCOptions>, Learnt>
  implements ProbabilisticClassifier, ScoringClassifier
{
  constructor({
    C = 1,
    kernel = "rbf",
    degree = 3,
    gamma = "scale",
    coef0 = 0,
    shrinking = true,
    probability = false,
    tol = 1e-3,
    cacheSize = 200,
    classWeight = null,
    maxIter = -1,
    decisionFunctionShape = "ovr",
    breakTies = false,
    randomState = 0,
  }: SVCOptions = {}) {
    if (!(C > 0)) throw new QuadrantError("bad-argument", `C = ${C}: a number above 0 is needed`);
    if (typeof gamma === "number" && !(gamma >= 0)) {
      throw new QuadrantError("bad-argument", `gamma = ${gamma}: "scale", "auto" or a number of at least 0 is needed`);
    }
    if (breakTies && decisionFunctionShape === "ovo") {
      throw new QuadrantError("bad-argument", "breakTies needs decisionFunctionShape = ovr, not ovo");
    }
    super({
      C,
      kernel,
      degree,
      gamma,
      coef0,
      shrinking,
      probability,
      tol,
      cacheSize,
      classWeight,
      maxIter,
      decisionFunctionShape,
      breakTies,
      randomState,
    });
  }

  /** Whether predictProba can be called. */
  get probabilistic(): boolean {
    return this.options.probability;
  }

  /** Training rows that are support vectors. */
  get support(): Int32Array {
    return this.fitted().support;
  }

  /** Support vectors of each class. */
  get nSupport(): Int32Array {
    return this.fitted().nSupport;
  }

  /** (classes - 1, support vectors): alpha times sign, as scikit-learn's dual_coef_. */
  get dualCoef(): Float64Array {
    const { dualCoef, classes } = this.fitted();
    return classes.length === 2 ? dualCoef.map((value) => -value) : dualCoef;
  }

  /** One for each pair of classes, as scikit-learn's intercept_. */
  get intercept(): Float64Array {
    const { rho, classes } = this.fitted();
    return classes.length === 2 ? rho : rho.map((value) => -value);
  }

  /** False where maxIter was reached first. */
  get converged(): boolean {
    return this.fitted().converged;
  }

  fit(X: Matrix, y: ArrayLike<number>): this {
    const labels = checkFit(X, y, "SVC");
    const [rows, columns] = X.shape;
    const { options } = this;
    if (options.kernel === "precomputed" && rows !== columns) {
      throw new QuadrantError("bad-argument", `SVC: a precomputed kernel must be square, not ${rows} x ${columns}`, {
        remedy: "Give fit the kernel of the training rows with themselves.",
      });
    }
    const gamma = gammaOf(options.gamma, X);
    const kernel = new KernelCache(this.kernelFunction(gamma), X, options.cacheSize);
    const pairs = fitPairs(labels, kernel, options);
    const held = holdVectors(X, pairs.support, options.kernel === "precomputed");
    this.learnt = { classes: labels.classes, columns, gamma, ...pairs, ...held };
    return this;
  }

  /** The class with most votes of the pairs; the smaller label wins a tie, unless breakTies. */
  predict(X: Matrix): Int32Array {
    const k = this.fitted().classes.length;
    const pairs = this.pairDecisions(X);
    return this.winners(X, this.options.breakTies && k > 2 ? oneVersusRest(pairs, k) : votes(pairs, k));
  }

  decisionFunction(X: Matrix): Matrix {
    const k = this.fitted().classes.length;
    const rows = X.shape[0];
    const pairs = this.pairDecisions(X);
    if (k === 2) return { data: Float32Array.from(pairs, (value) => -value), shape: [rows, 1] };
    if (this.options.decisionFunctionShape === "ovo") {
      return { data: Float32Array.from(pairs), shape: [rows, pairs.length / rows] };
    }
    return { data: Float32Array.from(oneVersusRest(pairs, k)), shape: [rows, k] };
  }

  /** @throws QuadrantError "bad-argument" unless the option `probability` is set */
  predictProba(X: Matrix): Matrix {
    const { classes, sigmoids } = this.fitted();
    if (!this.options.probability) {
      throw new QuadrantError("bad-argument", "SVC has no probabilities: probability = false", {
        remedy: "Set probability: true, or use decisionFunction.",
      });
    }
    const k = classes.length;
    const decisions = this.pairDecisions(X);
    const rows = X.shape[0];
    const data = new Float32Array(rows * k);
    const table = new Float64Array(k * k);
    for (let row = 0, at = 0; row < rows; row++) {
      for (let i = 0, pair = 0; i < k; i++) {
        for (let j = i + 1; j < k; j++, pair++, at++) {
          const fitted = { a: sigmoids[2 * pair]!, b: sigmoids[2 * pair + 1]! };
          const probability = clampProbability(sigmoid(fitted, decisions[at]!));
          table[i * k + j] = probability;
          table[j * k + i] = 1 - probability;
        }
      }
      data.set(couplePairs(table, k), row * k);
    }
    return { data, shape: [rows, k] };
  }

  private pairDecisions(X: Matrix): Float64Array {
    const fitted = this.fitted();
    checkColumns(X, fitted.columns, "SVC");
    return pairDecisions(X, this.kernelFunction(fitted.gamma), fitted);
  }

  private kernelFunction(gamma: number): KernelFunction {
    const { kernel, degree, coef0 } = this.options;
    return { kernel, degree, coef0, gamma };
  }
}
