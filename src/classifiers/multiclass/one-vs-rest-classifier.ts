import type { Matrix } from "../../arrays";
import { QuadrantError } from "../../errors";
import {
  type Classifier,
  checkColumns,
  checkFit,
  hasProbabilities,
  type ProbabilisticClassifier,
  type ScoringClassifier,
} from "../classifier";
import { LabelModel } from "../label-model";

export interface OneVsRestClassifierOptions {
  /** Two classes are all that it is asked to tell apart. It is left unfitted. */
  readonly estimator: Classifier;
}

interface Learnt {
  readonly classes: Int32Array;
  /** One for each class, a single one for the second of two, none for a lone class. */
  readonly estimators: readonly Classifier[];
  readonly columns: number;
}

/**
 * One classifier for each class against all others, as scikit-learn 1.9's OneVsRestClassifier: the largest score wins,
 * and probabilities are made to sum to 1. A lone class is always the answer, with score 0; its probability is 1 in the
 * one column that there is, where scikit-learn adds a column of 0 for a class that it was not shown.
 *
 * @example
 * new OneVsRestClassifier(new SVC({ kernel: "rbf" })).fit(X, y);
 */
export class OneVsRestClassifier
  extends LabelModel<OneVsRestClassifierOptions, Learnt>
  implements ProbabilisticClassifier, ScoringClassifier
{
  constructor(options: Classifier | OneVsRestClassifierOptions) {
    super("estimator" in options ? { estimator: options.estimator } : { estimator: options });
  }

  get probabilistic(): boolean {
    return hasProbabilities(this.options.estimator);
  }

  get estimators(): readonly Classifier[] {
    return this.fitted().estimators;
  }

  fit(X: Matrix, y: ArrayLike<number>): this {
    const { classes, codes } = checkFit(X, y, "OneVsRestClassifier", 1);
    const positives = classes.length > 2 ? [...classes.keys()] : classes.length === 2 ? [1] : [];
    const estimators = positives.map((positive) => {
      const fresh = this.options.estimator.unfitted();
      return fresh.fit(
        X,
        codes.map((code) => Number(code === positive)),
      );
    });
    this.learnt = { classes, estimators, columns: X.shape[1] };
    return this;
  }

  predict(X: Matrix): Int32Array {
    const { classes, estimators } = this.fitted();
    if (estimators.length === 0) return Int32Array.from(this.constant(X, 0).data, () => classes[0]!);
    const scores = estimators.map((estimator) => positiveScores(estimator, X));
    if (scores.length === 1) {
      const bound = scoresAreProbabilities(estimators[0]!) ? 0.5 : 0;
      return Int32Array.from(scores[0]!, (score) => classes[score > bound ? 1 : 0]!);
    }
    return this.winners(X, interleave(scores).data);
  }

  decisionFunction(X: Matrix): Matrix {
    const { estimators } = this.fitted();
    if (estimators.length === 0) return this.constant(X, 0);
    if (estimators.some(scoresAreProbabilities)) {
      throw new QuadrantError("bad-argument", `${this.options.estimator.constructor.name} has no decision function`, {
        remedy: "Call predictProba.",
      });
    }
    return interleave(estimators.map((estimator) => positiveScores(estimator, X)));
  }

  predictProba(X: Matrix): Matrix {
    const { estimators } = this.fitted();
    if (estimators.length === 0) return this.constant(X, 1);
    const parts = estimators.map((estimator) => secondColumn(estimator, X));
    if (parts.length === 1) return interleave([parts[0]!.map((second) => 1 - second), parts[0]!]);
    const joined = interleave(parts);
    const classes = parts.length;
    for (let row = 0; row < X.shape[0]; row++) {
      const of = joined.data.subarray(row * classes, (row + 1) * classes);
      const sum = of.reduce((a, b) => a + b, 0);
      // Where every classifier says "the rest" scikit-learn divides 0 by 0; all classes alike is what that means.
      for (let k = 0; k < classes; k++) of[k] = sum === 0 ? 1 / classes : of[k]! / sum;
    }
    return joined;
  }

  /** What a lone class gives for each row. */
  private constant(X: Matrix, value: number): Matrix {
    checkColumns(X, this.fitted().columns, "OneVsRestClassifier");
    return { data: new Float32Array(X.shape[0]).fill(value), shape: [X.shape[0], 1] };
  }
}

function scoresAreProbabilities(estimator: Classifier): boolean {
  return !("decisionFunction" in estimator);
}

/** The score of the positive class: the decision function, or where there is none its probability. */
function positiveScores(estimator: Classifier, X: Matrix): Float32Array {
  if (scoresAreProbabilities(estimator)) return secondColumn(estimator, X);
  return (estimator as ScoringClassifier).decisionFunction(X).data;
}

function secondColumn(estimator: Classifier, X: Matrix): Float32Array {
  if (!hasProbabilities(estimator)) {
    throw new QuadrantError("bad-argument", `${estimator.constructor.name} gives no probabilities`, {
      remedy: "Call predict or decisionFunction, or use another classifier.",
    });
  }
  const { data, shape } = estimator.predictProba(X);
  return Float32Array.from({ length: shape[0] }, (_, row) => data[2 * row + 1]!);
}

function interleave(columns: readonly Float32Array[]): Matrix {
  const rows = columns[0]!.length;
  const data = new Float32Array(rows * columns.length);
  columns.forEach((column, k) => {
    for (let row = 0; row < rows; row++) data[row * columns.length + k] = column[row]!;
  });
  return { data, shape: [rows, columns.length] };
}
