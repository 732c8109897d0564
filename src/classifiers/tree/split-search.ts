import { type Criterion, impurity } from "./impurity";
import type { RowNumbers, SortedColumns } from "./sorted-columns";

/** Values closer than this count as equal, in float32 as scikit-learn adds it. */
const NEGLIGIBLE = Math.fround(1e-7);
/** Up to this many rows insertion sort beats the bitmap. */
const SMALL = 20;

/**
 * Finds the best threshold of one column at a time for the rows of a node.
 *
 * The rows are brought into the column's order through a bitmap of their ranks, which costs a step for each row and one
 * for every 32 of all rows; nothing is compared. The sums are scikit-learn's, term by term, so that equal improvements
 * stay equal and ties fall alike.
 */
export class SplitSearch {
  /** The best split since `enter`: rows whose rank in `feature` is at most `rank` go left. */
  best = { feature: -1, rank: 0, threshold: 0, proxy: Number.NEGATIVE_INFINITY };
  private readonly bitmap: Int32Array;
  private readonly ranks: RowNumbers;
  private readonly left: Float64Array;
  private readonly right: Float64Array;
  private samples: Uint32Array = new Uint32Array(0);
  private totals: Float64Array = new Float64Array(0);
  private weight = 0;
  private lastVaried = -1;

  /**
   * @param labels of each row, 0 to classes - 1
   * @param weights of each row
   * @param whole whether all weights are whole numbers: sums of squares can then be carried along without rounding
   */
  constructor(
    private readonly columns: SortedColumns,
    private readonly labels: Uint16Array,
    private readonly weights: Float64Array,
    private readonly whole: boolean,
    private readonly criterion: Criterion,
    classes: number,
    private readonly minSamplesLeaf: number,
  ) {
    this.bitmap = new Int32Array((columns.rows + 31) >>> 5);
    this.ranks = columns.rows <= 0x10000 ? new Uint16Array(columns.rows) : new Uint32Array(columns.rows);
    this.left = new Float64Array(classes);
    this.right = new Float64Array(classes);
  }

  /** Starts on a node: its rows, the weight of each class among them, and their sum. */
  enter(samples: Uint32Array, totals: Float64Array, weight: number): void {
    this.samples = samples;
    this.totals = totals;
    this.weight = weight;
    this.lastVaried = -1;
    this.best = { feature: -1, rank: 0, threshold: 0, proxy: Number.NEGATIVE_INFINITY };
  }

  /** Tries every threshold of a column. @returns false where the column is constant over the node's rows */
  tryFeature(feature: number): boolean {
    const { samples, ranks } = this;
    const { rows, values } = this.columns;
    const base = feature * rows;
    const count = samples.length;
    this.sort(base);
    if (values[base + ranks[count - 1]!]! <= Math.fround(values[base + ranks[0]!]! + NEGLIGIBLE)) return false;
    this.lastVaried = feature;
    if (this.whole && this.criterion === "gini") this.scanWhole(feature, base);
    else this.scan(feature, base);
    return true;
  }

  /** Brings the node's rows into the order of the last column tried that varies, where scikit-learn's sorting leaves them. */
  orderSamples(): void {
    const { samples, ranks, lastVaried } = this;
    const { rows, order } = this.columns;
    if (lastVaried < 0) return;
    this.sort(lastVaried * rows);
    for (let i = 0; i < samples.length; i++) samples[i] = order[lastVaried * rows + ranks[i]!]!;
  }

  private sort(base: number): void {
    if (this.samples.length <= SMALL) this.sortByInsertion(base);
    else this.sortByBitmap(base);
  }

  private sortByInsertion(base: number): void {
    const { samples, ranks } = this;
    const { rank } = this.columns;
    for (let i = 0; i < samples.length; i++) {
      const inserted = rank[base + samples[i]!]!;
      let at = i;
      while (at > 0 && ranks[at - 1]! > inserted) {
        ranks[at] = ranks[at - 1]!;
        at--;
      }
      ranks[at] = inserted;
    }
  }

  private sortByBitmap(base: number): void {
    const { samples, ranks, bitmap } = this;
    const { rank } = this.columns;
    const count = samples.length;
    for (let i = 0; i < count; i++) {
      const place = rank[base + samples[i]!]!;
      bitmap[place >>> 5]! |= 1 << (place & 31);
    }
    let written = 0;
    for (let word = 0; written < count; word++) {
      let bits = bitmap[word]!;
      if (bits === 0) continue;
      bitmap[word] = 0;
      const first = (word << 5) + 31;
      while (bits !== 0) {
        ranks[written++] = first - Math.clz32(bits & -bits);
        bits &= bits - 1;
      }
    }
  }

  /** Gini with whole weights: the sums of squares of both sides are carried along. */
  private scanWhole(feature: number, base: number): void {
    const { ranks, left, totals, labels, weights, weight, minSamplesLeaf } = this;
    const { values, order } = this.columns;
    const count = this.samples.length;
    let squaresLeft = 0;
    let squaresRight = 0;
    for (let label = 0; label < left.length; label++) {
      left[label] = 0;
      squaresRight += totals[label]! * totals[label]!;
    }
    let weightLeft = 0;
    let best = this.best.proxy;
    let found = -1;
    const latest = count - minSamplesLeaf;
    let previous = values[base + ranks[0]!]!;
    for (let i = 0; i < count; i++) {
      const at = base + ranks[i]!;
      const value = values[at]!;
      if (value > Math.fround(previous + NEGLIGIBLE) && i >= minSamplesLeaf && i <= latest) {
        const weightRight = weight - weightLeft;
        const proxy =
          -weightRight * (1 - squaresRight / (weightRight * weightRight)) -
          weightLeft * (1 - squaresLeft / (weightLeft * weightLeft));
        if (proxy > best) {
          best = proxy;
          found = i;
        }
      }
      previous = value;
      const row = order[at]!;
      const label = labels[row]!;
      const moved = weights[row]!;
      const before = left[label]!;
      squaresLeft += moved * (2 * before + moved);
      squaresRight -= moved * (2 * (totals[label]! - before) - moved);
      left[label] = before + moved;
      weightLeft += moved;
    }
    if (found >= 0) this.keep(feature, base, found, best);
  }

  /** Any criterion and weights. Sums move rows to the left, or back from all of them, whichever is less: as scikit-learn. */
  private scan(feature: number, base: number): void {
    const { ranks, left, right, totals, labels, weights, weight, minSamplesLeaf, criterion } = this;
    const { values, order } = this.columns;
    const count = this.samples.length;
    left.fill(0);
    let weightLeft = 0;
    let summed = 0;
    let best = this.best.proxy;
    let found = -1;
    let previous = values[base + ranks[0]!]!;
    for (let i = 1; i < count; i++) {
      const value = values[base + ranks[i]!]!;
      const apart = value > Math.fround(previous + NEGLIGIBLE);
      previous = value;
      if (!apart || i < minSamplesLeaf || i > count - minSamplesLeaf) continue;
      if (i - summed <= count - i) {
        for (; summed < i; summed++) {
          const row = order[base + ranks[summed]!]!;
          left[labels[row]!]! += weights[row]!;
          weightLeft += weights[row]!;
        }
      } else {
        left.set(totals);
        weightLeft = weight;
        for (let at = count - 1; at >= i; at--) {
          const row = order[base + ranks[at]!]!;
          left[labels[row]!]! -= weights[row]!;
          weightLeft -= weights[row]!;
        }
        summed = i;
      }
      const weightRight = weight - weightLeft;
      for (let label = 0; label < left.length; label++) right[label] = totals[label]! - left[label]!;
      const proxy =
        -weightRight * impurity(criterion, right, weightRight) - weightLeft * impurity(criterion, left, weightLeft);
      if (proxy > best) {
        best = proxy;
        found = i;
      }
    }
    if (found >= 0) this.keep(feature, base, found, best);
  }

  private keep(feature: number, base: number, at: number, proxy: number): void {
    const { values } = this.columns;
    const rank = this.ranks[at - 1]!;
    const threshold = values[base + rank]! / 2 + values[base + this.ranks[at]!]! / 2;
    this.best = { feature, rank, threshold, proxy };
  }
}
