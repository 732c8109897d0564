import type { Tensor } from "@tensorflow/tfjs";
import { convolutionKernel } from "../../kernels/convolution";
import type { TensorFlow } from "../tensorflow";
import { differentiable } from "./differentiable";
import type { Run } from "./extent";
import { tensorStore } from "./tensor-store";

/** What is below 0 becomes 0. */
export function rectify(tf: TensorFlow, x: Tensor, { threads, withInput }: Run): Tensor {
  return differentiable(tf, x, withInput ? [x] : [], (region) => {
    const store = tensorStore(tf);
    const output = convolutionKernel().rectify(region, threads);
    return {
      region: output,
      shape: x.shape,
      needs: [output],
      back: (outputGradient) => [store.give(convolutionKernel().rectifyBack(output, outputGradient, threads), x.shape)],
    };
  });
}
