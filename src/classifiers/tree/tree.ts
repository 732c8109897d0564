import type { Matrix } from "../../arrays";

/** A grown tree as flat arrays, a node an index; the root is 0. */
export interface Tree {
  readonly classes: number;
  /** Column that the node asks about; -1 in a leaf. */
  readonly feature: Int32Array;
  /** Values up to this go left. */
  readonly threshold: Float64Array;
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** (nodes, classes): share of each class among the node's training weight. */
  readonly value: Float64Array;
}

/** The leaf that a row of X falls into. */
export function leafOf(tree: Tree, { data, shape: [, columns] }: Matrix, row: number): number {
  const { feature, threshold, left, right } = tree;
  const base = row * columns;
  let node = 0;
  for (;;) {
    const column = feature[node]!;
    if (column < 0) return node;
    node = data[base + column]! <= threshold[node]! ? left[node]! : right[node]!;
  }
}

/** Adds the tree's class shares for each row to `sums`, (rows, classes). */
export function addProbabilities(tree: Tree, X: Matrix, sums: Float64Array): void {
  const { classes, value } = tree;
  for (let row = 0; row < X.shape[0]; row++) {
    const leaf = leafOf(tree, X, row) * classes;
    for (let label = 0; label < classes; label++) sums[row * classes + label]! += value[leaf + label]!;
  }
}
