import type { Tensor } from "@tensorflow/tfjs";
import { convolutionKernel } from "../../kernels/convolution";
import type { Pooling } from "../../kernels/convolution/plain-pooling";
import type { Pair } from "../../kernels/convolution/shape";
import type { Bounds } from "../../kernels/convolution/windows";
import type { TensorFlow } from "../tensorflow";
import { differentiable } from "./differentiable";
import { extentOf, ownSteps, type Run } from "./extent";
import { tensorStore } from "./tensor-store";

interface PoolOptions {
  /** Whether windows divide the clip, whatever its duration. */
  readonly wholeClips?: boolean;
  /** Of the result, where it is not that of the input with other sizes. */
  readonly outputShape?: readonly number[];
}

/**
 * The largest values or the means of windows.
 *
 * @param boundsOf the windows down and across of so many rows and columns
 */
export function pool(
  tf: TensorFlow,
  x: Tensor,
  pooling: Pooling,
  boundsOf: (input: Pair) => readonly [down: readonly Bounds[], across: readonly Bounds[]],
  run: Run,
  { wholeClips = false, outputShape }: PoolOptions = {},
): Tensor {
  const { threads, withInput } = run;
  const { batch, input, channels, shapeOf } = extentOf(x, run.name);
  const [down, across] = boundsOf(input);
  // Time runs across sequences; what is made of whole clips leaves padding out.
  const own = wholeClips && input[0] === 1 ? ownSteps(run, input[1]) : undefined;
  const acrossOf = own?.map((steps) => boundsOf([1, steps])[1]);
  const shape = { batch, input, channels, down, across, ...(acrossOf && { acrossOf }) };
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
