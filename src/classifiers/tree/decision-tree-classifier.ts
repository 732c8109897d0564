import type { Matrix } from "../../arrays";
import { QuadrantError } from "../../errors";
import { type ClassWeight, weightsOfClasses } from "../class-weight";
import { checkColumns, checkFit, type ProbabilisticClassifier } from "../classifier";
import { LabelModel } from "../label-model";
import { growTree } from "./grow-tree";
import { sortColumns } from "./sorted-columns";
import { addProbabilities, type Tree } from "./tree";
import { type GrowthOptions, growthLimits, growthOptions } from "./tree-options";

/** scikit-learn's names and defaults. */
export interface DecisionTreeClassifierOptions extends GrowthOptions {
  readonly classWeight?: ClassWeight;
  /** Seeds the order in which columns are looked at: it decides between equally good ones. */
  readonly randomState?: number;
}

interface Learnt {
  readonly classes: Int32Array;
  readonly columns: number;
  readonly tree: Tree;
}

/**
 * A classification tree (CART) as scikit-learn 1.9's DecisionTreeClassifier(splitter="best"): the same splits in the
 * same order, ties included, for the same randomState. It differs in refusing NaN, which scikit-learn sends down a
 * branch of its own.
 */
export class DecisionTreeClassifier
  extends LabelModel<Required<DecisionTreeClassifierOptions>, Learnt>
  implements ProbabilisticClassifier
{
  constructor({ classWeight = null, randomState = 0, ...growth }: DecisionTreeClassifierOptions = {}) {
    super({ ...growthOptions(growth, null), classWeight, randomState });
  }

  /** The grown tree. */
  get tree(): Tree {
    return this.fitted().tree;
  }

  /** @param sampleWeight of each row, at least 0; rows of weight 0 take no part */
  fit(X: Matrix, y: ArrayLike<number>, sampleWeight?: ArrayLike<number>): this {
    const labels = checkFit(X, y, "DecisionTreeClassifier", 1);
    const { classes, codes } = labels;
    const byClass = weightsOfClasses(this.options.classWeight, labels);
    if (sampleWeight !== undefined && sampleWeight.length !== codes.length) {
      throw new QuadrantError("bad-argument", `${sampleWeight.length} weights for ${codes.length} rows`);
    }
    const weights = Float64Array.from(codes, (code, row) => byClass[code]! * (sampleWeight?.[row] ?? 1));
    const columns = X.shape[1];
    const limits = growthLimits(this.options, columns);
    const tree = growTree(
      sortColumns(X),
      Uint16Array.from(codes),
      weights,
      classes.length,
      limits,
      this.options.randomState,
    );
    this.learnt = { classes, columns, tree };
    return this;
  }

  predict(X: Matrix): Int32Array {
    return this.winners(X, this.shares(X));
  }

  predictProba(X: Matrix): Matrix {
    return { data: Float32Array.from(this.shares(X)), shape: [X.shape[0], this.classes.length] };
  }

  private shares(X: Matrix): Float64Array {
    const { columns, tree, classes } = this.fitted();
    checkColumns(X, columns, "DecisionTreeClassifier");
    const sums = new Float64Array(X.shape[0] * classes.length);
    addProbabilities(tree, X, sums);
    return sums;
  }
}
