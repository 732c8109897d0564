import type { Tensor } from "@tensorflow/tfjs";
import { convolutionKernel } from "../../kernels/convolution";
import type { Pooling } from "../../kernels/convolution/plain-pooling";
import type { Pair } from "../../kernels/convolution/shape";
import type { Bounds } from "../../kernels/convolution/windows";
import type { TensorFlow } from "../tensorflow";
import { differentiable } from "./differentiable";
import { extentOf, type Run } from "./extent";
import { tensorStore } from "./tensor-store";

/**
 * The largest values or the means of windows.
 *
 * @param boundsOf the windows down and across of so many rows and columns
 * @param outputShape of the result, where it is not that of the input with other sizes
 */
export function pool(
  tf: TensorFlow,
  x: Tensor,
  pooling: Pooling,
  boundsOf: (input: Pair) => readonly [down: readonly Bounds[], across: readonly Bounds[]],
  { name, threads, withInput }: Run,
  outputShape?: readonly number[],
): Tensor {
  const { batch, input, channels, shapeOf } = extentOf(x, name);
  const [down, across] = boundsOf(input);
  const shape = { batch, input, channels, down, across };
  return differentiable(tf, x, withInput ? [x] : [], (region) => {
    const store = tensorStore(tf);
    const output = convolutionKernel().pool(shape, pooling, region, threads);
    return {
      region: output,
      shape: outputShape ?? shapeOf([down.length, across.length], channels),
      needs: [region, output],
      back: (outputGradient) => {
        const given = { input: region, output, outputGradient };
        return [store.give(convolutionKernel().poolBack(shape, pooling, given, threads), x.shape)];
      },
    };
  });
}
