type Numbers = ArrayLike<number>;

/** Lines of a value for each channel. */
export interface Lines {
  readonly lines: number;
  readonly channels: number;
}

/** Mean and variance (of the values at hand, as Keras takes it) of each channel. */
export interface Moments {
  readonly means: Float64Array;
  readonly variances: Float64Array;
}

/** For each channel: sums of the gradient, and of its products with the distance of the input from the mean. */
export interface GradientSums {
  readonly sums: Float64Array;
  readonly products: Float64Array;
}

export function plainMoments({ lines, channels }: Lines, input: Numbers): Moments {
  const [means, variances] = [new Float64Array(channels), new Float64Array(channels)];
  for (let i = 0; i < lines * channels; i++) means[i % channels]! += input[i]! / lines;
  for (let i = 0; i < lines * channels; i++) {
    variances[i % channels]! += (input[i]! - means[i % channels]!) ** 2 / lines;
  }
  return { means, variances };
}

export function plainGradientSums(
  { lines, channels }: Lines,
  input: Numbers,
  outputGradient: Numbers,
  means: Numbers,
): GradientSums {
  const [sums, products] = [new Float64Array(channels), new Float64Array(channels)];
  for (let i = 0; i < lines * channels; i++) {
    const through = outputGradient[i]!;
    sums[i % channels]! += through;
    products[i % channels]! += through * (input[i]! - means[i % channels]!);
  }
  return { sums, products };
}
