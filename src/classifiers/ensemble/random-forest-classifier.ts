import type { Matrix } from "../../arrays";
import { QuadrantError } from "../../errors";
import { MT19937 } from "../../random";
import { type ClassWeight, weightsOfClasses } from "../class-weight";
import { checkColumns, checkFit, type ProbabilisticClassifier } from "../classifier";
import { LabelModel } from "../label-model";
import { needWhole } from "../need-whole";
import { sortColumns } from "../tree/sorted-columns";
import { addProbabilities, type Tree } from "../tree/tree";
import { type GrowthOptions, growthLimits, growthOptions } from "../tree/tree-options";
import { growForest, threadsOf } from "./grow-forest";

/** scikit-learn's names and defaults. */
export interface RandomForestClassifierOptions extends GrowthOptions {
  readonly nEstimators?: number;
  /** Whether each tree sees rows drawn with replacement; otherwise all of them. */
  readonly bootstrap?: boolean;
  /** Rows drawn for each tree: a number of at least 1 counts them, one below 1 is a share; null takes as many as there are. */
  readonly maxSamples?: number | null;
  readonly classWeight?: ClassWeight | "balanced_subsample";
  readonly randomState?: number;
  /** Threads; -1 for all cores. The forest is the same for any number. */
  readonly nJobs?: number | null;
}

interface Learnt {
  readonly classes: Int32Array;
  readonly columns: number;
  readonly trees: readonly Tree[];
}

/**
 * Breiman's random forest as scikit-learn 1.9's RandomForestClassifier: the same bootstrap samples, columns and splits
 * for the same randomState, so the same trees. It refuses NaN. Columns are sorted once for all trees, at 8 bytes a value.
 */
export class RandomForestClassifier
  extends LabelModel<Required<RandomForestClassifierOptions>, Learnt>
  implements ProbabilisticClassifier
{
  constructor({
    nEstimators = 100,
    bootstrap = true,
    maxSamples = null,
    classWeight = null,
    randomState = 0,
    nJobs = null,
    ...growth
  }: RandomForestClassifierOptions = {}) {
    needWhole("nEstimators", nEstimators, 1);
    if (maxSamples !== null && !bootstrap) {
      throw new QuadrantError("bad-argument", `maxSamples = ${maxSamples} needs bootstrap: true`);
    }
    super({
      ...growthOptions(growth, "sqrt"),
      nEstimators,
      bootstrap,
      maxSamples,
      classWeight,
      randomState,
      nJobs,
    });
  }

  get trees(): readonly Tree[] {
    return this.fitted().trees;
  }

  fit(X: Matrix, y: ArrayLike<number>): this {
    const labels = checkFit(X, y, "RandomForestClassifier", 1);
    const { classWeight, randomState, nEstimators, bootstrap, maxSamples, nJobs } = this.options;
    const [rows, columns] = X.shape;
    const random = new MT19937(randomState);
    const subsample = classWeight === "balanced_subsample";
    const samples =
      maxSamples === null ? rows : maxSamples < 1 ? Math.max(1, Math.floor(maxSamples * rows)) : maxSamples;
    const trees = growForest(
      {
        columns: sortColumns(X),
        labels: Uint16Array.from(labels.codes),
        classWeights: weightsOfClasses(subsample ? (bootstrap ? null : "balanced") : classWeight, labels),
        balanceSamples: subsample && bootstrap,
        limits: growthLimits(this.options, columns),
        bootstrap,
        samples,
        seeds: Array.from({ length: nEstimators }, () => random.integerUpTo(2 ** 31 - 2)),
      },
      threadsOf(nJobs),
    );
    this.learnt = { classes: labels.classes, columns, trees };
    return this;
  }

  predict(X: Matrix): Int32Array {
    return this.winners(X, this.shares(X));
  }

  /** The mean of the trees' class shares. */
  predictProba(X: Matrix): Matrix {
    return { data: Float32Array.from(this.shares(X)), shape: [X.shape[0], this.classes.length] };
  }

  private shares(X: Matrix): Float64Array {
    const { columns, trees, classes } = this.fitted();
    checkColumns(X, columns, "RandomForestClassifier");
    const sums = new Float64Array(X.shape[0] * classes.length);
    for (const tree of trees) addProbabilities(tree, X, sums);
    return sums.map((sum) => sum / trees.length);
  }
}
