import type { Tensor } from "@tensorflow/tfjs";
import type { TensorFlow } from "../tensorflow";

/** A kernel that follows from a few numbers a filter. */
export interface DesignedKernel {
  readonly values: Float64Array;
  /** The gradient of each array of numbers, from that of the kernel. */
  readonly back: (kernelGradient: ArrayLike<number>) => readonly Float64Array[];
}

/** The kernel as a tensor, with its gradient to the weights it follows from, where they are trained. */
export function designedKernel(
  tf: TensorFlow,
  weights: readonly Tensor[],
  shape: number[],
  learns: boolean,
  design: (...weights: ArrayLike<number>[]) => DesignedKernel,
): Tensor {
  const { values, back } = design(...weights.map((weight) => weight.dataSync()));
  const kernel = tf.tensor(Float32Array.from(values), shape);
  if (!learns) return kernel;
  const operation = tf.customGrad(() => ({
    value: kernel,
    gradFunc: (dy: Tensor) =>
      back(dy.dataSync()).map((gradient, i) => tf.tensor(Float32Array.from(gradient), weights[i]!.shape)),
  }));
  return operation(...weights);
}
