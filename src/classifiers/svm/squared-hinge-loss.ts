import type { ClassProducts } from "../linear-algebra/class-products";
import type { Objective } from "../linear-model/lbfgs";

interface SquaredHingeProblem {
  readonly products: ClassProducts;
  /** Of each row, a position in the classes. */
  readonly codes: Int32Array;
  /** One for each class against the rest, or a single one for the second of two classes. */
  readonly outputs: number;
  readonly columns: number;
  /** Of each output, what a row's error costs. */
  readonly costs: readonly Float64Array[];
  /** Value of the column that stands for the intercept; 0 for none. */
  readonly bias: number;
}

/**
 * The sum over the outputs of |w|^2 / 2 and the costs of squared errors, as a function of the weights, output by output,
 * then the weights of the bias column. The outputs do not depend on each other, but they share the reading of X.
 */
export function squaredHingeLoss(problem: SquaredHingeProblem): Objective {
  const { products, codes, outputs, columns, costs, bias } = problem;
  const size = outputs * columns;
  const errors = new Float64Array(codes.length * outputs);
  return (x, gradient) => {
    const scores = products.scores(x);
    let loss = 0;
    gradient.fill(0);
    for (let row = 0, at = 0; row < codes.length; row++) {
      for (let k = 0; k < outputs; k++, at++) {
        const sign = codes[row] === (outputs === 1 ? 1 : k) ? 1 : -1;
        const missing = 1 - sign * (scores[at]! + bias * x[size + k]!);
        if (missing <= 0) {
          errors[at] = 0;
          continue;
        }
        const cost = costs[k]![row]!;
        loss += cost * missing * missing;
        errors[at] = -2 * cost * sign * missing;
        gradient[size + k]! += bias * errors[at]!;
      }
    }
    products.gradient(errors, gradient);
    let squares = 0;
    for (let i = 0; i < x.length; i++) {
      squares += x[i]! * x[i]!;
      gradient[i]! += x[i]!;
    }
    return squares / 2 + loss;
  };
}
