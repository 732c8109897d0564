import type { ClassProducts } from "../linear-algebra/class-products";
import type { Objective } from "./lbfgs";

interface LogisticProblem {
  readonly products: ClassProducts;
  /** Of each row, a position 0 to classes - 1. */
  readonly codes: Int32Array;
  readonly classes: number;
  readonly columns: number;
  /** Of each row. */
  readonly weights: Float64Array;
  /** Factor of |W|^2 / 2. */
  readonly penalty: number;
  readonly fitIntercept: boolean;
}

/**
 * The weighted mean log-loss plus the penalty, as a function of the weights, output by output, then the intercepts. Two
 * classes have one output, the log-odds of the second; more have one each, and softmax.
 */
export function logisticLoss(problem: LogisticProblem): Objective {
  const { products, codes, classes, columns, weights, penalty, fitIntercept } = problem;
  const outputs = classes === 2 ? 1 : classes;
  const size = outputs * columns;
  const errors = new Float64Array(codes.length * outputs);
  const total = weights.reduce((a, b) => a + b, 0);
  const rowLoss = outputs === 1 ? binaryLoss : softmaxLoss;
  return (x, gradient) => {
    const scores = products.scores(x);
    // They stay 0 without fitIntercept: their gradient does.
    const intercepts = x.subarray(size);
    gradient.fill(0);
    let loss = 0;
    for (let row = 0; row < codes.length; row++) {
      const weight = weights[row]! / total;
      loss += weight * rowLoss(scores, intercepts, codes[row]!, row, errors);
      for (let k = 0; k < outputs; k++) {
        errors[row * outputs + k]! *= weight;
        if (fitIntercept) gradient[size + k]! += errors[row * outputs + k]!;
      }
    }
    products.gradient(errors, gradient);
    let squares = 0;
    for (let i = 0; i < size; i++) {
      squares += x[i]! * x[i]!;
      gradient[i]! += penalty * x[i]!;
    }
    return loss + (penalty / 2) * squares;
  };
}

/** The log-loss of a row; writes its derivative by each score into `errors`. */
type RowLoss = (
  scores: Float64Array,
  intercepts: Float64Array,
  code: number,
  row: number,
  errors: Float64Array,
) => number;

const binaryLoss: RowLoss = (scores, intercepts, code, row, errors) => {
  const score = scores[row]! + intercepts[0]!;
  // exp of a number below 0 does not overflow.
  const small = Math.exp(-Math.abs(score));
  const second = score > 0 ? 1 / (1 + small) : small / (1 + small);
  errors[row] = second - code;
  return Math.log1p(small) + Math.max(score, 0) - code * score;
};

const softmaxLoss: RowLoss = (scores, intercepts, code, row, errors) => {
  const outputs = intercepts.length;
  const first = row * outputs;
  let largest = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < outputs; k++) {
    const score = scores[first + k]! + intercepts[k]!;
    errors[first + k] = score;
    if (score > largest) largest = score;
  }
  const own = errors[first + code]!;
  let sum = 0;
  for (let k = 0; k < outputs; k++) {
    const power = Math.exp(errors[first + k]! - largest);
    errors[first + k] = power;
    sum += power;
  }
  for (let k = 0; k < outputs; k++) errors[first + k]! /= sum;
  errors[first + code]! -= 1;
  return largest + Math.log(sum) - own;
};
