import { type ConvolutionShape, inputSize, outputSize, weightSize } from "./shape";

type Numbers = ArrayLike<number>;

/** Every product of a convolution: where in input, weights and output its factors and its sum lie. */
function eachLine(
  { batch, input, channels, filters, kernel, strides, dilations, before, output }: ConvolutionShape,
  visit: (inputAt: number, weightAt: number, outputAt: number) => void,
): void {
  const columns = Array.from({ length: kernel[1] }, (_, j) => j * dilations[1] - before[1]);
  for (let place = 0; place < batch * output[0] * output[1]; place++) {
    const x = (place % output[1]) * strides[1];
    const y = (Math.floor(place / output[1]) % output[0]) * strides[0] - before[0];
    const sample = Math.floor(place / (output[0] * output[1]));
    for (let i = 0; i < kernel[0]; i++) {
      const row = y + i * dilations[0];
      if (row < 0 || row >= input[0]) continue;
      for (const [j, offset] of columns.entries()) {
        const column = x + offset;
        if (column < 0 || column >= input[1]) continue;
        const at = ((sample * input[0] + row) * input[1] + column) * channels;
        visit(at, (i * kernel[1] + j) * channels * filters, place * filters);
      }
    }
  }
}

/** (batch, rows, columns, filters), in float64. */
export function plainConvolve(shape: ConvolutionShape, input: Numbers, weights: Numbers, bias?: Numbers): Float64Array {
  const { channels, filters } = shape;
  const output = new Float64Array(outputSize(shape));
  if (bias !== undefined) for (let i = 0; i < output.length; i++) output[i] = bias[i % filters]!;
  eachLine(shape, (from, weight, to) => {
    for (let c = 0; c < channels; c++) {
      const value = input[from + c]!;
      const at = weight + c * filters;
      for (let f = 0; f < filters; f++) output[to + f]! += value * weights[at + f]!;
    }
  });
  return output;
}

interface PlainGradient {
  readonly input: Float64Array;
  readonly weights: Float64Array;
  readonly bias: Float64Array;
}

/** The gradient of `plainConvolve`. */
export function plainConvolveBack(
  shape: ConvolutionShape,
  input: Numbers,
  weights: Numbers,
  outputGradient: Numbers,
): PlainGradient {
  const { channels, filters } = shape;
  const gradient = {
    input: new Float64Array(inputSize(shape)),
    weights: new Float64Array(weightSize(shape)),
    bias: new Float64Array(filters),
  };
  for (let i = 0; i < outputGradient.length; i++) gradient.bias[i % filters]! += outputGradient[i]!;
  eachLine(shape, (from, weight, to) => {
    for (let c = 0; c < channels; c++) {
      const value = input[from + c]!;
      const at = weight + c * filters;
      let sum = 0;
      for (let f = 0; f < filters; f++) {
        const through = outputGradient[to + f]!;
        sum += through * weights[at + f]!;
        gradient.weights[at + f]! += through * value;
      }
      gradient.input[from + c]! += sum;
    }
  });
  return gradient;
}
