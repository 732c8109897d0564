import type { ConvolutionKernel, Region } from "./kernel";
import { plainConvolve, plainConvolveBack } from "./plain-convolution";

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
    const output = plainConvolve(shape, input.values, weights, bias);
    return region(rectify ? output.map((value) => Math.max(value, 0)) : output);
  },
  convolveBack(shape, { input, weights, output, outputGradient, withInput }) {
    const through = gated(outputGradient.values, output?.values);
    const gradient = plainConvolveBack(shape, input.values, weights, through);
    return {
      input: withInput ? region(gradient.input) : undefined,
      weights: Float32Array.from(gradient.weights),
      bias: Float32Array.from(gradient.bias),
    };
  },
};

function gated(values: Float32Array, gate: Float32Array | undefined): Float32Array {
  return gate === undefined ? values : values.map((value, i) => (gate[i]! > 0 ? value : 0));
}
