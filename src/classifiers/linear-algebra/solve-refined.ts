import { cholesky, solveLower, solveUpper } from "./cholesky";

/** What the error of a solution may be, as a part of it. */
const TOLERANCE = 1e-10;
const MAX_ROUNDS = 4;

/** A system whose matrix is cheaper to multiply with than to compute well. */
interface RefinableSystem {
  /** Nearly the matrix: symmetric, size x size. Only its factor is used. */
  readonly approximate: Float64Array;
  readonly size: number;
  /** (count, size). */
  readonly b: Float64Array;
  readonly count: number;
  /** The matrix times each row of x (count, size), to full precision. */
  readonly times: (x: Float64Array) => Float64Array;
}

/**
 * Solves a system with the factor of a matrix that is nearly the right one, and corrects the solution by what is left
 * over until the corrections do not count (iterative refinement, Higham 2002, chapter 12).
 *
 * @returns (count, size), or undefined where the approximate matrix is too far from the right one
 */
export function solveRefined({ approximate, size, b, count, times }: RefinableSystem): Float64Array | undefined {
  const L = cholesky(approximate, size, true);
  if (L === undefined) return undefined;
  const solve = (right: Float64Array) => {
    solveLower(L, size, right, count);
    solveUpper(L, size, right, count);
    return right;
  };
  const x = solve(b.slice());
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const product = times(x);
    const change = solve(b.map((value, i) => value - product[i]!));
    for (let i = 0; i < x.length; i++) x[i]! += change[i]!;
    // The next correction would be smaller by the same part again.
    const part = largest(change) / largest(x);
    if (!(part < 0.1)) return undefined;
    if (part * part <= TOLERANCE) return x;
  }
  return undefined;
}

/** At least something that can be divided by. */
function largest(values: Float64Array): number {
  let most = Number.MIN_VALUE;
  for (const value of values) most = Math.max(most, Math.abs(value));
  return most;
}
