import type { ConvolutionKernel, Region } from "./kernel";
import { plainGradientSums, plainMoments } from "./plain-channels";
import { plainConvolve, plainConvolveBack } from "./plain-convolution";
import { plainEnergy, plainEnergyBack } from "./plain-energy";
import { plainPool, plainPoolBack } from "./plain-pooling";

let bytes = 0;

class PlainRegion implements Region {
  private holders = 1;

  constructor(readonly values: Float32Array) {
    bytes += values.byteLength;
  }

  get length(): number {
    return this.values.length;
  }

  hold(): Region {
    this.holders++;
    return this;
  }

  release(): void {
    if (--this.holders === 0) bytes -= this.values.byteLength;
  }
}

const region = (values: ArrayLike<number>) => new PlainRegion(Float32Array.from(values));

/** One thread, sums in float64. */
export const plain: ConvolutionKernel = {
  allocate: (length) => new PlainRegion(new Float32Array(length)),
  used: () => bytes,
  convolve(shape, { input, weights, bias, rectify }) {
    const output = plainConvolve(shape, input.values, weights.values, bias);
    return region(rectify ? output.map((value) => Math.max(value, 0)) : output);
  },
  convolveBack(shape, { input, weights, output, outputGradient, withInput, withWeights }) {
    const through = gated(outputGradient.values, output?.values);
    const gradient = plainConvolveBack(shape, input.values, weights.values, through);
    return {
      ...(withInput && { input: region(gradient.input) }),
      ...(withWeights && { weights: region(gradient.weights), bias: Float32Array.from(gradient.bias) }),
    };
  },
  pool: (shape, pooling, input) => region(plainPool(shape, pooling, input.values)),
  poolBack: (shape, pooling, { input, outputGradient }) =>
    region(plainPoolBack(shape, pooling, input.values, outputGradient.values)),
  energy: (shape, input, windows) => region(plainEnergy(shape, input.values, windows)),
  energyBack(shape, { input, windows, outputGradient }) {
    const gradient = plainEnergyBack(shape, input.values, windows, outputGradient.values);
    return { input: region(gradient.input), windows: Float32Array.from(gradient.windows) };
  },
  moments: (lines, input) => plainMoments(lines, input.values),
  gradientSums: (lines, { input, outputGradient, means }) =>
    plainGradientSums(lines, input.values, outputGradient.values, means),
  scale: ({ channels }, input, { means, factors, summands }) =>
    region(
      input.values.map((value, i) => {
        const c = i % channels;
        return (value - means[c]!) * factors[c]! + summands[c]!;
      }),
    ),
  scaleBack: ({ channels }, { input, outputGradient }, { means, factors, slopes, summands }) =>
    region(
      outputGradient.values.map((through, i) => {
        const c = i % channels;
        return through * factors[c]! + (input.values[i]! - means[c]!) * slopes[c]! + summands[c]!;
      }),
    ),
  rectify: (input) => region(input.values.map((value) => Math.max(value, 0))),
  rectifyBack: (input, outputGradient) => region(gated(outputGradient.values, input.values)),
  copyChannels({ lines, channels }, from, to) {
    for (let line = 0; line < lines; line++) {
      const at = line * from.width + from.first;
      to.region.values.set(from.region.values.subarray(at, at + channels), line * to.width + to.first);
    }
  },
};

function gated(values: Float32Array, gate: Float32Array | undefined): Float32Array {
  return gate === undefined ? values : values.map((value, i) => (gate[i]! > 0 ? value : 0));
}
