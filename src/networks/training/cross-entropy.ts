/** Keeps a probability that float32 rounded to 0 out of the logarithm; below it the gradient fades. */
const TINY = 1e-30;

/** How the loss counts. */
export interface Criterion {
  /** Of each class, above 0. */
  readonly weights: Float64Array;
  /** Label smoothing, 0 to 1. */
  readonly smoothing: number;
}

/** Of one batch. */
export interface CrossEntropy {
  /** Sum over the items, each times its weight, in nats. */
  readonly lossSum: number;
  /** What `lossSum` is divided by for the mean. */
  readonly weightSum: number;
  /** Items whose class has the largest probability. */
  readonly right: number;
  /** Of the mean with respect to each probability. */
  readonly gradient: Float32Array;
}

/**
 * Cross-entropy of probabilities with the label smoothing and class weights of PyTorch's CrossEntropyLoss, its mean
 * included: smoothing takes its share from the class of the item and gives it to all classes alike; the weight of a class
 * counts for its items, and for its share of the smoothing of others'.
 *
 * @param probabilities (items, classes) row-major, such as of a softmax
 * @param labels the class of each item
 */
export function crossEntropy(
  probabilities: Float32Array,
  labels: readonly number[],
  { weights, smoothing }: Criterion,
): CrossEntropy {
  const classes = weights.length;
  const weightSum = labels.reduce((sum, label) => sum + weights[label]!, 0);
  const gradient = new Float32Array(probabilities.length);
  let lossSum = 0;
  let right = 0;
  labels.forEach((label, item) => {
    const from = item * classes;
    let largest = 0;
    for (let c = 0; c < classes; c++) {
      const probability = probabilities[from + c]!;
      if (probability > probabilities[from + largest]!) largest = c;
      const wanted = weights[c]! * (smoothing / classes + (c === label ? 1 - smoothing : 0));
      if (wanted === 0) continue;
      lossSum -= wanted * Math.log(probability + TINY);
      gradient[from + c] = -wanted / (probability + TINY) / weightSum;
    }
    if (largest === label) right++;
  });
  return { lossSum, weightSum, right, gradient };
}
