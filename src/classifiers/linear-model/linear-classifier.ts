import type { Matrix } from "../../arrays";
import { matrixProduct } from "../../kernels/matrix-product";
import { checkColumns, type ScoringClassifier } from "../classifier";
import { LabelModel } from "../label-model";

export interface LinearLearnt {
  readonly classes: Int32Array;
  readonly coef: Float64Array;
  readonly intercept: Float64Array;
}

/** A classifier whose scores are weighted sums of the columns. */
export abstract class LinearClassifier<Options extends object, Learnt extends LinearLearnt = LinearLearnt>
  extends LabelModel<Options, Learnt>
  implements ScoringClassifier
{
  abstract fit(X: Matrix, y: ArrayLike<number>): this;

  /** (classes, columns), row-major; of two classes one row, for the second. */
  get coef(): Float64Array {
    return this.fitted().coef;
  }

  /** One for each row of coef. */
  get intercept(): Float64Array {
    return this.fitted().intercept;
  }

  decisionFunction(X: Matrix): Matrix {
    const scores = this.scores(X);
    return { data: Float32Array.from(scores), shape: [X.shape[0], this.fitted().intercept.length] };
  }

  predict(X: Matrix): Int32Array {
    const { classes, intercept } = this.fitted();
    const scores = this.scores(X);
    // A lone class is the answer whatever its score.
    if (classes.length === 1) return new Int32Array(X.shape[0]).fill(classes[0]!);
    // scikit-learn gives a score of 0 to the first of two classes.
    if (intercept.length === 1) return Int32Array.from(scores, (score) => classes[score > 0 ? 1 : 0]!);
    return this.winners(X, scores);
  }

  /** The decision function in float64. */
  protected scores(X: Matrix): Float64Array {
    const { coef, intercept } = this.fitted();
    const count = intercept.length;
    const columns = coef.length / count;
    checkColumns(X, columns, this.constructor.name);
    const scores = matrixProduct().multiply(X, { data: coef, shape: [count, columns] }, { transposeB: true });
    for (let i = 0; i < scores.length; i++) scores[i]! += intercept[i % count]!;
    return scores;
  }
}

/**
 * Probabilities in which scores are logarithms of odds: the logistic function of one score, softmax of several.
 *
 * @param scores (rows, count)
 * @returns (rows, classes)
 */
export function probabilitiesOf(scores: Float64Array, count: number): Matrix {
  const rows = scores.length / count;
  const classes = count === 1 ? 2 : count;
  const data = new Float32Array(rows * classes);
  for (let row = 0; row < rows; row++) {
    if (count === 1) {
      const second = 1 / (1 + Math.exp(-scores[row]!));
      data[2 * row] = 1 - second;
      data[2 * row + 1] = second;
      continue;
    }
    const of = scores.subarray(row * count, (row + 1) * count);
    const normaliser = logSumExp(of);
    for (let k = 0; k < count; k++) data[row * count + k] = Math.exp(of[k]! - normaliser);
  }
  return { data, shape: [rows, classes] };
}

/** log(sum(exp(scores))) without overflow. */
function logSumExp(scores: Float64Array): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (const score of scores) largest = Math.max(largest, score);
  let sum = 0;
  for (const score of scores) sum += Math.exp(score - largest);
  return largest + Math.log(sum);
}
