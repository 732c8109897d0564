import type { ConvolutionKernel, Region } from "./kernel";
import { energyShape } from "./plain-energy";
import { type ConvolutionOptions, convolutionShape, inputSize, outputSize, type Pair, weightSize } from "./shape";
import {
  adaptiveBounds,
  type Bounds,
  type PoolingShape,
  poolingInputSize,
  poolingOutputSize,
  stridedBounds,
} from "./windows";

/** Shapes in which every way through the kernel is taken. */
const SHAPES: readonly Omit<ConvolutionOptions, "batch">[] = [
  { input: [1, 41], channels: 1, filters: 5, kernel: [1, 9], strides: [1, 4], padding: "same" },
  { input: [1, 23], channels: 16, filters: 32, kernel: [1, 3], dilations: [1, 2], padding: "causal" },
  { input: [9, 13], channels: 1, filters: 16, kernel: [3, 3], padding: "same" },
  { input: [7, 6], channels: 32, filters: 32, kernel: [3, 3], padding: "same" },
  { input: [5, 14], channels: 1, filters: 8, kernel: [3, 4], dilations: [1, 2], padding: "same" },
  { input: [7, 11], channels: 9, filters: 7, kernel: [3, 2], strides: [2, 3], padding: "same" },
];

const wave = (length: number, times: number) =>
  Float32Array.from({ length }, (_, i) => Math.sin(times * i * i + 1) / 2);

/** With windows that are apart, that overlap, that leave values out; channels that fill vectors and some that do not. */
const POOLINGS: readonly PoolingShape[] = [
  poolingOf([1, 37], 16, [[0, 1]], stridedBounds(37, 4, 4, "valid", "")),
  {
    ...poolingOf([1, 12], 6, [[0, 1]], adaptiveBounds(12, 3)),
    acrossOf: [12, 7, 2].map((size) => adaptiveBounds(size, 3)),
  },
  poolingOf([7, 9], 5, stridedBounds(7, 3, 2, "same", ""), adaptiveBounds(9, 4)),
];

function poolingOf(input: Pair, channels: number, down: readonly Bounds[], across: readonly Bounds[]): PoolingShape {
  return { batch: 3, input, channels, down, across };
}

const ENERGIES = [4, 7].map((channels) =>
  energyShape({ batch: 3, columns: 23, channels, size: 5, stride: 3, padding: "same", name: "" }),
);

interface Outcome {
  readonly what: string;
  readonly values: Float32Array;
}

/** What comes out of shapes of all kinds: outputs and gradients. */
export function computeWaves(kernel: ConvolutionKernel): Outcome[] {
  const filled = (length: number, times: number) => {
    const region = kernel.allocate(length);
    region.values.set(wave(length, times));
    return region;
  };
  return [
    ...SHAPES.flatMap((options, i) => {
      const shape = convolutionShape({ ...options, batch: 3 });
      const rectify = i % 2 === 1;
      const [input, outputGradient] = [filled(inputSize(shape), 1), filled(outputSize(shape), 2)];
      const weights = filled(weightSize(shape), 3);
      const given = { input, weights, bias: wave(shape.filters, 4), rectify };
      const output = kernel.convolve(shape, given, 1);
      const gate = rectify ? output : undefined;
      const back = kernel.convolveBack(
        shape,
        { ...given, output: gate, outputGradient, withInput: true, withWeights: true },
        1,
      );
      const regions = { output, input: back.input!, weights: back.weights! };
      return outcomes(`convolution ${i}`, { bias: back.bias! }, regions, [input, weights, outputGradient]);
    }),
    ...POOLINGS.flatMap((shape, i) =>
      (["largest", "mean"] as const).flatMap((pooling) => {
        const [input, outputGradient] = [filled(poolingInputSize(shape), 1), filled(poolingOutputSize(shape), 2)];
        const output = kernel.pool(shape, pooling, input, 1);
        const gradient = kernel.poolBack(shape, pooling, { input, output, outputGradient }, 1);
        return outcomes(`${pooling} ${i}`, {}, { output, gradient }, [input, outputGradient]);
      }),
    ),
    ...ENERGIES.flatMap((shape) => {
      const { batch, columns, channels, size, places } = shape;
      const [input, outputGradient] = [filled(2 * batch * columns * channels, 1), filled(batch * places * channels, 2)];
      const windows = wave(size * channels, 3);
      const output = kernel.energy(shape, input, windows, 1);
      const back = kernel.energyBack(shape, { input, windows, outputGradient }, 1);
      const regions = { output, gradient: back.input };
      return outcomes(`${channels} energies`, { windows: back.windows }, regions, [input, outputGradient]);
    }),
    ...[20, 6].flatMap((channels) => channelWaves(kernel, channels, filled)),
  ];
}

function channelWaves(
  kernel: ConvolutionKernel,
  channels: number,
  filled: (length: number, times: number) => Region,
): Outcome[] {
  const lines = { lines: 150, channels };
  const [input, outputGradient] = [filled(150 * channels, 1), filled(150 * channels, 2)];
  const [means, factors, summands, slopes] = [1, 2, 3, 4].map((times) => wave(channels, times)) as Tables;
  const { means: found, variances } = kernel.moments(lines, input, 1);
  const { sums, products } = kernel.gradientSums(lines, { input, outputGradient, means }, 1);
  const tables = { means, factors, summands };
  const both = kernel.allocate(150 * (channels + 3));
  both.values.fill(0);
  kernel.copyChannels(
    lines,
    { region: input, width: channels, first: 0 },
    { region: both, width: channels + 3, first: 2 },
    1,
  );
  return outcomes(
    `${channels} channels`,
    Object.fromEntries(
      Object.entries({ found, variances, sums, products }).map(([name, values]) => [name, Float32Array.from(values)]),
    ),
    {
      scaled: kernel.scale(lines, input, tables, 1),
      scaledBack: kernel.scaleBack(lines, { input, outputGradient }, { ...tables, slopes }, 1),
      rectified: kernel.rectify(input, 1),
      rectifiedBack: kernel.rectifyBack(input, outputGradient, 1),
      both,
    },
    [input, outputGradient],
  );
}

type Tables = [Float32Array, Float32Array, Float32Array, Float32Array];

/** Copies of all results; the regions are given back. */
function outcomes(
  of: string,
  arrays: Readonly<Record<string, Float32Array>>,
  regions: Readonly<Record<string, Region>>,
  spent: readonly Region[],
): Outcome[] {
  const copies = Object.entries(regions).map(([what, { values }]) => [what, values.slice()] as const);
  for (const region of [...Object.values(regions), ...spent]) region.release();
  return [...Object.entries(arrays), ...copies].map(([what, values]) => ({ what: `${what} of ${of}`, values }));
}
