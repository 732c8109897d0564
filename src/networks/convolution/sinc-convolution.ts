import { QuadrantError } from "../../errors";
import { type Padding, slide } from "../../kernels/convolution/shape";
import { checkAbove0, checkWhole } from "./adaptive-average-pooling";
import type { AudioLayerKind } from "./audio-layer";
import { convolve } from "./convolve";
import { designedKernel } from "./designed-kernel";
import { melBands, sincFilters } from "./sinc-filters";

export interface SincConvolutionArguments {
  readonly filters: number;
  /** Hz. */
  readonly sampleRate: number;
  /** Samples of a filter, an odd number; 251 by default. */
  readonly kernelSize?: number;
  /** Samples between neighbouring results; 1 by default. */
  readonly strides?: number;
  /** "same" by default. */
  readonly padding?: Padding;
  /** The least lower edge and the least width, Hz; 50 each by default. */
  readonly minLowHz?: number;
  readonly minBandHz?: number;
}

/** SincNet's first layer: band-passes of which only the edges are learned; (batch, samples, 1) to (batch, steps, filters). */
export const sincConvolution: AudioLayerKind<SincConvolutionArguments> = {
  className: "SincConvolution1D",
  complete({ filters, sampleRate, kernelSize = 251, strides = 1, padding = "same", minLowHz = 50, minBandHz = 50 }) {
    for (const [name, value] of Object.entries({ filters, kernelSize, strides })) checkWhole(name, value);
    for (const [name, value] of Object.entries({ sampleRate, minLowHz, minBandHz })) checkAbove0(name, value);
    if (kernelSize % 2 === 0) throw new QuadrantError("bad-argument", `kernelSize is ${kernelSize}, not an odd number`);
    return { filters, sampleRate, kernelSize, strides, padding, minLowHz, minBandHz };
  },
  weights(args, inputShape) {
    checkWaveform("SincConvolution1D", inputShape);
    const [lows, bands] = melBands(args.filters, args);
    return [
      { name: "low_hz", shape: [args.filters], values: lows },
      { name: "band_hz", shape: [args.filters], values: bands },
    ];
  },
  outputShape: ({ filters, kernelSize, strides, padding }, [batch, samples]) => [
    batch!,
    samples == null ? null : slide(samples, kernelSize, strides, padding, "SincConvolution1D").places,
    filters,
  ],
  compute(tf, args, x, weights, run) {
    const { filters, kernelSize, strides, padding } = args;
    const kernel = designedKernel(tf, weights, [kernelSize, 1, filters], run.learns, (lows, bands) =>
      sincFilters(args, lows!, bands!),
    );
    return convolve(tf, x, kernel, undefined, { strides: [1, strides], padding }, run);
  },
};

/** @throws QuadrantError "bad-argument" unless it is (batch, samples, 1) */
export function checkWaveform(layer: string, inputShape: readonly (number | null)[]): void {
  if (inputShape.length === 3 && inputShape[2] === 1) return;
  throw new QuadrantError(
    "bad-argument",
    `${layer} got (${inputShape.join(", ")}), not a waveform (batch, samples, 1)`,
  );
}
