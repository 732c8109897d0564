import type { KernelCache } from "./kernel-cache";
import { placeOnDifference, placeOnSum } from "./place-pair";

interface DualProblem {
  /** Rows of the kernel matrix that take part. */
  readonly members: Int32Array;
  /** +1 or -1 for each member. */
  readonly signs: Int8Array;
  /** Upper bound of each member's alpha. */
  readonly bounds: Float64Array;
  readonly tol: number;
  readonly shrinking: boolean;
  /** -1 for no limit. */
  readonly maxIter: number;
}

interface DualSolution {
  readonly alpha: Float64Array;
  readonly rho: number;
  readonly iterations: number;
  /** False where maxIter was reached first. */
  readonly converged: boolean;
}

/** Stands for a curvature that is not above 0. */
const TAU = 1e-12;

/**
 * The dual of the soft-margin SVM by sequential minimal optimisation: the working set is chosen by second-order
 * information (Fan, Chen and Lin 2005, "WSS 2"), and members stuck at a bound are shrunk away meanwhile (Chang and Lin
 * 2011, section 4.2). Follows LIBSVM as scikit-learn 1.9 bundles it; it keeps the whole matrix row by row, and lists who
 * is active instead of moving rows.
 */
export function solveDual(problem: DualProblem, kernel: KernelCache): DualSolution {
  return new DualSolver(problem, kernel).solve();
}

class DualSolver {
  private readonly alpha: Float64Array;
  private readonly gradient: Float64Array;
  /** What the gradient owes to the members at their upper bound. */
  private readonly fromBounds: Float64Array;
  private readonly diagonal: Float64Array;
  /** Rows of Q, each with the member's and the column's sign; made when first asked for. */
  private readonly rows: (Float32Array | undefined)[];
  private readonly active: Int32Array;
  private activeSize: number;
  private unshrunk = false;
  private pair: [number, number] = [-1, -1];
  /** The member whose gradient violates its bound most, and by how much; found while the gradient is carried along. */
  private first = -1;
  private largest = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly problem: DualProblem,
    private readonly kernel: KernelCache,
  ) {
    const { members } = problem;
    const size = members.length;
    this.alpha = new Float64Array(size);
    this.gradient = new Float64Array(size).fill(-1);
    this.fromBounds = new Float64Array(size);
    this.diagonal = Float64Array.from(members, (member) => kernel.diagonal[member]!);
    this.rows = new Array<Float32Array | undefined>(size).fill(undefined);
    this.active = Int32Array.from(members.keys());
    this.activeSize = size;
  }

  solve(): DualSolution {
    const { maxIter, shrinking } = this.problem;
    const interval = Math.min(this.alpha.length, 1000);
    let iterations = 0;
    let countdown = interval + 1;
    this.findFirst();
    for (; maxIter < 0 || iterations < maxIter; iterations++) {
      if (--countdown === 0) {
        countdown = interval;
        if (shrinking) {
          this.shrink();
          this.findFirst();
        }
      }
      if (!this.choosePair()) {
        this.restore();
        this.findFirst();
        if (!this.choosePair()) break;
        countdown = 1;
      }
      this.optimisePair();
    }
    const converged = maxIter < 0 || iterations < maxIter;
    return { alpha: this.alpha, rho: this.rho(), iterations, converged };
  }

  private row(i: number): Float32Array {
    const known = this.rows[i];
    if (known !== undefined) return known;
    const { members, signs } = this.problem;
    const whole = this.kernel.row(members[i]!);
    const row = new Float32Array(members.length);
    const sign = signs[i]!;
    for (let k = 0; k < row.length; k++) row[k] = sign * signs[k]! * whole[members[k]!]!;
    this.rows[i] = row;
    return row;
  }

  /** Looks for the first member anew, after the active ones or their gradients have changed otherwise. */
  private findFirst(): void {
    const { gradient, alpha, active } = this;
    const { signs, bounds } = this.problem;
    this.first = -1;
    this.largest = Number.NEGATIVE_INFINITY;
    for (let at = 0; at < this.activeSize; at++) {
      const t = active[at]!;
      const slope = -signs[t]! * gradient[t]!;
      if (slope < this.largest || !(signs[t]! > 0 ? alpha[t]! < bounds[t]! : alpha[t]! > 0)) continue;
      this.largest = slope;
      this.first = t;
    }
  }

  /** The pair whose change promises most. @returns false where the optimum is reached within tol */
  private choosePair(): boolean {
    const { gradient, alpha, active, activeSize, diagonal } = this;
    const { signs, bounds, tol } = this.problem;
    const { first, largest } = this;
    if (first < 0) return false;
    const row = this.row(first);
    const own = diagonal[first]!;
    const sign = signs[first]!;
    let opposite = Number.NEGATIVE_INFINITY;
    let second = -1;
    let steepest = Number.POSITIVE_INFINITY;
    for (let at = 0; at < activeSize; at++) {
      const t = active[at]!;
      const towards = signs[t]!;
      const movable = towards > 0 ? alpha[t]! > 0 : alpha[t]! < bounds[t]!;
      if (!movable) continue;
      const slope = towards * gradient[t]!;
      if (slope >= opposite) opposite = slope;
      const difference = largest + slope;
      if (difference <= 0) continue;
      const curvature = own + diagonal[t]! - 2 * sign * towards * row[t]!;
      const gain = -(difference * difference) / (curvature > 0 ? curvature : TAU);
      if (gain <= steepest) {
        steepest = gain;
        second = t;
      }
    }
    if (second < 0 || largest + opposite < tol) return false;
    this.pair = [first, second];
    return true;
  }

  /** Moves the pair to its optimum inside its box and carries the gradient along. */
  private optimisePair(): void {
    const [i, j] = this.pair;
    const { alpha, gradient, diagonal, active, activeSize } = this;
    const { signs, bounds } = this.problem;
    const rowI = this.row(i);
    const rowJ = this.row(j);
    const beforeI = alpha[i]!;
    const beforeJ = alpha[j]!;
    const same = signs[i] === signs[j];
    const curvature = diagonal[i]! + diagonal[j]! + (same ? -2 : 2) * rowI[j]!;
    const divisor = curvature > 0 ? curvature : TAU;
    if (same) {
      const delta = (gradient[i]! - gradient[j]!) / divisor;
      placeOnSum(alpha, bounds, i, j, beforeI - delta, beforeJ + delta);
    } else {
      const delta = (-gradient[i]! - gradient[j]!) / divisor;
      placeOnDifference(alpha, bounds, i, j, beforeI + delta, beforeJ + delta);
    }
    const changeI = alpha[i]! - beforeI;
    const changeJ = alpha[j]! - beforeJ;
    let first = -1;
    let largest = Number.NEGATIVE_INFINITY;
    for (let at = 0; at < activeSize; at++) {
      const k = active[at]!;
      const slope = gradient[k]! + (rowI[k]! * changeI + rowJ[k]! * changeJ);
      gradient[k] = slope;
      if (signs[k]! > 0) {
        if (-slope >= largest && alpha[k]! < bounds[k]!) {
          largest = -slope;
          first = k;
        }
      } else if (slope >= largest && alpha[k]! > 0) {
        largest = slope;
        first = k;
      }
    }
    this.first = first;
    this.largest = largest;
    this.noteBound(i, beforeI, rowI);
    this.noteBound(j, beforeJ, rowJ);
  }

  private noteBound(i: number, before: number, row: Float32Array): void {
    const bound = this.problem.bounds[i]!;
    const was = before >= bound;
    const is = this.alpha[i]! >= bound;
    if (was === is) return;
    const change = was ? -bound : bound;
    const { fromBounds } = this;
    for (let k = 0; k < fromBounds.length; k++) fromBounds[k]! += change * row[k]!;
  }

  /** Leaves out members that sit at a bound and will most likely stay there. */
  private shrink(): void {
    const { gradient, alpha, active, problem } = this;
    const { signs, bounds, tol } = problem;
    let up = Number.NEGATIVE_INFINITY;
    let down = Number.NEGATIVE_INFINITY;
    for (let at = 0; at < this.activeSize; at++) {
      const t = active[at]!;
      const slope = signs[t]! * gradient[t]!;
      const below = alpha[t]! < bounds[t]!;
      const above = alpha[t]! > 0;
      if (signs[t]! > 0 ? below : above) up = Math.max(up, -slope);
      if (signs[t]! > 0 ? above : below) down = Math.max(down, slope);
    }
    if (!this.unshrunk && up + down <= tol * 10) {
      this.unshrunk = true;
      this.restore();
    }
    const isStuck = (t: number): boolean => {
      const atUpper = alpha[t]! >= bounds[t]!;
      const atLower = alpha[t]! <= 0;
      if (!atUpper && !atLower) return false;
      const slope = signs[t]! * gradient[t]!;
      return (signs[t]! > 0 ? atUpper : atLower) ? -slope > up : slope > down;
    };
    // Who stays changes places with who goes, as in LIBSVM: the order decides between equally good pairs.
    for (let at = 0; at < this.activeSize; at++) {
      if (!isStuck(active[at]!)) continue;
      this.activeSize--;
      while (this.activeSize > at && isStuck(active[this.activeSize]!)) this.activeSize--;
      const left = active[at]!;
      active[at] = active[this.activeSize]!;
      active[this.activeSize] = left;
    }
  }

  /** Brings every member back, its gradient recomputed. */
  private restore(): void {
    const { alpha, gradient, fromBounds, active } = this;
    const { bounds } = this.problem;
    const size = alpha.length;
    if (this.activeSize === size) return;
    const asleep = active.subarray(this.activeSize);
    for (const k of asleep) gradient[k] = fromBounds[k]! - 1;
    for (let i = 0; i < size; i++) {
      if (alpha[i]! <= 0 || alpha[i]! >= bounds[i]!) continue;
      const row = this.row(i);
      for (const k of asleep) gradient[k]! += alpha[i]! * row[k]!;
    }
    this.activeSize = size;
  }

  private rho(): number {
    const { gradient, alpha, active } = this;
    const { signs, bounds } = this.problem;
    let upper = Number.POSITIVE_INFINITY;
    let lower = Number.NEGATIVE_INFINITY;
    let sum = 0;
    let free = 0;
    for (let at = 0; at < this.activeSize; at++) {
      const t = active[at]!;
      const slope = signs[t]! * gradient[t]!;
      if (alpha[t]! >= bounds[t]!) {
        if (signs[t]! < 0) upper = Math.min(upper, slope);
        else lower = Math.max(lower, slope);
      } else if (alpha[t]! <= 0) {
        if (signs[t]! > 0) upper = Math.min(upper, slope);
        else lower = Math.max(lower, slope);
      } else {
        free++;
        sum += slope;
      }
    }
    return free > 0 ? sum / free : (upper + lower) / 2;
  }
}
