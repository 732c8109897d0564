import type { Matrix } from "../../arrays";
import { QuadrantError } from "../../errors";
import { MT19937 } from "../../random";
import {
  argmaxRows,
  checkColumns,
  checkFit,
  type ProbabilisticClassifier,
  type ScoringClassifier,
} from "../classifier";
import { LabelModel } from "../label-model";
import { needWhole } from "../need-whole";
import { softmaxRows } from "../softmax";
import { growTree } from "../tree/grow-tree";
import { sortColumns } from "../tree/sorted-columns";
import { leafOf, type Tree } from "../tree/tree";
import { type GrowthOptions, growthLimits, growthOptions } from "../tree/tree-options";

/** scikit-learn's names and defaults. */
export interface AdaBoostClassifierOptions {
  /** Options of the boosted trees; { maxDepth: 1 } by default, a stump. */
  readonly estimator?: GrowthOptions;
  readonly nEstimators?: number;
  readonly learningRate?: number;
  readonly randomState?: number;
}

interface Learnt {
  readonly classes: Int32Array;
  readonly columns: number;
  readonly trees: readonly Tree[];
  readonly estimatorWeights: Float64Array;
}

/**
 * Boosted trees by SAMME (Zhu, Zou, Rosset and Hastie 2009), as scikit-learn 1.9's AdaBoostClassifier: each tree learns
 * rows weighted by how the trees before it did.
 */
export class AdaBoostClassifier
  extends LabelModel<Required<AdaBoostClassifierOptions>, Learnt>
  implements ProbabilisticClassifier, ScoringClassifier
{
  constructor({
    estimator = { maxDepth: 1 },
    nEstimators = 50,
    learningRate = 1,
    randomState = 0,
  }: AdaBoostClassifierOptions = {}) {
    needWhole("nEstimators", nEstimators, 1);
    if (!(learningRate > 0)) {
      throw new QuadrantError("bad-argument", `learningRate = ${learningRate}: a number above 0 is needed`);
    }
    super({ estimator: growthOptions(estimator, null), nEstimators, learningRate, randomState });
  }

  get trees(): readonly Tree[] {
    return this.fitted().trees;
  }

  get estimatorWeights(): Float64Array {
    return this.fitted().estimatorWeights;
  }

  /** @throws QuadrantError "bad-argument" when already the first tree is no better than chance */
  fit(X: Matrix, y: ArrayLike<number>): this {
    const { classes, codes } = checkFit(X, y, "AdaBoostClassifier", 1);
    const { estimator, nEstimators, learningRate, randomState } = this.options;
    const [rows, columns] = X.shape;
    const k = classes.length;
    const sorted = sortColumns(X);
    const labels = Uint16Array.from(codes);
    const limits = growthLimits(growthOptions(estimator, null), columns);
    const random = new MT19937(randomState);
    const trees: Tree[] = [];
    const estimatorWeights: number[] = [];
    let weights = new Float64Array(rows).fill(1 / rows);
    for (let round = 0; round < nEstimators; round++) {
      // A weight that vanished would take its row out of the tree; scikit-learn keeps it at this least value.
      weights = weights.map((weight) => Math.max(weight, Number.EPSILON));
      const tree = growTree(sorted, labels, weights, k, limits, random.integerUpTo(2 ** 31 - 2));
      const predicted = predictTree(tree, X);
      let wrong = 0;
      let total = 0;
      for (let row = 0; row < rows; row++) {
        total += weights[row]!;
        if (predicted[row] !== codes[row]) wrong += weights[row]!;
      }
      const error = wrong / total;
      if (error > 0 && error >= 1 - 1 / k) {
        if (trees.length > 0) break;
        throw new QuadrantError(
          "bad-argument",
          `AdaBoostClassifier: the first tree errs on ${error}, chance on ${1 - 1 / k}`,
          {
            remedy: "The columns say nothing about the labels; or let the trees grow deeper.",
          },
        );
      }
      trees.push(tree);
      if (error <= 0) {
        estimatorWeights.push(1);
        break;
      }
      const vote = learningRate * (Math.log((1 - error) / error) + Math.log(k - 1));
      estimatorWeights.push(vote);
      if (round === nEstimators - 1) break;
      let sum = 0;
      for (let row = 0; row < rows; row++) {
        if (predicted[row] !== codes[row]) weights[row] = Math.exp(Math.log(weights[row]!) + vote);
        sum += weights[row]!;
      }
      if (!Number.isFinite(sum) || sum <= 0) break;
      for (let row = 0; row < rows; row++) weights[row]! /= sum;
    }
    this.learnt = { classes, columns, trees, estimatorWeights: Float64Array.from(estimatorWeights) };
    return this;
  }

  predict(X: Matrix): Int32Array {
    const { classes } = this.fitted();
    const decisions = this.decisions(X);
    if (classes.length === 2) return Int32Array.from(decisions, (value) => classes[value > 0 ? 1 : 0]!);
    return this.winners(X, decisions);
  }

  decisionFunction(X: Matrix): Matrix {
    const rows = X.shape[0];
    const decisions = this.decisions(X);
    return { data: Float32Array.from(decisions), shape: [rows, decisions.length / rows] };
  }

  predictProba(X: Matrix): Matrix {
    const k = this.fitted().classes.length;
    const decisions = this.decisions(X);
    const scores =
      k > 2 ? decisions.map((value) => value / (k - 1)) : Float64Array.from(decisions).map((value) => value / 2);
    const both =
      k === 2 ? Float64Array.from({ length: 2 * scores.length }, (_, i) => (i % 2 ? 1 : -1) * scores[i >> 1]!) : scores;
    return { data: Float32Array.from(softmaxRows(both, k)), shape: [X.shape[0], k] };
  }

  /** (rows, classes), or one a row for two classes; zeros for one. */
  private decisions(X: Matrix): Float64Array {
    const { classes, columns, trees, estimatorWeights } = this.fitted();
    checkColumns(X, columns, "AdaBoostClassifier");
    const k = classes.length;
    const rows = X.shape[0];
    if (k === 1) return new Float64Array(rows);
    const total = estimatorWeights.reduce((sum, weight) => sum + weight, 0);
    const scores = new Float64Array(rows * k);
    trees.forEach((tree, i) => {
      const weight = estimatorWeights[i]!;
      const predicted = predictTree(tree, X);
      for (let row = 0; row < rows; row++) {
        for (let code = 0; code < k; code++) {
          scores[row * k + code]! += predicted[row] === code ? weight : -weight / (k - 1);
        }
      }
    });
    const shares = scores.map((score) => score / total);
    if (k > 2) return shares;
    return Float64Array.from({ length: rows }, (_, row) => shares[2 * row + 1]! - shares[2 * row]!);
  }
}

function predictTree(tree: Tree, X: Matrix): Int32Array {
  const nodes = tree.feature.length;
  const winners = argmaxRows({ data: tree.value, shape: [nodes, tree.classes] });
  return Int32Array.from({ length: X.shape[0] }, (_, row) => winners[leafOf(tree, X, row)]!);
}
