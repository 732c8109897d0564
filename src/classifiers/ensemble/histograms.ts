import type { BinnedColumns } from "./bin-columns";

/** Bins a column may have, the unused ones included. */
export const BINS = 256;

/** Sums over the rows of a node for each column and bin: (columns, BINS). */
export interface Histograms {
  /** Gradient and hessian in turn. */
  readonly sums: Float64Array;
  readonly counts: Uint32Array;
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
const MIN_HESSIAN = 1e-3;
/** What scikit-learn adds to a sum of hessians before it divides by it. */
const TINY = 1e-15;
/** Rounding of the test without division, with room to spare. */
const SLACK = 1e-9;

export function emptyHistograms(columns: number): Histograms {
  return { sums: new Float64Array(columns * BINS * 2), counts: new Uint32Array(columns * BINS) };
}

/**
 * Fills histograms by going through the rows.
 *
 * @param rows of the node
 * @param gradients of these rows, in the same order
 */
export function fillHistograms(
  { sums, counts }: Histograms,
  data: BinnedColumns,
  rows: Uint32Array,
  gradients: Float32Array,
  hessians: Float32Array,
): void {
  sums.fill(0);
  counts.fill(0);
  const size = rows.length;
  for (let column = 0; column < data.columns; column++) {
    const bins = data.bins.subarray(column * data.rows, (column + 1) * data.rows);
    const base = column * BINS;
    for (let i = 0; i < size; i++) {
      const at = base + bins[rows[i]!]!;
      counts[at]!++;
      sums[2 * at]! += gradients[i]!;
      sums[2 * at + 1]! += hessians[i]!;
    }
  }
}

/** Takes a child's histograms from its parent's: what is left are its sibling's. */
export function subtractHistograms(parent: Histograms, child: Histograms): void {
  for (let i = 0; i < parent.sums.length; i++) parent.sums[i]! -= child.sums[i]!;
  for (let i = 0; i < parent.counts.length; i++) parent.counts[i]! -= child.counts[i]!;
}

/**
 * The split of largest gain over all columns, the first of equal ones; undefined where none gains.
 *
 * The gain is the decrease of the loss' second-order expansion (Chen and Guestrin 2016, equation 7). Most bins are
 * dismissed by comparing without division; the gain of the others is computed as scikit-learn does.
 *
 * @param value what the node would predict as a leaf
 */
export function findSplit(
  { sums, counts }: Histograms,
  thresholds: readonly Float64Array[],
  size: number,
  gradient: number,
  hessian: number,
  value: number,
  { minSamplesLeaf, l2Regularization }: SplitLimits,
): BinSplit | undefined {
  const loss = gradient * value;
  let best: BinSplit | undefined;
  let bestGain = 0;
  for (let column = 0; column < thresholds.length; column++) {
    const last = column * BINS + thresholds[column]!.length;
    // The bound is a little below the gain to beat, so that rounding dismisses nothing that might win.
    let bound = bestGain - loss;
    bound -= SLACK * Math.abs(bound);
    let count = 0;
    let gradientLeft = 0;
    let hessianLeft = 0;
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
      bound = bestGain - loss;
      bound -= SLACK * Math.abs(bound);
      best = { gain, column, bin: at - column * BINS, gradientLeft, hessianLeft };
    }
  }
  return best;
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
