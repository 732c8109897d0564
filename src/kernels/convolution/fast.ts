import type { KernelInstance } from "../define-kernel";
import { fastChannels } from "./fast-channels";
import { fastEnergy } from "./fast-energy";
import { fastPooling } from "./fast-pooling";
import { forwardSliding, inputBackSliding, type JobFields, type Sliding, sumSizes } from "./job";
import type { ConvolutionKernel, Region } from "./kernel";
import { packBack, packForward, unpackSums } from "./pack";
import { type ConvolutionShape, inputSize, outputSize } from "./shape";
import { placeOf, Workshop } from "./workshop";

export function fast(instance: KernelInstance): ConvolutionKernel {
  const workshop = new Workshop(instance);

  /** Windows over `input` with packed weights, into a new region. */
  function slide(
    sliding: Sliding,
    size: number,
    fields: JobFields,
    pack: (into: Float32Array) => void,
    bias: Float32Array | undefined,
    threads: number,
  ): Region {
    const { positions, bands, scratch } = sliding;
    const width = sliding.fields.width!;
    return workshop.make(size, (output) => {
      workshop.lend((positions + 1) * width, (packed) => {
        const values = packed.values;
        pack(values.subarray(0, positions * width));
        const start = values.subarray(positions * width).fill(0);
        if (bias !== undefined) start.set(bias);
        const places = { packed: packed.at, bias: packed.at + 4 * positions * width, output: output.at };
        const job = { ...sliding.fields, ...fields, ...places };
        workshop.run("convolve", job, sliding.fields.batch! * bands, threads, scratch);
      });
    });
  }

  function weightsBack(shape: ConvolutionShape, fields: JobFields, threads: number) {
    const sliding = forwardSliding(shape);
    const { items, samples, stride } = sumSizes(shape, sliding);
    return workshop.lend((items * stride) / 4, (sums) => {
      const job = { ...sliding.fields, ...fields, samples, sums: sums.at, sumsStride: stride };
      workshop.run("weightsBack", job, items, threads, sliding.scratch);
      workshop.run("addSums", { ...job, samples: items }, 1, 1);
      return unpackSums(shape, sliding, sums.values);
    });
  }

  return {
    allocate: (length) => workshop.allocate(length),
    used: () => workshop.used,
    ...fastPooling(workshop),
    ...fastEnergy(workshop),
    ...fastChannels(workshop),
    convolve(shape, { input, weights, bias, rectify }, threads) {
      const fields = { input: placeOf(input), rectify: Number(rectify) };
      const pack = (into: Float32Array) => packForward(shape, weights, into);
      return slide(forwardSliding(shape), outputSize(shape), fields, pack, bias, threads);
    },
    convolveBack(shape, { input, weights, output, outputGradient, withInput }, threads) {
      const gate = output === undefined ? 0 : placeOf(output);
      const fields = { input: placeOf(input), outputGradient: placeOf(outputGradient), outputGate: gate };
      const gradients = weightsBack(shape, fields, threads);
      if (!withInput) return { ...gradients, input: undefined };
      const pack = (into: Float32Array) => packBack(shape, weights, into);
      const back = { input: placeOf(outputGradient), gate };
      return { ...gradients, input: slide(inputBackSliding(shape), inputSize(shape), back, pack, undefined, threads) };
    },
  };
}
