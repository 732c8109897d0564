import type { Tensor } from "@tensorflow/tfjs";
import { QuadrantError } from "../../errors";
import { convolutionKernel } from "../../kernels/convolution";
import { type ConvolutionOptions, convolutionShape } from "../../kernels/convolution/shape";
import type { TensorFlow } from "../tensorflow";
import { differentiable } from "./differentiable";
import { extentOf, type Run } from "./extent";
import { tensorStore } from "./tensor-store";

type WindowOptions = Pick<ConvolutionOptions, "strides" | "dilations" | "padding"> & {
  /** Whether what is below 0 becomes 0. */
  readonly rectify?: boolean;
};

/** @param kernel (steps, channels, filters), or (rows, columns, channels, filters) */
export function convolve(
  tf: TensorFlow,
  x: Tensor,
  kernel: Tensor,
  bias: Tensor | undefined,
  { rectify = false, ...options }: WindowOptions,
  { name, threads, withInput, learns }: Run,
): Tensor {
  const { batch, input, channels, shapeOf } = extentOf(x, name);
  const size = kernel.shape.length === 3 ? [1, ...kernel.shape] : kernel.shape;
  const [down, across, depth, filters] = size as [number, number, number, number];
  if (depth !== channels || kernel.rank !== x.rank) {
    throw new QuadrantError("bad-argument", `${name} has a kernel (${kernel.shape}) for an input (${x.shape})`);
  }
  const shape = convolutionShape({ ...options, batch, input, channels, filters, kernel: [down, across], name });
  const weightsOfLayer = !learns ? [] : bias === undefined ? [kernel] : [kernel, bias];
  const inputs = [...(withInput ? [x] : []), ...weightsOfLayer];
  const store = tensorStore(tf);
  const weights = store.take(kernel);
  try {
    return differentiable(tf, x, inputs, (region) => {
      const given = { input: region, weights };
      const biases = bias?.dataSync() as Float32Array | undefined;
      const output = convolutionKernel().convolve(shape, { ...given, bias: biases, rectify }, threads);
      return {
        region: output,
        shape: shapeOf(shape.output, filters),
        needs: [region, ...(rectify ? [output] : []), ...(withInput ? [weights] : [])],
        back: (outputGradient) => {
          const gate = rectify ? output : undefined;
          const gradient = convolutionKernel().convolveBack(
            shape,
            { ...given, output: gate, outputGradient, withInput, withWeights: learns },
            threads,
          );
          return [
            ...(gradient.input === undefined ? [] : [store.give(gradient.input, x.shape)]),
            ...(gradient.weights === undefined ? [] : [store.give(gradient.weights, kernel.shape)]),
            ...(gradient.bias === undefined || bias === undefined ? [] : [tf.tensor(gradient.bias, bias.shape)]),
          ];
        },
      };
    });
  } finally {
    weights.release();
  }
}
