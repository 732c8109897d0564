import type { BinnedColumns } from "./bin-columns";
import {
  BINS,
  type BinSplit,
  emptyHistograms,
  fillColumn,
  type Histograms,
  MIN_HESSIAN,
  type NodeRows,
  nodeValue,
  pairwiseSum,
  SplitFinder,
  type SplitLimits,
  subtractColumn,
} from "./histograms";

/** A regression tree as flat arrays, a node an index; the root is 0. */
export interface BoostedTree {
  /** Column that the node asks about; -1 in a leaf. */
  readonly feature: Int32Array;
  /** Values up to this go left. */
  readonly threshold: Float64Array;
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** What a leaf adds to the score. */
  readonly value: Float64Array;
}

export interface BoostedTreeLimits extends SplitLimits {
  readonly maxLeafNodes: number;
  readonly maxDepth: number;
  readonly learningRate: number;
}

interface Node {
  readonly id: number;
  readonly start: number;
  readonly end: number;
  readonly depth: number;
  readonly gradient: number;
  readonly hessian: number;
  readonly value: number;
}

interface Splittable extends Node {
  readonly split: BinSplit;
  readonly histograms: Histograms;
}

/** Histograms that no node needs any more, to be filled anew. */
export type HistogramPool = Histograms[];

/**
 * Grows one tree for gradients and hessians, the leaf of largest gain first, as scikit-learn 1.9's TreeGrower, and adds
 * what it predicts to `scores`. Of two siblings only the smaller is summed up from its rows; the other's histograms are
 * the difference to the parent's.
 *
 * @param scores of each row; the tree's prediction is added
 */
export function growBoostedTree(
  data: BinnedColumns,
  gradients: Float32Array,
  hessians: Float32Array,
  limits: BoostedTreeLimits,
  pool: HistogramPool,
  scores: Float64Array,
): BoostedTree {
  return new Grower(data, gradients, hessians, limits, pool).grow(scores);
}

class Grower {
  private readonly rows: Uint32Array;
  private readonly aside: Uint32Array;
  private readonly orderedGradients: Float32Array;
  private readonly orderedHessians: Float32Array;
  private readonly splittable: Splittable[] = [];
  private readonly leaves: Node[] = [];
  private readonly feature: number[] = [];
  private readonly threshold: number[] = [];
  private readonly left: number[] = [];
  private readonly right: number[] = [];
  private readonly value: number[] = [];

  constructor(
    private readonly data: BinnedColumns,
    private readonly gradients: Float32Array,
    private readonly hessians: Float32Array,
    private readonly limits: BoostedTreeLimits,
    private readonly pool: HistogramPool,
  ) {
    this.rows = Uint32Array.from(gradients.keys());
    this.aside = new Uint32Array(gradients.length);
    this.orderedGradients = new Float32Array(gradients.length);
    this.orderedHessians = new Float32Array(gradients.length);
  }

  grow(scores: Float64Array): BoostedTree {
    this.plant();
    for (let next = this.takeBest(); next !== undefined; next = this.takeBest()) this.split(next);
    const { rows, value, limits } = this;
    for (const leaf of this.leaves) {
      value[leaf.id] = leaf.value * limits.learningRate;
      for (let i = leaf.start; i < leaf.end; i++) scores[rows[i]!]! += value[leaf.id]!;
    }
    return {
      feature: Int32Array.from(this.feature),
      threshold: Float64Array.from(this.threshold),
      left: Int32Array.from(this.left),
      right: Int32Array.from(this.right),
      value: Float64Array.from(value),
    };
  }

  private plant(): void {
    const { data, limits } = this;
    const histograms = this.takeHistograms();
    const end = this.rows.length;
    const rows = this.rowsBetween(0, end);
    for (let column = 0; column < data.columns; column++) fillColumn(histograms, data, column, rows);
    const gradient = pairwiseSum(histograms.sums, 0, BINS);
    const hessian = pairwiseSum(histograms.sums, 1, BINS);
    const root = { id: this.addNode(), start: 0, end, depth: 0, gradient, hessian, value: 0 };
    if (end < 2 * limits.minSamplesLeaf || hessian < MIN_HESSIAN) {
      this.finish(root, histograms);
      return;
    }
    const finder = this.finderOf(root);
    this.tryColumns(histograms, finder);
    this.pushOrFinish(root, histograms, finder);
  }

  private split(node: Splittable): void {
    const { data, limits, feature, threshold, left, right } = this;
    const { split, histograms } = node;
    const middle = node.start + this.partition(node, split);
    const depth = node.depth + 1;
    feature[node.id] = split.column;
    threshold[node.id] = data.thresholds[split.column]![split.bin]!;
    const child = (start: number, end: number, gradient: number, hessian: number): Node => {
      const value = nodeValue(gradient, hessian, limits.l2Regularization);
      return { id: this.addNode(), start, end, depth, gradient, hessian, value };
    };
    const { gradientLeft, hessianLeft } = split;
    const first = child(node.start, middle, gradientLeft, hessianLeft);
    const second = child(middle, node.end, node.gradient - gradientLeft, node.hessian - hessianLeft);
    left[node.id] = first.id;
    right[node.id] = second.id;

    const full = this.leaves.length + this.splittable.length + 2 === limits.maxLeafNodes;
    const splits = (one: Node): boolean =>
      !full && depth !== limits.maxDepth && one.end - one.start >= 2 * limits.minSamplesLeaf;
    for (const one of [first, second]) if (!splits(one)) this.leaves.push(one);
    if (full) {
      for (const one of this.splittable.splice(0)) this.finish(one, one.histograms);
    }
    if (!splits(first) && !splits(second)) {
      this.pool.push(histograms);
      return;
    }
    const firstIsSmaller = middle - node.start < node.end - middle;
    const [smaller, larger] = firstIsSmaller ? [first, second] : [second, first];
    const small = this.takeHistograms();
    const finders = [smaller, larger].map((one) => (splits(one) ? this.finderOf(one) : undefined));
    this.partHistograms(histograms, small, this.rowsBetween(smaller.start, smaller.end), finders);
    // The left child comes first: of equal gains the one that was there before is split first.
    for (const one of [first, second]) {
      const own = one === smaller ? small : histograms;
      const finder = finders[one === smaller ? 0 : 1];
      if (finder === undefined) this.pool.push(own);
      else this.pushOrFinish(one, own, finder);
    }
  }

  /**
   * Fills the smaller child's histograms, leaves the larger one's in the parent's place, and looks for the split of
   * both: a column at a time, while it is in the processor's cache.
   */
  private partHistograms(
    parent: Histograms,
    small: Histograms,
    rows: NodeRows,
    [ofSmall, ofLarge]: readonly (SplitFinder | undefined)[],
  ): void {
    const { data } = this;
    for (let column = 0; column < data.columns; column++) {
      const borders = data.thresholds[column]!.length;
      fillColumn(small, data, column, rows);
      subtractColumn(parent, small, column);
      ofSmall?.tryColumn(small, column, borders);
      ofLarge?.tryColumn(parent, column, borders);
    }
  }

  private tryColumns(histograms: Histograms, finder: SplitFinder): void {
    const { thresholds } = this.data;
    for (let column = 0; column < thresholds.length; column++) {
      finder.tryColumn(histograms, column, thresholds[column]!.length);
    }
  }

  private finderOf({ start, end, gradient, hessian, value }: Node): SplitFinder {
    return new SplitFinder(end - start, gradient, hessian, value, this.limits);
  }

  private pushOrFinish(node: Node, histograms: Histograms, { best }: SplitFinder): void {
    if (best === undefined) this.finish(node, histograms);
    else this.splittable.push({ ...node, split: best, histograms });
  }

  private finish(leaf: Node, histograms: Histograms): void {
    this.leaves.push(leaf);
    this.pool.push(histograms);
  }

  private takeBest(): Splittable | undefined {
    const { splittable } = this;
    let best = 0;
    for (let i = 1; i < splittable.length; i++) if (splittable[i]!.split.gain > splittable[best]!.split.gain) best = i;
    return splittable.splice(best, 1)[0];
  }

  private takeHistograms(): Histograms {
    return this.pool.pop() ?? emptyHistograms(this.data.columns);
  }

  private rowsBetween(start: number, end: number): NodeRows {
    const rows = this.rows.subarray(start, end);
    const { orderedGradients, orderedHessians, gradients, hessians } = this;
    for (let i = 0; i < rows.length; i++) {
      orderedGradients[i] = gradients[rows[i]!]!;
      orderedHessians[i] = hessians[rows[i]!]!;
    }
    return { rows, gradients: orderedGradients, hessians: orderedHessians };
  }

  /** Brings the rows that go left to the front; both sides keep their order. */
  private partition({ start, end }: Node, { column, bin }: BinSplit): number {
    const own = this.rows.subarray(start, end);
    const { bins, rows } = this.data;
    let front = 0;
    let back = 0;
    for (let i = 0; i < own.length; i++) {
      const row = own[i]!;
      if (bins[column * rows + row]! <= bin) own[front++] = row;
      else this.aside[back++] = row;
    }
    own.set(this.aside.subarray(0, back), front);
    return front;
  }

  private addNode(): number {
    this.feature.push(-1);
    this.threshold.push(0);
    this.left.push(-1);
    this.right.push(-1);
    return this.value.push(0) - 1;
  }
}
