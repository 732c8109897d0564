import type { BinnedColumns } from "./bin-columns";

/** Bins a column may have, the unused ones included. */
export const BINS = 256;

/** Sums over the rows of a node for each column and bin: (columns, BINS). */
export interface Histograms {
  /** Gradient and hessian in turn. */
  readonly sums: Float64Array;
  readonly counts: Int32Array;
}

/** The best way to part a node, and what stands on its left. */
export interface BinSplit {
  readonly gain: number;
  readonly column: number;
  /** Rows in this bin or a lower one go left. */
  readonly bin: number;
  readonly gradientLeft: number;
  readonly hessianLeft: number;
}

export interface SplitLimits {
  readonly minSamplesLeaf: number;
  readonly l2Regularization: number;
}

/** Least sum of hessians on either side. */
export const MIN_HESSIAN = 1e-3;
/** What scikit-learn adds to a sum of hessians before it divides by it. */
const TINY = 1e-15;
/** Rounding of the test without division, with room to spare. */
const SLACK = 1e-9;

export function emptyHistograms(columns: number): Histograms {
  return { sums: new Float64Array(columns * BINS * 2), counts: new Int32Array(columns * BINS) };
}

/** Rows of a node, their gradients and hessians in the same order. */
export interface NodeRows {
  readonly rows: Uint32Array;
  readonly gradients: Float32Array;
  readonly hessians: Float32Array;
}

/** Sums up the rows of a node in one column. */
export function fillColumn(
  { sums, counts }: Histograms,
  data: BinnedColumns,
  column: number,
  { rows, gradients, hessians }: NodeRows,
): void {
  const base = column * BINS;
  sums.fill(0, 2 * base, 2 * (base + BINS));
  counts.fill(0, base, base + BINS);
  const { bins } = data;
  const first = column * data.rows;
  for (let i = 0; i < rows.length; i++) {
    const at = base + bins[first + rows[i]!]!;
    counts[at]!++;
    sums[2 * at]! += gradients[i]!;
    sums[2 * at + 1]! += hessians[i]!;
  }
}

/** Takes a child's sums in one column from its parent's: what is left are its sibling's. */
export function subtractColumn(parent: Histograms, child: Histograms, column: number): void {
  const from = column * BINS;
  for (let at = from; at < from + BINS; at++) {
    parent.counts[at]! -= child.counts[at]!;
    parent.sums[2 * at]! -= child.sums[2 * at]!;
    parent.sums[2 * at + 1]! -= child.sums[2 * at + 1]!;
  }
}

/**
 * Looks for the split of largest gain, column after column; the first of equal ones wins.
 *
 * The gain is the decrease of the loss' second-order expansion (Chen and Guestrin 2016, equation 7). Most bins are
 * dismissed by comparing without division; the gain of the others is computed as scikit-learn does.
 */
export class SplitFinder {
  best: BinSplit | undefined;

  /**
   * @param size rows of the node
   * @param value what the node would predict as a leaf
   */
  constructor(
    private readonly size: number,
    private readonly gradient: number,
    private readonly hessian: number,
    private readonly value: number,
    private readonly limits: SplitLimits,
  ) {}

  /** @param borders between bins of the column */
  tryColumn({ sums, counts }: Histograms, column: number, borders: number): void {
    const { size, gradient, hessian } = this;
    const { minSamplesLeaf, l2Regularization } = this.limits;
    const loss = gradient * this.value;
    let bestGain = this.best?.gain ?? 0;
    let bound = lower(bestGain - loss);
    let count = 0;
    let gradientLeft = 0;
    let hessianLeft = 0;
    const last = column * BINS + borders;
    for (let at = column * BINS; at < last; at++) {
      count += counts[at]!;
      gradientLeft += sums[2 * at]!;
      hessianLeft += sums[2 * at + 1]!;
      if (count < minSamplesLeaf || hessianLeft < MIN_HESSIAN) continue;
      if (size - count < minSamplesLeaf) break;
      const hessianRight = hessian - hessianLeft;
      if (hessianRight < MIN_HESSIAN) break;
      const gradientRight = gradient - gradientLeft;
      const left = hessianLeft + l2Regularization;
      const right = hessianRight + l2Regularization;
      if (gradientLeft * gradientLeft * right + gradientRight * gradientRight * left <= bound * left * right) continue;
      const valueLeft = -gradientLeft / (left + TINY);
      const valueRight = -gradientRight / (right + TINY);
      const gain = loss - gradientLeft * valueLeft - gradientRight * valueRight;
      if (gain <= bestGain) continue;
      bestGain = gain;
      bound = lower(bestGain - loss);
      this.best = { gain, column, bin: at - column * BINS, gradientLeft, hessianLeft };
    }
  }
}

/** A little below the value to beat, so that rounding dismisses nothing that might win. */
function lower(bound: number): number {
  return bound - SLACK * Math.abs(bound);
}

/** What a node of these sums predicts. */
export function nodeValue(gradient: number, hessian: number, l2Regularization: number): number {
  return -gradient / (hessian + l2Regularization + TINY);
}

/** The sum of every second number from `from`, pairwise as numpy adds up a histogram. */
export function pairwiseSum(values: Float64Array, from: number, count: number): number {
  if (count < 8) {
    let sum = 0;
    for (let i = 0; i < count; i++) sum += values[from + 2 * i]!;
    return sum;
  }
  if (count > 128) {
    const half = Math.floor(count / 2) - (Math.floor(count / 2) % 8);
    return pairwiseSum(values, from, half) + pairwiseSum(values, from + 2 * half, count - half);
  }
  const r = Float64Array.from({ length: 8 }, (_, lane) => values[from + 2 * lane]!);
  let i = 8;
  for (; i < count - (count % 8); i++) r[i % 8]! += values[from + 2 * i]!;
  let sum = r[0]! + r[1]! + (r[2]! + r[3]!) + (r[4]! + r[5]! + (r[6]! + r[7]!));
  for (; i < count; i++) sum += values[from + 2 * i]!;
  return sum;
}
