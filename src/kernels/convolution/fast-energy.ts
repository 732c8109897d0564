import { padded } from "../padded";
import type { ConvolutionKernel } from "./kernel";
import type { EnergyShape } from "./plain-energy";
import { placeOf, type Workshop } from "./workshop";

/** Places that a thread takes at a time. */
const BAND = 64;

export function fastEnergy(workshop: Workshop): Pick<ConvolutionKernel, "energy" | "energyBack"> {
  const fieldsOf = ({ batch, columns, channels, size, stride, before, places }: EnergyShape) => ({
    ...{ batch, columns, channels, kernelColumns: size, strideAcross: stride, left: before, placesAcross: places },
    bandAcross: BAND,
  });
  return {
    energy: (shape, input, windows, threads) =>
      workshop.make(shape.batch * shape.places * shape.channels, (output) => {
        workshop.lend(windows.length, (packed) => {
          packed.values.set(windows);
          const places = { packed: packed.at, input: placeOf(input), output: output.at };
          const items = shape.batch * Math.ceil(shape.places / BAND);
          workshop.run("energy", { ...fieldsOf(shape), ...places }, items, threads);
        });
      }),
    energyBack(shape, { input, windows, outputGradient }, threads) {
      const { batch, columns, channels } = shape;
      const sumsStride = 4 * windows.length;
      const sum = new Float32Array(windows.length);
      const gradient = workshop.make(input.length, (output) => {
        workshop.lend((batch + 1) * windows.length, (region) => {
          const packed = region.at + batch * sumsStride;
          region.values.set(windows, batch * windows.length);
          const places = { packed, input: placeOf(input), output: output.at, outputGradient: placeOf(outputGradient) };
          const job = { ...fieldsOf(shape), ...places, sums: region.at, sumsStride };
          workshop.run("energyBack", job, batch, threads, padded(4 * columns * channels, 64));
          const sums = region.values;
          for (let i = 0; i < batch * sum.length; i++) sum[i % sum.length]! += sums[i]!;
        });
      });
      return { input: gradient, windows: sum };
    },
  };
}
