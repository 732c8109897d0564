import type { KernelInstance } from "../define-kernel";
import { fastChannels } from "./fast-channels";
import { fastEnergy } from "./fast-energy";
import { fastPooling } from "./fast-pooling";
import { forwardSliding, inputBackSliding, type JobFields, panelsOf, type Sliding, shareSums } from "./job";
import type { ConvolutionKernel, Region } from "./kernel";
import { packBack } from "./pack-back";
import { type ConvolutionShape, inputSize, outputSize, weightSize } from "./shape";
import { tilingOf } from "./winograd";
import { placeOf, Workshop } from "./workshop";

export function fast(instance: KernelInstance): ConvolutionKernel {
  const workshop = new Workshop(instance);

  /** Windows over an input with packed weights, into a new region. */
  function slide(
    sliding: Sliding,
    size: number,
    fields: JobFields,
    pack: (packed: number, values: Float32Array) => void,
    bias: Float32Array | undefined,
    threads: number,
  ): Region {
    const { positions, bands, scratch } = sliding;
    const width = sliding.fields.width!;
    return workshop.make(size, (output) => {
      workshop.lend((positions + 1) * width, (packed) => {
        const values = packed.values;
        pack(packed.at, values.subarray(0, positions * width));
        const start = values.subarray(positions * width).fill(0);
        if (bias !== undefined) start.set(bias);
        const places = { packed: packed.at, bias: packed.at + 4 * positions * width, output: output.at };
        const tiling = tilingOf(sliding, Boolean(fields.gate));
        const job = { ...sliding.fields, ...fields, ...places };
        if (tiling === undefined) {
          workshop.run("convolve", job, sliding.fields.batch! * bands, threads, scratch);
          return;
        }
        workshop.lend(tiling.weights, (transformed) => {
          const tiled = { ...job, ...tiling.fields, tables: transformed.at };
          workshop.run("transformWeights", tiled, panelsOf(sliding), threads);
          workshop.run("winograd", tiled, sliding.fields.batch! * tiling.bands, threads, tiling.scratch);
        });
      });
    });
  }

  function weightsBack(shape: ConvolutionShape, given: JobFields, threads: number) {
    const sliding = forwardSliding(shape);
    const { length, parts, items, fields, biasAt } = shareSums(shape, sliding);
    return workshop.lend(parts * length, (sums) => {
      const weights = workshop.make(weightSize(shape), (output) => {
        const places = { sums: sums.at, sumsStride: 4 * length, output: output.at };
        const job = { ...sliding.fields, ...given, ...fields, ...places };
        workshop.run("weightsBack", job, items, threads, sliding.scratch);
        workshop.run("addSums", job, panelsOf(sliding), threads);
      });
      return { weights, bias: sums.values.slice(biasAt, biasAt + shape.filters) };
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
      const sliding = forwardSliding(shape);
      const pack = (packed: number) => {
        const job = { ...sliding.fields, input: placeOf(weights), packed };
        workshop.run("pack", job, panelsOf(sliding), threads);
      };
      return slide(sliding, outputSize(shape), fields, pack, bias, threads);
    },
    convolveBack(shape, { input, weights, output, outputGradient, withInput, withWeights }, threads) {
      const gate = output === undefined ? 0 : placeOf(output);
      const fields = { input: placeOf(input), outputGradient: placeOf(outputGradient), outputGate: gate };
      const gradients = withWeights ? weightsBack(shape, fields, threads) : {};
      if (!withInput) return gradients;
      const sliding = inputBackSliding(shape);
      const pack = (_: number, packed: Float32Array) => packBack(shape, weights.values, packed);
      const back = { input: placeOf(outputGradient), gate };
      return { ...gradients, input: slide(sliding, inputSize(shape), back, pack, undefined, threads) };
    },
  };
}
