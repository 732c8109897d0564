import { QuadrantError } from "../../errors";

/** Rows, then columns. */
export type Pair = readonly [down: number, across: number];

export const PADDINGS = ["valid", "same", "causal"] as const;
export type Padding = (typeof PADDINGS)[number];

/** A convolution as the kernel computes it; a sequence is one row. */
export interface ConvolutionShape {
  readonly batch: number;
  /** Rows and columns. */
  readonly input: Pair;
  readonly channels: number;
  readonly filters: number;
  readonly kernel: Pair;
  readonly strides: Pair;
  readonly dilations: Pair;
  /** Rows and columns of zeros before the first. */
  readonly before: Pair;
  readonly output: Pair;
}

export interface ConvolutionOptions {
  readonly batch: number;
  readonly input: Pair;
  readonly channels: number;
  readonly filters: number;
  readonly kernel: Pair;
  readonly strides?: Pair;
  readonly dilations?: Pair;
  readonly padding?: Padding;
  /** What errors call it. */
  readonly name?: string;
}

/**
 * Keras' output sizes and paddings.
 *
 * @throws QuadrantError "bad-argument" for sizes that are no whole numbers from 1 on, windows wider than a "valid" input,
 * and dilations together with strides
 */
export function convolutionShape(options: ConvolutionOptions): ConvolutionShape {
  const { batch, input, channels, filters, kernel, name = "a convolution" } = options;
  const { strides = [1, 1], dilations = [1, 1], padding = "valid" } = options;
  const sizes = { batch, input, channels, filters, kernel, strides, dilations };
  for (const [what, values] of Object.entries(sizes)) {
    if ([values].flat().every((value) => Number.isInteger(value) && value > 0)) continue;
    throw new QuadrantError("bad-argument", `${what} of ${name} is ${values}, not a whole number from 1 on`);
  }
  if (strides.some((stride) => stride > 1) && dilations.some((dilation) => dilation > 1)) {
    throw new QuadrantError("bad-argument", `${name} has strides (${strides}) and dilations (${dilations})`, {
      remedy: "Use one of them, as in tf.layers.",
    });
  }
  const sides = [0, 1].map((side) => {
    const reach = (kernel[side]! - 1) * dilations[side]! + 1;
    return slide(input[side]!, reach, strides[side]!, padding, name);
  });
  const [down, across] = sides as [Slide, Slide];
  const shape = { batch, input, channels, filters, kernel, strides, dilations };
  return { ...shape, before: [down.before, across.before], output: [down.places, across.places] };
}

interface Slide {
  /** Zeros before the first value. */
  readonly before: number;
  readonly places: number;
}

/** Where a window of `reach` values goes along one side. */
export function slide(size: number, reach: number, stride: number, padding: Padding, name: string): Slide {
  if (padding === "valid") {
    if (reach > size) {
      throw new QuadrantError("bad-argument", `${name} needs ${reach} values and gets ${size}`, {
        remedy: 'Use longer inputs, smaller windows, or padding "same".',
      });
    }
    return { before: 0, places: Math.floor((size - reach) / stride) + 1 };
  }
  const places = Math.ceil(size / stride);
  if (padding === "causal") return { before: reach - 1, places: Math.floor((size - 1) / stride) + 1 };
  return { before: Math.max(0, (places - 1) * stride + reach - size) >> 1, places };
}

export function inputSize({ batch, input, channels }: ConvolutionShape): number {
  return batch * input[0] * input[1] * channels;
}

export function outputSize({ batch, output, filters }: ConvolutionShape): number {
  return batch * output[0] * output[1] * filters;
}

/** Of the kernel, (rows, columns, channels, filters). */
export function weightSize({ kernel, channels, filters }: ConvolutionShape): number {
  return kernel[0] * kernel[1] * channels * filters;
}
