import type { Matrix } from "../../arrays";
import { QuadrantError } from "../../errors";
import { MT19937 } from "../../random";
import { type ClassWeight, weightsOfClasses } from "../class-weight";
import {
  argmaxRows,
  checkColumns,
  checkFit,
  type EncodedLabels,
  type ProbabilisticClassifier,
  type ScoringClassifier,
} from "../classifier";
import { Model } from "../model";
import { KernelCache } from "./kernel-cache";
import { gammaOf, type KernelFunction, type KernelName, kernelRows } from "./kernel-function";
import { calibratePair, clampProbability, type PairProblem, trainPair } from "./pair-model";
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

interface Learnt {
  readonly classes: Int32Array;
  readonly columns: number;
  readonly gamma: number;
  /** Training rows that are support vectors, those of the first class first. */
  readonly support: Int32Array;
  /** How many of each class. */
  readonly nSupport: Int32Array;
  /** Rows that hold the support vectors; empty for a precomputed kernel. */
  readonly vectors: Float32Array;
  /** Of each support vector, its row in `vectors`. */
  readonly vectorRows: Int32Array;
  /** (classes - 1, support vectors), LIBSVM's layout and signs. */
  readonly dualCoef: Float64Array;
  /** Of each pair of classes. */
  readonly rho: Float64Array;
  readonly sigmoids: Float64Array;
  readonly converged: boolean;
}

/** Row panels of this many test items bound the memory of a prediction. */
const PANEL = 1024;
/** Training rows of more bytes are kept as they are, not copied: memory may not hold them twice. */
const LARGE = 2 ** 28;

/**
 * Support vector classification, one pair of classes at a time, as scikit-learn 1.9's SVC (LIBSVM 3.31).
 *
 * Support vectors, decision values and predictions are scikit-learn's up to the tolerance of the solver. X is
 * (rows, columns), for kernel = "precomputed" (rows, training rows). Training rows of more than 256 MB are not copied:
 * they must stay as they are while the model is used.
 */
export class SVC extends Model<Required<SVCOptions>, Learnt> implements ProbabilisticClassifier, ScoringClassifier {
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

  get classes(): Int32Array {
    return this.learnt?.classes ?? new Int32Array(0);
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
    const { classes, counts } = labels;
    const weights = weightsOfClasses(options.classWeight, labels);
    const byClass = rowsByClass(labels);
    const starts = counts.map((_, k) => counts.subarray(0, k).reduce((sum, count) => sum + count, 0));
    const k = classes.length;
    const pairs = (k * (k - 1)) / 2;
    const coefficients = new Float64Array((k - 1) * rows);
    const rho = new Float64Array(pairs);
    const sigmoids = new Float64Array(options.probability ? 2 * pairs : 0);
    const seed = new MT19937(options.randomState).integerUpTo(2 ** 31 - 2);
    let converged = true;
    for (let i = 0, pair = 0; i < k; i++) {
      for (let j = i + 1; j < k; j++, pair++) {
        const problem = pairProblem(byClass[i]!, byClass[j]!, options.C * weights[i]!, options.C * weights[j]!);
        if (options.probability) {
          const { a, b } = calibratePair(problem, kernel, options, seed);
          sigmoids.set([a, b], 2 * pair);
        }
        const model = trainPair(problem, kernel, options);
        converged &&= model.converged;
        rho[pair] = model.rho;
        coefficients.set(model.coefficients.subarray(0, counts[i]), (j - 1) * rows + starts[i]!);
        coefficients.set(model.coefficients.subarray(counts[i]), i * rows + starts[j]!);
      }
    }
    const grouped = Int32Array.from(byClass.flatMap((members) => [...members]));
    const kept = grouped.map((_, at) => at).filter((at) => someNonZero(coefficients, at, rows, k - 1));
    const support = kept.map((at) => grouped[at]!);
    const dualCoef = new Float64Array((k - 1) * kept.length);
    for (let row = 0; row < k - 1; row++) {
      kept.forEach((at, place) => {
        dualCoef[row * kept.length + place] = coefficients[row * rows + at]!;
      });
    }
    const nSupport = counts.map((count, c) => kept.filter((at) => at >= starts[c]! && at < starts[c]! + count).length);
    const whole = options.kernel !== "precomputed" && X.data.byteLength > LARGE;
    const vectors = whole ? X.data : options.kernel === "precomputed" ? new Float32Array(0) : gatherRows(X, support);
    const vectorRows = whole ? support : Int32Array.from(support.keys());
    this.learnt = {
      classes,
      columns,
      gamma,
      support,
      nSupport,
      vectors,
      vectorRows,
      dualCoef,
      rho,
      sigmoids,
      converged,
    };
    return this;
  }

  /** The class with most votes of the pairs; the smaller label wins a tie, unless breakTies. */
  predict(X: Matrix): Int32Array {
    const { classes } = this.fitted();
    const k = classes.length;
    const pairs = this.pairDecisions(X);
    const scores = this.options.breakTies && k > 2 ? oneVersusRest(pairs, k) : votes(pairs, k);
    return argmaxRows({ data: scores, shape: [X.shape[0], k] }).map((code) => classes[code]!);
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

  /** (rows, pairs): above 0 for the first class of the pair. */
  private pairDecisions(X: Matrix): Float64Array {
    const { columns, gamma, support, nSupport, vectors, vectorRows, dualCoef, rho } = this.fitted();
    checkColumns(X, columns, "SVC");
    const k = nSupport.length;
    const f = this.kernelFunction(gamma);
    const size = support.length;
    const held = f.kernel === "precomputed" ? size : vectors.length / columns;
    const starts = nSupport.map((_, c) => nSupport.subarray(0, c).reduce((sum, count) => sum + count, 0));
    const rows = X.shape[0];
    const result = new Float64Array(rows * rho.length);
    for (let from = 0; from < rows; from += PANEL) {
      const to = Math.min(rows, from + PANEL);
      const kernel =
        f.kernel === "precomputed"
          ? gatherColumns(X, from, to, support)
          : kernelRows(f, X, from, to, { data: vectors, shape: [held, columns] });
      for (let row = from; row < to; row++) {
        const base = (row - from) * held;
        const add = (start: number, coefficients: number, c: number): number => {
          let total = start;
          for (let at = starts[c]!; at < starts[c]! + nSupport[c]!; at++) {
            total += dualCoef[coefficients * size + at]! * kernel[base + vectorRows[at]!]!;
          }
          return total;
        };
        for (let i = 0, pair = 0; i < k; i++) {
          for (let j = i + 1; j < k; j++, pair++) {
            result[row * rho.length + pair] = add(add(0, j - 1, i), i, j) - rho[pair]!;
          }
        }
      }
    }
    return result;
  }

  private kernelFunction(gamma: number): KernelFunction {
    const { kernel, degree, coef0 } = this.options;
    return { kernel, degree, coef0, gamma };
  }
}

function rowsByClass({ classes, codes }: EncodedLabels): Int32Array[] {
  return Array.from(classes, (_, code) => Int32Array.from(codes.keys()).filter((row) => codes[row] === code));
}

function pairProblem(first: Int32Array, second: Int32Array, boundFirst: number, boundSecond: number): PairProblem {
  const size = first.length + second.length;
  const members = new Int32Array(size);
  members.set(first);
  members.set(second, first.length);
  return {
    members,
    signs: new Int8Array(size).fill(1).fill(-1, first.length),
    bounds: new Float64Array(size).fill(boundFirst).fill(boundSecond, first.length),
  };
}

function someNonZero(coefficients: Float64Array, at: number, rows: number, lines: number): boolean {
  for (let line = 0; line < lines; line++) if (coefficients[line * rows + at] !== 0) return true;
  return false;
}

function gatherRows({ data, shape: [, columns] }: Matrix, rows: Int32Array): Float32Array {
  const gathered = new Float32Array(rows.length * columns);
  rows.forEach((row, i) => {
    gathered.set(data.subarray(row * columns, (row + 1) * columns), i * columns);
  });
  return gathered;
}

function gatherColumns({ data, shape }: Matrix, from: number, to: number, columns: Int32Array): Float64Array {
  const gathered = new Float64Array((to - from) * columns.length);
  for (let row = from, at = 0; row < to; row++) {
    for (const column of columns) gathered[at++] = data[row * shape[1] + column]!;
  }
  return gathered;
}
