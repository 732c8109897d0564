import type { Tensor } from "@tensorflow/tfjs";
import { QuadrantError } from "../../errors";
import { convolutionKernel } from "../../kernels/convolution";
import type { Moments } from "../../kernels/convolution/plain-channels";
import type { TensorFlow } from "../tensorflow";
import { differentiable } from "./differentiable";
import type { Run } from "./extent";
import { tensorStore } from "./tensor-store";

/** A value a channel each. */
interface Normalisation {
  readonly gamma: Tensor | undefined;
  readonly beta: Tensor | undefined;
  readonly epsilon: number;
  /** To normalise by; without them those of the batch are taken. */
  readonly moments?: Moments;
  /** What the batch has, if it was normalised by that. */
  readonly onMoments?: (moments: Moments) => void;
}

/** (x - mean) / sqrt(variance + epsilon) * gamma + beta, by the channels, which are x's last dimension. */
export function normalise(
  tf: TensorFlow,
  x: Tensor,
  { gamma, beta, epsilon, moments, onMoments }: Normalisation,
  { name, threads, withInput, learns }: Run,
): Tensor {
  const channels = x.shape.at(-1)!;
  const lines = { lines: x.size / channels, channels };
  if (x.size === 0) throw new QuadrantError("bad-argument", `${name} got an empty batch (${x.shape})`);
  const given = [gamma, beta].flatMap((parameter) => (parameter === undefined ? [] : [parameter]));
  const inputs = [...(withInput ? [x] : []), ...(learns ? given : [])];
  return differentiable(tf, x, inputs, (region) => {
    const store = tensorStore(tf);
    const kernel = convolutionKernel();
    const { means, variances } = moments ?? kernel.moments(lines, region, threads);
    if (moments === undefined) onMoments?.({ means, variances });
    const scales = variances.map((variance) => 1 / Math.sqrt(variance + epsilon));
    const gammas = gamma?.dataSync() ?? new Float32Array(channels).fill(1);
    const factors = Float32Array.from(scales, (scale, c) => scale * gammas[c]!);
    const summands = beta === undefined ? new Float32Array(channels) : (beta.dataSync() as Float32Array);
    const centres = Float32Array.from(means);
    const output = kernel.scale(lines, region, { means: centres, factors, summands }, threads);
    return {
      region: output,
      shape: x.shape,
      needs: [region],
      back: (outputGradient) => {
        const both = { input: region, outputGradient };
        const { sums, products } = kernel.gradientSums(lines, { ...both, means: centres }, threads);
        const gradients: Tensor[] = [];
        if (withInput) {
          // Means and deviations of a batch depend on each of its values.
          const depends = moments === undefined ? 1 / lines.lines : 0;
          const tables = {
            means: centres,
            factors,
            slopes: factors.map((factor, c) => -factor * scales[c]! * scales[c]! * products[c]! * depends),
            summands: factors.map((factor, c) => -factor * sums[c]! * depends),
          };
          gradients.push(store.give(kernel.scaleBack(lines, both, tables, threads), x.shape));
        }
        if (learns && gamma !== undefined) {
          const slopes = Float32Array.from(products, (product, c) => product * scales[c]!);
          gradients.push(tf.tensor(slopes, gamma.shape));
        }
        if (learns && beta !== undefined) gradients.push(tf.tensor(Float32Array.from(sums), beta.shape));
        return gradients;
      },
    };
  });
}
