/** exp(score) / sum(exp(score)) of each row, without overflow; (rows, classes). */
export function softmaxRows(scores: Float64Array, classes: number): Float64Array {
  const shares = new Float64Array(scores.length);
  for (let base = 0; base < scores.length; base += classes) {
    let largest = Number.NEGATIVE_INFINITY;
    for (let at = base; at < base + classes; at++) largest = Math.max(largest, scores[at]!);
    let sum = 0;
    for (let at = base; at < base + classes; at++) {
      shares[at] = Math.exp(scores[at]! - largest);
      sum += shares[at]!;
    }
    for (let at = base; at < base + classes; at++) shares[at]! /= sum;
  }
  return shares;
}
