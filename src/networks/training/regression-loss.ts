import type { BatchLoss } from "./criterion";

/** Keeps a batch whose targets and outputs are one constant from dividing by 0; far below any variance that matters. */
const LEAST_SPREAD = 1e-8;

/**
 * The mean over items and outputs of the squared error, as PyTorch's MSELoss.
 *
 * @param outputs (items, width) row-major, and so are the targets
 */
export function squaredError(outputs: Float32Array, targets: readonly number[], width: number): BatchLoss {
  const gradient = new Float32Array(outputs.length);
  let lossSum = 0;
  outputs.forEach((value, i) => {
    const error = value - targets[i]!;
    lossSum += error ** 2 / width;
    gradient[i] = (2 * error) / outputs.length;
  });
  return { lossSum, weightSum: outputs.length / width, right: null, gradient };
}

/**
 * 1 less the concordance correlation coefficient (Lin 1989) over the items, the mean over outputs: 0 to 2. Unlike the
 * squared error it is not made small by answers near the mean.
 *
 * @param outputs (items, width) row-major, and so are the targets
 */
export function concordanceLoss(outputs: Float32Array, targets: readonly number[], width: number): BatchLoss {
  const items = outputs.length / width;
  const gradient = new Float32Array(outputs.length);
  let loss = 0;
  for (let output = 0; output < width; output++) {
    const at = Array.from({ length: items }, (_, item) => item * width + output);
    const mean = (value: (i: number) => number) => at.reduce((sum, i) => sum + value(i), 0) / items;
    const [meanOutput, meanTarget] = [mean((i) => outputs[i]!), mean((i) => targets[i]!)];
    const covariance = mean((i) => (outputs[i]! - meanOutput) * (targets[i]! - meanTarget));
    const variances = mean((i) => (outputs[i]! - meanOutput) ** 2 + (targets[i]! - meanTarget) ** 2);
    const spread = variances + (meanOutput - meanTarget) ** 2 + LEAST_SPREAD;
    const concordance = (2 * covariance) / spread;
    loss += (1 - concordance) / width;
    for (const i of at) {
      const slope = targets[i]! - meanTarget - concordance * (outputs[i]! - meanTarget);
      gradient[i] = (-2 * slope) / (spread * items * width);
    }
  }
  return { lossSum: loss * items, weightSum: items, right: null, gradient };
}
