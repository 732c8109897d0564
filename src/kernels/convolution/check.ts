import type { ConvolutionKernel, Region } from "./kernel";
import { type ConvolutionOptions, convolutionShape, inputSize, outputSize, weightSize } from "./shape";

/** Shapes in which every way through the kernel is taken. */
const SHAPES: readonly Omit<ConvolutionOptions, "batch">[] = [
  { input: [1, 41], channels: 1, filters: 5, kernel: [1, 9], strides: [1, 4], padding: "same" },
  { input: [1, 23], channels: 16, filters: 32, kernel: [1, 3], dilations: [1, 2], padding: "causal" },
  { input: [9, 13], channels: 1, filters: 16, kernel: [3, 3], padding: "same" },
  { input: [7, 11], channels: 9, filters: 7, kernel: [3, 2], strides: [2, 3], padding: "same" },
];

const wave = (length: number, times: number) =>
  Float32Array.from({ length }, (_, i) => Math.sin(times * i * i + 1) / 2);

/** What comes out of shapes of all kinds: outputs and gradients. */
export function computeWaves(kernel: ConvolutionKernel): { readonly what: string; readonly values: Float32Array }[] {
  const take = (region: Region) => {
    const values = region.values.slice();
    region.release();
    return values;
  };
  return SHAPES.flatMap((options, i) => {
    const shape = convolutionShape({ ...options, batch: 3 });
    const rectify = i % 2 === 1;
    const [input, outputGradient] = [kernel.allocate(inputSize(shape)), kernel.allocate(outputSize(shape))];
    input.values.set(wave(input.length, 1));
    outputGradient.values.set(wave(outputGradient.length, 2));
    const given = { input, weights: wave(weightSize(shape), 3), bias: wave(shape.filters, 4), rectify };
    const output = kernel.convolve(shape, given, 1);
    const gate = rectify ? output : undefined;
    const back = kernel.convolveBack(shape, { ...given, output: gate, outputGradient, withInput: true }, 1);
    input.release();
    outputGradient.release();
    const found = { output: take(output), input: take(back.input!), weights: back.weights, bias: back.bias };
    return Object.entries(found).map(([what, values]) => ({ what: `${what} of convolution ${i}`, values }));
  });
}
