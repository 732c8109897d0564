import type { Operand } from "../../kernels/matrix-product";
import type { MT19937 } from "../../random";

interface LinearSvmProblem {
  readonly X: Operand;
  /** 1 or -1 for each row. */
  readonly signs: Float64Array;
  /** What a row's error costs. */
  readonly costs: Float64Array;
  readonly squared: boolean;
  /** Value of the column that stands for the intercept; 0 for none. */
  readonly bias: number;
  readonly tol: number;
  readonly maxIter: number;
}

/**
 * Weights of a linear support vector machine, the bias column's last, by dual coordinate descent with shrinking (Hsieh,
 * Chang, Lin, Keerthi and Sundararajan 2008, algorithm 3), which is what LIBLINEAR does.
 *
 * @returns weights (columns + 1), and whether the projected gradients came within the tolerance
 */
export function dualCoordinateDescent(
  problem: LinearSvmProblem,
  random: MT19937,
): { weights: Float64Array; converged: boolean } {
  const { X, signs, costs, squared, bias, tol, maxIter } = problem;
  const [rows, columns] = X.shape;
  const { data } = X;
  const weights = new Float64Array(columns + 1);
  const alpha = new Float64Array(rows);
  const onDiagonal = costs.map((cost) => (squared ? 0.5 / cost : 0));
  const bounds = costs.map((cost) => (squared ? Number.POSITIVE_INFINITY : cost));
  const curvature = onDiagonal.map((extra, row) => {
    let sum = extra + bias * bias;
    for (let at = row * columns; at < (row + 1) * columns; at++) sum += data[at]! * data[at]!;
    return sum;
  });
  const order = Array.from({ length: rows }, (_, row) => row);
  let active = rows;
  let [highest, lowest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let iteration = 0; iteration < maxIter; iteration++) {
    let [most, least] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
    shuffleFirst(order, active, random);
    for (let s = 0; s < active; s++) {
      const row = order[s]!;
      const sign = signs[row]!;
      const first = row * columns;
      let score = bias * weights[columns]!;
      for (let column = 0; column < columns; column++) score += weights[column]! * data[first + column]!;
      const gradient = sign * score - 1 + onDiagonal[row]! * alpha[row]!;
      const atZero = alpha[row] === 0;
      const atBound = alpha[row] === bounds[row];
      if ((atZero && gradient > highest) || (atBound && gradient < lowest)) {
        active--;
        order[s] = order[active]!;
        order[active] = row;
        s--;
        continue;
      }
      const projected = (atZero && gradient > 0) || (atBound && gradient < 0) ? 0 : gradient;
      if (projected > most) most = projected;
      if (projected < least) least = projected;
      if (Math.abs(projected) <= 1e-12 || curvature[row] === 0) continue;
      const before = alpha[row]!;
      alpha[row] = Math.min(Math.max(before - gradient / curvature[row]!, 0), bounds[row]!);
      const step = (alpha[row]! - before) * sign;
      for (let column = 0; column < columns; column++) weights[column]! += step * data[first + column]!;
      weights[columns]! += step * bias;
    }
    if (most - least <= tol) {
      if (active === rows) return { weights, converged: true };
      active = rows;
      [highest, lowest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
      continue;
    }
    highest = most <= 0 ? Number.POSITIVE_INFINITY : most;
    lowest = least >= 0 ? Number.NEGATIVE_INFINITY : least;
  }
  return { weights, converged: false };
}

function shuffleFirst(order: number[], count: number, random: MT19937): void {
  for (let i = count - 1; i > 0; i--) {
    const j = random.integerUpTo(i);
    const swapped = order[i]!;
    order[i] = order[j]!;
    order[j] = swapped;
  }
}
