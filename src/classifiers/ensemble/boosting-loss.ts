/**
 * The log-loss that boosting minimises: binomial with one score a row for two classes, multinomial with one score a
 * class for more, as scikit-learn's HalfBinomialLoss and HalfMultinomialLoss. Scores are (score columns, rows).
 */
export class BoostingLoss {
  /** Score columns, so trees of each iteration. */
  readonly width: number;

  constructor(private readonly classes: number) {
    this.width = classes <= 2 ? 1 : classes;
  }

  /** The constant scores that fit best, from the items of each class. */
  baseline(counts: Int32Array): Float64Array {
    const total = counts.reduce((sum, count) => sum + count, 0);
    const clip = (share: number): number => Math.min(Math.max(share, Number.EPSILON), 1 - Number.EPSILON);
    if (this.width === 1) {
      const share = clip((counts[1] ?? 0) / total);
      return Float64Array.of(Math.log(share / (1 - share)));
    }
    const shares = Array.from(counts, (count) => clip(count / total));
    const mean = Math.exp(shares.reduce((sum, share) => sum + Math.log(share), 0) / shares.length);
    return Float64Array.from(shares, (share) => Math.log(share / mean));
  }

  /** Writes gradient and hessian of each row's loss for each score column. */
  differentiate(scores: readonly Float64Array[], codes: Int32Array, g: Float32Array[], h: Float32Array[]): void {
    const shares = new Float64Array(this.width);
    for (let row = 0; row < codes.length; row++) {
      this.sharesOf(scores, row, shares);
      for (let k = 0; k < this.width; k++) {
        const share = shares[k]!;
        const hit = this.width === 1 ? codes[row]! : Number(codes[row] === k);
        g[k]![row] = share - hit;
        h[k]![row] = share * (1 - share);
      }
    }
  }

  /** Mean loss over the rows. */
  value(scores: readonly Float64Array[], codes: Int32Array): number {
    let sum = 0;
    for (let row = 0; row < codes.length; row++) {
      if (this.width === 1) {
        const score = scores[0]![row]!;
        sum += Math.max(score, 0) + Math.log1p(Math.exp(-Math.abs(score))) - codes[row]! * score;
        continue;
      }
      let largest = Number.NEGATIVE_INFINITY;
      for (const column of scores) largest = Math.max(largest, column[row]!);
      let total = 0;
      for (const column of scores) total += Math.exp(column[row]! - largest);
      sum += Math.log(total) + largest - scores[codes[row]!]![row]!;
    }
    return sum / codes.length;
  }

  /** Probability of each class of a row; of the second one only where there are two. */
  sharesOf(scores: readonly Float64Array[], row: number, shares: Float64Array): void {
    if (this.width === 1) {
      const score = scores[0]![row]!;
      shares[0] = score >= 0 ? 1 / (1 + Math.exp(-score)) : Math.exp(score) / (1 + Math.exp(score));
      return;
    }
    let largest = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < this.classes; k++) largest = Math.max(largest, scores[k]![row]!);
    let sum = 0;
    for (let k = 0; k < this.classes; k++) {
      shares[k] = Math.exp(scores[k]![row]! - largest);
      sum += shares[k]!;
    }
    for (let k = 0; k < this.classes; k++) shares[k]! /= sum;
  }
}
