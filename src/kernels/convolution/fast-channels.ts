import { padded } from "../padded";
import type { JobFields, Operation } from "./job";
import type { ConvolutionKernel } from "./kernel";
import type { GradientSums, Lines } from "./plain-channels";
import { placeOf, type Workshop } from "./workshop";

/** Items that lines are shared out among, by their number alone, so that sums run in the same order whoever computes. */
const MOST_ITEMS = 64;
/** Lines of an item: a multiple of what the kernel sums in float32. */
const BLOCK = 64;
type ChannelWork = "moments" | "gradientSums" | "scale" | "scaleBack" | "rectify" | "rectifyBack" | "copyChannels";

export function fastChannels(workshop: Workshop): Pick<ConvolutionKernel, ChannelWork> {
  function run(operation: Operation, { lines, channels }: Lines, fields: JobFields, threads: number, scratch = 0) {
    const { bandDown, items } = share(lines);
    workshop.run(operation, { ...fields, lines, channels, bandDown }, items, threads, scratch);
  }

  /** Two sums a channel in float64, of each item. */
  function sumUp<Result>(
    operation: Operation,
    shape: Lines,
    fields: JobFields,
    threads: number,
    read: (first: Float64Array, second: Float64Array, lines: number) => Result,
  ): Result[] {
    const { bandDown, items } = share(shape.lines);
    const { channels } = shape;
    return workshop.lend(4 * items * channels, (sums) => {
      const scratch = padded(8 * channels, 64);
      run(operation, shape, { ...fields, sums: sums.at, sumsStride: 16 * channels }, threads, scratch);
      const values = new Float64Array(workshop.memory.buffer, sums.at, 2 * items * channels);
      return Array.from({ length: items }, (_, item) => {
        const own = values.subarray(2 * item * channels, 2 * (item + 1) * channels);
        const lines = Math.min(bandDown, shape.lines - item * bandDown);
        return read(own.subarray(0, channels), own.subarray(channels), lines);
      });
    });
  }

  function withTables<Result>(tables: readonly Float32Array[], work: (fields: JobFields) => Result): Result {
    const stride = padded(tables[0]!.length, 16);
    return workshop.lend(tables.length * stride, (region) => {
      for (const [i, table] of tables.entries()) region.values.set(table, i * stride);
      return work({ tables: region.at, tablesStride: 4 * stride });
    });
  }

  return {
    moments(shape, input, threads) {
      const [means, squares] = [new Float64Array(shape.channels), new Float64Array(shape.channels)];
      let before = 0;
      sumUp("moments", shape, { input: placeOf(input) }, threads, (itemMeans, itemSquares, lines) => {
        const all = before + lines;
        for (let c = 0; c < means.length; c++) {
          const distance = itemMeans[c]! - means[c]!;
          squares[c]! += itemSquares[c]! + (distance * distance * before * lines) / all;
          means[c]! += (distance * lines) / all;
        }
        before = all;
      });
      return { means, variances: squares.map((sum) => sum / shape.lines) };
    },
    gradientSums(shape, { input, outputGradient, means }, threads) {
      const found: GradientSums = { sums: new Float64Array(means.length), products: new Float64Array(means.length) };
      withTables([means], (tables) => {
        const fields = { ...tables, input: placeOf(input), outputGradient: placeOf(outputGradient) };
        sumUp("gradientSums", shape, fields, threads, (sums, products) => {
          for (let c = 0; c < means.length; c++) {
            found.sums[c]! += sums[c]!;
            found.products[c]! += products[c]!;
          }
        });
      });
      return found;
    },
    scale: (shape, input, { means, factors, summands }, threads) =>
      workshop.make(input.length, (output) => {
        withTables([means, factors, summands], (tables) => {
          run("scale", shape, { ...tables, input: placeOf(input), output: output.at }, threads);
        });
      }),
    scaleBack: (shape, { input, outputGradient }, { means, factors, slopes, summands }, threads) =>
      workshop.make(input.length, (output) => {
        withTables([means, factors, slopes, summands], (tables) => {
          const given = { input: placeOf(input), outputGradient: placeOf(outputGradient), output: output.at };
          run("scaleBack", shape, { ...tables, ...given }, threads);
        });
      }),
    rectify: (input, threads) =>
      workshop.make(input.length, (output) => {
        run("rectify", flat(input.length), { input: placeOf(input), output: output.at }, threads);
      }),
    rectifyBack: (input, outputGradient, threads) =>
      workshop.make(input.length, (output) => {
        const given = { input: placeOf(input), outputGradient: placeOf(outputGradient), output: output.at };
        run("rectifyBack", flat(input.length), given, threads);
      }),
    copyChannels(shape, from, to, threads) {
      const given = { input: placeOf(from.region), from: from.first, fromWidth: from.width };
      run("copyChannels", shape, { ...given, output: placeOf(to.region), to: to.first, toWidth: to.width }, threads);
    },
  };
}

function share(lines: number): { readonly bandDown: number; readonly items: number } {
  const bandDown = padded(Math.ceil(lines / MOST_ITEMS), BLOCK);
  return { bandDown, items: Math.ceil(lines / bandDown) };
}

/** Where channels do not matter. */
const flat = (length: number): Lines => ({ lines: length, channels: 1 });
