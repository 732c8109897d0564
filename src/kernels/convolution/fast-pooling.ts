import type { JobFields } from "./job";
import type { ConvolutionKernel } from "./kernel";
import { areDisjoint, type PoolingShape, poolingInputSize, poolingOutputSize } from "./windows";
import { placeOf, type Workshop } from "./workshop";

/** Values of the input that a thread takes at a time. */
const BAND_VALUES = 32_768;

export function fastPooling(workshop: Workshop): Pick<ConvolutionKernel, "pool" | "poolBack"> {
  function withBounds(shape: PoolingShape, run: (fields: JobFields, places: number) => void): void {
    const { batch, input, channels, down, across, acrossOf } = shape;
    const tables = (acrossOf ?? [across]).map((own) => [down, own].flat(2));
    const length = 2 * (down.length + across.length);
    workshop.lend(tables.length * length, (bounds) => {
      new Int32Array(workshop.memory.buffer, bounds.at, bounds.length).set(tables.flat());
      const boundsStride = acrossOf === undefined ? 0 : 4 * length;
      const size = { batch, rows: input[0], columns: input[1], channels };
      run(
        { ...size, outRows: down.length, outColumns: across.length, bounds: bounds.at, boundsStride },
        down.length * across.length,
      );
    });
  }

  return {
    pool: (shape, pooling, input, threads) =>
      workshop.make(poolingOutputSize(shape), (output) => {
        withBounds(shape, (fields, places) => {
          const perPlace = poolingInputSize(shape) / shape.batch / places;
          const bandAcross = Math.max(1, Math.min(places, Math.floor(BAND_VALUES / perPlace)));
          const job = { ...fields, bandAcross, input: placeOf(input), output: output.at };
          workshop.run(pooling, job, shape.batch * Math.ceil(places / bandAcross), threads);
        });
      }),
    poolBack: (shape, pooling, { input, output, outputGradient }, threads) =>
      workshop.make(poolingInputSize(shape), (gradient) => {
        withBounds(shape, (fields) => {
          const disjoint = Number([shape.down, ...(shape.acrossOf ?? [shape.across])].every(areDisjoint));
          const given = { input: placeOf(input), result: placeOf(output), outputGradient: placeOf(outputGradient) };
          const job = { ...fields, ...given, disjoint, output: gradient.at };
          workshop.run(`${pooling}Back`, job, shape.batch, threads);
        });
      }),
  };
}
