import { computeWaves } from "./convolution/check";
import { fast } from "./convolution/fast";
import type { ConvolutionKernel } from "./convolution/kernel";
import { plain } from "./convolution/plain";
import { assertAlike, defineKernel } from "./define-kernel";
import { sharedMemory } from "./recurrent/shared-heap";

export type { ConvolutionGradient, ConvolutionKernel, Region } from "./convolution/kernel";

/** Sums in float32 against float64, as a share of the largest value. */
const FLOAT32 = 2e-5;

/** What convolutional layers compute, to use in this thread. */
export const convolutionKernel = defineKernel<ConvolutionKernel>({
  name: "convolution",
  wide: true,
  memory: sharedMemory,
  fast,
  plain,
  compare(compiled, reference) {
    const expected = computeWaves(reference);
    for (const [i, { what, values }] of computeWaves(compiled).entries()) {
      assertAlike(`the ${what}`, values, expected[i]!.values, FLOAT32);
    }
  },
});
