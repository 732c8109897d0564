import type { Tensor } from "@tensorflow/tfjs";
import { QuadrantError } from "../../errors";
import { convolutionKernel, type Region } from "../../kernels/convolution";
import type { TensorFlow } from "../tensorflow";
import { recorded } from "./differentiable";
import type { Run } from "./extent";
import { tensorStore } from "./tensor-store";

/** Puts the channels of several tensors, alike in all other dimensions, side by side. */
export function concatenate(tf: TensorFlow, tensors: readonly Tensor[], { name, threads, withInput }: Run): Tensor {
  const widths = tensors.map(({ shape }) => shape.at(-1)!);
  const width = widths.reduce((sum, channels) => sum + channels, 0);
  const before = tensors[0]!.shape.slice(0, -1);
  if (tensors.some(({ shape }) => shape.slice(0, -1).join() !== before.join())) {
    const shapes = tensors.map(({ shape }) => `(${shape})`).join(" and ");
    throw new QuadrantError("bad-argument", `${name} got ${shapes}, which differ in more than their channels`);
  }
  const lines = before.reduce((size, side) => size * side, 1);
  const firstOf = (i: number) => widths.slice(0, i).reduce((sum, channels) => sum + channels, 0);
  const store = tensorStore(tf);
  const copy = (from: Region, fromAll: boolean, to: Region, i: number) => {
    const [all, own] = [
      { width, first: firstOf(i) },
      { width: widths[i]!, first: 0 },
    ];
    const shape = { lines, channels: widths[i]! };
    const [source, target] = fromAll ? [all, own] : [own, all];
    convolutionKernel().copyChannels(shape, { region: from, ...source }, { region: to, ...target }, threads);
  };
  const output = convolutionKernel().allocate(lines * width);
  for (const [i, tensor] of tensors.entries()) {
    const region = store.take(tensor);
    copy(region, false, output, i);
    region.release();
  }
  return recorded(tf, withInput ? tensors : [], {
    region: output,
    shape: [...before, width],
    needs: [],
    back: (outputGradient) =>
      tensors.map(({ shape, size }, i) => {
        const region = convolutionKernel().allocate(size);
        copy(outputGradient, true, region, i);
        return store.give(region, shape);
      }),
  });
}
