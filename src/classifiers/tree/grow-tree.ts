import { MT19937, Xorshift32 } from "../../random";
import { FeatureSampler } from "./feature-sampler";
import { type Criterion, impurity } from "./impurity";
import type { SortedColumns } from "./sorted-columns";
import { SplitSearch } from "./split-search";
import type { Tree } from "./tree";

export interface GrowthLimits {
  readonly criterion: Criterion;
  readonly maxDepth: number;
  readonly minSamplesSplit: number;
  readonly minSamplesLeaf: number;
  readonly minImpurityDecrease: number;
  /** Columns that a node draws; more where all of these are constant. */
  readonly maxFeatures: number;
}

/** scikit-learn draws the seed of a tree's own generator below this. */
const LARGEST_SEED = 2 ** 31 - 2;

interface Pending {
  readonly start: number;
  readonly end: number;
  readonly depth: number;
  readonly parent: number;
  readonly isLeft: boolean;
  readonly constants: number;
  /** NaN for the root, whose impurity is not known yet. */
  readonly impurity: number;
}

/**
 * Grows a tree depth first, the left child before the right, as scikit-learn's DepthFirstTreeBuilder with the best
 * splitter; rows of weight 0 take no part.
 *
 * @param labels of each row, 0 to classes - 1
 * @param weights of each row
 */
export function growTree(
  columns: SortedColumns,
  labels: Uint16Array,
  weights: Float64Array,
  classes: number,
  limits: GrowthLimits,
  seed: number,
): Tree {
  const random = new Xorshift32(new MT19937(seed).integerUpTo(LARGEST_SEED));
  const sampler = new FeatureSampler(columns.columns, limits.maxFeatures, random);
  const whole = weights.every(Number.isInteger);
  const search = new SplitSearch(columns, labels, weights, whole, limits.criterion, classes, limits.minSamplesLeaf);
  const samples = Uint32Array.from(labels.keys()).filter((row) => weights[row] !== 0);
  const total = samples.reduce((sum, row) => sum + weights[row]!, 0);
  const nodes = new TreeNodes(classes);
  const smallest = Math.max(limits.minSamplesSplit, 2 * limits.minSamplesLeaf);
  const totals = new Float64Array(classes);
  const aside = new Uint32Array(samples.length);
  const tryFeature = (feature: number): boolean => search.tryFeature(feature);

  const stack: Pending[] = [
    { start: 0, end: samples.length, depth: 0, parent: -1, isLeft: false, constants: 0, impurity: Number.NaN },
  ];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    const own = samples.subarray(node.start, node.end);
    const weight = sumByClass(own, labels, weights, totals);
    const id = nodes.add(node.parent, node.isLeft, totals, weight);
    const impure = node.parent < 0 ? impurity(limits.criterion, totals, weight) : node.impurity;
    if (node.depth >= limits.maxDepth || own.length < smallest || impure <= Number.EPSILON) continue;
    search.enter(own, totals, weight);
    const constants = sampler.visit(node.constants, tryFeature);
    const { feature, rank, threshold, proxy } = search.best;
    if (feature < 0) continue;
    const improvement = (weight * impure + proxy) / total;
    if (improvement + Number.EPSILON < limits.minImpurityDecrease) continue;
    nodes.split(id, feature, threshold);
    // Whole weights add up to the same sums in any order; others only in scikit-learn's.
    if (!whole) search.orderSamples();
    const count = whole ? partition(own, columns, feature, rank, aside) : partitionBySwaps(own, columns, feature, rank);
    const [left, right] = childImpurities(own, count, labels, weights, totals, weight, limits.criterion);
    const middle = node.start + count;
    const child = { depth: node.depth + 1, parent: id, constants };
    stack.push({ ...child, start: middle, end: node.end, isLeft: false, impurity: right });
    stack.push({ ...child, start: node.start, end: middle, isLeft: true, impurity: left });
  }
  return nodes.finish();
}

function sumByClass(samples: Uint32Array, labels: Uint16Array, weights: Float64Array, totals: Float64Array): number {
  totals.fill(0);
  let weight = 0;
  for (let i = 0; i < samples.length; i++) {
    const row = samples[i]!;
    totals[labels[row]!]! += weights[row]!;
    weight += weights[row]!;
  }
  return weight;
}

/** Brings the rows up to `rank` to the front; both sides keep their order. @returns how many these are */
function partition(
  samples: Uint32Array,
  { rank: ranks, rows }: SortedColumns,
  feature: number,
  rank: number,
  aside: Uint32Array,
): number {
  let front = 0;
  let back = 0;
  for (let i = 0; i < samples.length; i++) {
    const row = samples[i]!;
    if (ranks[feature * rows + row]! <= rank) samples[front++] = row;
    else aside[back++] = row;
  }
  samples.set(aside.subarray(0, back), front);
  return front;
}

/** The same, each row that goes right changing places with the last one not yet looked at. */
function partitionBySwaps(
  samples: Uint32Array,
  { rank: ranks, rows }: SortedColumns,
  feature: number,
  rank: number,
): number {
  let front = 0;
  let end = samples.length;
  while (front < end) {
    const row = samples[front]!;
    if (ranks[feature * rows + row]! <= rank) front++;
    else {
      samples[front] = samples[--end]!;
      samples[end] = row;
    }
  }
  return end;
}

/** Impurities of the first `count` rows and of the others; the shorter side is summed and the other one is what is left. */
function childImpurities(
  samples: Uint32Array,
  count: number,
  labels: Uint16Array,
  weights: Float64Array,
  totals: Float64Array,
  weight: number,
  criterion: Criterion,
): [left: number, right: number] {
  const left = new Float64Array(totals.length);
  let weightLeft = 0;
  if (count <= samples.length - count) weightLeft = sumByClass(samples.subarray(0, count), labels, weights, left);
  else {
    left.set(totals);
    weightLeft = weight;
    for (let at = samples.length - 1; at >= count; at--) {
      const row = samples[at]!;
      left[labels[row]!]! -= weights[row]!;
      weightLeft -= weights[row]!;
    }
  }
  const right = totals.map((total, label) => total - left[label]!);
  return [impurity(criterion, left, weightLeft), impurity(criterion, right, weight - weightLeft)];
}

/** Collects nodes whose number is not known beforehand. */
class TreeNodes {
  private readonly feature: number[] = [];
  private readonly threshold: number[] = [];
  private readonly left: number[] = [];
  private readonly right: number[] = [];
  private readonly value: number[] = [];

  constructor(private readonly classes: number) {}

  add(parent: number, isLeft: boolean, totals: Float64Array, weight: number): number {
    const id = this.feature.length;
    this.feature.push(-1);
    this.threshold.push(0);
    this.left.push(-1);
    this.right.push(-1);
    for (let label = 0; label < this.classes; label++) this.value.push(totals[label]! / weight);
    if (parent >= 0) (isLeft ? this.left : this.right)[parent] = id;
    return id;
  }

  split(id: number, feature: number, threshold: number): void {
    this.feature[id] = feature;
    this.threshold[id] = threshold;
  }

  finish(): Tree {
    return {
      classes: this.classes,
      feature: Int32Array.from(this.feature),
      threshold: Float64Array.from(this.threshold),
      left: Int32Array.from(this.left),
      right: Int32Array.from(this.right),
      value: Float64Array.from(this.value),
    };
  }
}
