import type { BatchLoss } from "./criterion";

/** How the loss counts. */
export interface EntropyOptions {
  /** Of each class, above 0. */
  readonly weights: Float64Array;
  /** Label smoothing, 0 to 1. */
  readonly smoothing: number;
}

/**
 * Cross-entropy of the softmax of scores with the label smoothing and class weights of PyTorch's CrossEntropyLoss, its mean
 * included: smoothing takes its share from the class of the item and gives it to all classes alike; the weight of a class
 * counts for its items, and for its share of the smoothing of others'.
 *
 * It takes scores, not probabilities: those of a network that is very sure, and wrong, are 0 in float32 and have no
 * gradient any more.
 *
 * @param scores (items, classes) row-major
 * @param labels the class of each item
 * @returns the loss in nats
 */
export function crossEntropy(
  scores: Float32Array,
  labels: readonly number[],
  { weights, smoothing }: EntropyOptions,
): BatchLoss & { readonly right: number } {
  const classes = weights.length;
  const weightSum = labels.reduce((sum, label) => sum + weights[label]!, 0);
  const gradient = new Float32Array(scores.length);
  let lossSum = 0;
  let right = 0;
  labels.forEach((label, item) => {
    const own = scores.subarray(item * classes, (item + 1) * classes);
    const largest = own.reduce((a, b) => Math.max(a, b));
    const total = own.reduce((sum, score) => sum + Math.exp(score - largest), 0);
    const wanted = weights.map((weight, c) => weight * (smoothing / classes + (c === label ? 1 - smoothing : 0)));
    const wantedSum = wanted.reduce((sum, share) => sum + share, 0);
    own.forEach((score, c) => {
      const log = score - largest - Math.log(total);
      lossSum -= wanted[c]! * log;
      gradient[item * classes + c] = (wantedSum * Math.exp(log) - wanted[c]!) / weightSum;
    });
    if (own.indexOf(largest) === label) right++;
  });
  return { lossSum, weightSum, right, gradient };
}
