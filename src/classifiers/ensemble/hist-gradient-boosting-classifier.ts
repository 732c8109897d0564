import type { Matrix } from "../../arrays";
import { QuadrantError } from "../../errors";
import { trainTestSplit } from "../../evaluation/splits";
import { MT19937 } from "../../random";
import {
  checkColumns,
  checkFit,
  type EncodedLabels,
  type ProbabilisticClassifier,
  type ScoringClassifier,
} from "../classifier";
import { LabelModel } from "../label-model";
import { needWhole } from "../need-whole";
import { type Part, takePart } from "../take-part";
import { binColumns } from "./bin-columns";
import { BoostingLoss } from "./boosting-loss";
import { type BoostedTree, type BoostedTreeLimits, growBoostedTree, type HistogramPool } from "./grow-boosted-tree";
import { BINS } from "./histograms";

/** scikit-learn's names and defaults. */
export interface HistGradientBoostingClassifierOptions {
  readonly learningRate?: number;
  /** Iterations at most; each grows one tree, with more than two classes one for each class. */
  readonly maxIter?: number;
  readonly maxLeafNodes?: number | null;
  readonly maxDepth?: number | null;
  readonly minSamplesLeaf?: number;
  readonly l2Regularization?: number;
  /** 2 to 255. */
  readonly maxBins?: number;
  /** Whether to stop once the loss of rows held out gets no better; "auto" does so from 10,001 rows. */
  readonly earlyStopping?: "auto" | boolean;
  /** Share of the rows held out for that. */
  readonly validationFraction?: number;
  readonly nIterNoChange?: number;
  readonly tol?: number;
  /** Seeds the choice of the rows held out. */
  readonly randomState?: number;
}

interface Learnt {
  readonly classes: Int32Array;
  readonly columns: number;
  readonly baseline: Float64Array;
  /** Of each iteration, one a score column. */
  readonly trees: readonly (readonly BoostedTree[])[];
}

/** Bytes of the histograms of one node beyond which fit refuses. */
const MAX_HISTOGRAM_BYTES = 2 ** 29;

/**
 * Gradient boosting over binned columns, as scikit-learn 1.9's HistGradientBoostingClassifier without its categorical
 * and missing values, constraints and column sampling: the same bins, sums and splits. It refuses NaN and infinities.
 */
export class HistGradientBoostingClassifier
  extends LabelModel<Required<HistGradientBoostingClassifierOptions>, Learnt>
  implements ProbabilisticClassifier, ScoringClassifier
{
  constructor({
    learningRate = 0.1,
    maxIter = 100,
    maxLeafNodes = 31,
    maxDepth = null,
    minSamplesLeaf = 20,
    l2Regularization = 0,
    maxBins = 255,
    earlyStopping = "auto",
    validationFraction = 0.1,
    nIterNoChange = 10,
    tol = 1e-7,
    randomState = 0,
  }: HistGradientBoostingClassifierOptions = {}) {
    needWhole("maxIter", maxIter, 1);
    needWhole("minSamplesLeaf", minSamplesLeaf, 1);
    needWhole("nIterNoChange", nIterNoChange, 1);
    if (maxLeafNodes !== null) needWhole("maxLeafNodes", maxLeafNodes, 2);
    if (maxDepth !== null) needWhole("maxDepth", maxDepth, 1);
    if (!(Number.isInteger(maxBins) && maxBins >= 2 && maxBins < BINS)) {
      throw new QuadrantError("bad-argument", `maxBins = ${maxBins}: a whole number from 2 to ${BINS - 1} is needed`);
    }
    if (!(learningRate > 0)) {
      throw new QuadrantError("bad-argument", `learningRate = ${learningRate}: a number above 0 is needed`);
    }
    super({
      learningRate,
      maxIter,
      maxLeafNodes,
      maxDepth,
      minSamplesLeaf,
      l2Regularization,
      maxBins,
      earlyStopping,
      validationFraction,
      nIterNoChange,
      tol,
      randomState,
    });
  }

  /** Iterations that were made. */
  get iterations(): number {
    return this.fitted().trees.length;
  }

  fit(X: Matrix, y: ArrayLike<number>): this {
    const labels = checkFit(X, y, "HistGradientBoostingClassifier", 1);
    const columns = X.shape[1];
    if (columns * BINS * 20 > MAX_HISTOGRAM_BYTES) {
      throw new QuadrantError(
        "bad-argument",
        `HistGradientBoostingClassifier: ${columns} columns need too much memory`,
        {
          remedy: "Select columns first, or project them.",
        },
      );
    }
    const { train, held } = this.holdOut(X, labels);
    const loss = new BoostingLoss(labels.classes.length);
    const counts = new Int32Array(labels.classes.length);
    for (const code of train.codes) counts[code]!++;
    const baseline = loss.baseline(counts);
    const data = binColumns(train.X, this.options.maxBins);
    const startingScores = (rows: number): Float64Array[] =>
      Array.from(baseline, (score) => new Float64Array(rows).fill(score));
    const scores = startingScores(train.codes.length);
    const heldScores = held === undefined ? [] : startingScores(held.codes.length);
    const gradients = scores.map((column) => new Float32Array(column.length));
    const hessians = scores.map((column) => new Float32Array(column.length));
    const losses = held === undefined ? [] : [loss.value(heldScores, held.codes)];
    const pool: HistogramPool = [];
    const trees: BoostedTree[][] = [];
    while (trees.length < this.options.maxIter) {
      loss.differentiate(scores, train.codes, gradients, hessians);
      trees.push(
        scores.map((column, k) => growBoostedTree(data, gradients[k]!, hessians[k]!, this.limits(), pool, column)),
      );
      if (held === undefined) continue;
      heldScores.forEach((column, k) => {
        addScores(trees.at(-1)![k]!, held.X, column);
      });
      losses.push(loss.value(heldScores, held.codes));
      if (this.shouldStop(losses)) break;
    }
    this.learnt = { classes: labels.classes, columns, baseline, trees };
    return this;
  }

  predict(X: Matrix): Int32Array {
    const { classes } = this.fitted();
    const scores = this.scores(X);
    return Int32Array.from({ length: X.shape[0] }, (_, row) => {
      if (scores.length === 1) return classes[classes.length === 2 && scores[0]![row]! > 0 ? 1 : 0]!;
      let best = 0;
      for (let k = 1; k < scores.length; k++) if (scores[k]![row]! > scores[best]![row]!) best = k;
      return classes[best]!;
    });
  }

  decisionFunction(X: Matrix): Matrix {
    const scores = this.scores(X);
    const data = new Float32Array(X.shape[0] * scores.length);
    scores.forEach((column, k) => {
      for (let row = 0; row < column.length; row++) data[row * scores.length + k] = column[row]!;
    });
    return { data, shape: [X.shape[0], scores.length] };
  }

  predictProba(X: Matrix): Matrix {
    const k = this.fitted().classes.length;
    const scores = this.scores(X);
    const loss = new BoostingLoss(k);
    const shares = new Float64Array(scores.length);
    const data = new Float32Array(X.shape[0] * k);
    for (let row = 0; row < X.shape[0]; row++) {
      loss.sharesOf(scores, row, shares);
      if (k === 1) data[row] = 1;
      else data.set(k === 2 ? [1 - shares[0]!, shares[0]!] : shares, row * k);
    }
    return { data, shape: [X.shape[0], k] };
  }

  private limits(): BoostedTreeLimits {
    const { maxLeafNodes, maxDepth } = this.options;
    return {
      ...this.options,
      maxLeafNodes: maxLeafNodes ?? Number.POSITIVE_INFINITY,
      maxDepth: maxDepth ?? Number.POSITIVE_INFINITY,
    };
  }

  /** The raw scores, (score columns, rows). */
  private scores(X: Matrix): Float64Array[] {
    const { columns, baseline, trees } = this.fitted();
    checkColumns(X, columns, "HistGradientBoostingClassifier");
    const scores = Array.from(baseline, (score) => new Float64Array(X.shape[0]).fill(score));
    for (const iteration of trees) {
      iteration.forEach((tree, k) => {
        addScores(tree, X, scores[k]!);
      });
    }
    return scores;
  }

  private holdOut(X: Matrix, { codes }: EncodedLabels): { train: Part; held: Part | undefined } {
    const { earlyStopping, validationFraction, randomState } = this.options;
    const stops = earlyStopping === "auto" ? codes.length > 10_000 : earlyStopping;
    if (!stops) return { train: { X, codes }, held: undefined };
    const seed = new MT19937(randomState).integerUpTo(2 ** 32 - 2);
    const { train, test } = trainTestSplit(codes.length, {
      testSize: validationFraction,
      stratify: codes,
      randomState: seed,
    });
    return { train: takePart(X, codes, train), held: takePart(X, codes, test) };
  }

  /** Whether none of the last losses is better than the one before them. */
  private shouldStop(losses: readonly number[]): boolean {
    const { nIterNoChange, tol } = this.options;
    if (losses.length <= nIterNoChange) return false;
    const reference = losses.at(-nIterNoChange - 1)! - tol;
    return losses.slice(-nIterNoChange).every((recent) => recent >= reference);
  }
}

function addScores(tree: BoostedTree, { data, shape: [rows, columns] }: Matrix, scores: Float64Array): void {
  const { feature, threshold, left, right, value } = tree;
  for (let row = 0; row < rows; row++) {
    let node = 0;
    for (let column = feature[0]!; column >= 0; column = feature[node]!) {
      node = data[row * columns + column]! <= threshold[node]! ? left[node]! : right[node]!;
    }
    scores[row]! += value[node]!;
  }
}
