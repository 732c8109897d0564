import { QuadrantError } from "../../errors";
import { slide } from "../../kernels/convolution/shape";
import { checkAbove0, checkWhole } from "./adaptive-average-pooling";
import type { AudioLayerKind } from "./audio-layer";
import { convolve } from "./convolve";
import { designedKernel } from "./designed-kernel";
import { energy } from "./energy";
import { behind } from "./extent";
import { gaborFilters, gaborMelBands, lowPasses } from "./gabor-filters";
import { checkWaveform } from "./sinc-convolution";

export interface GaborEnergyArguments {
  readonly filters: number;
  /** Hz. */
  readonly sampleRate: number;
  /** Samples of a filter; 401 by default. */
  readonly kernelSize?: number;
  /** Samples of a low-pass; 401 by default. */
  readonly poolSize?: number;
  /** Samples between neighbouring results; 160 by default. */
  readonly hopLength?: number;
  /**
   * Samples between neighbouring energies, a part of hopLength: LEAF's 1, the default, costs as many times more; energies
   * of narrow bands change slowly, so that one in 8 or 16 is enough at 22,050 Hz.
   */
  readonly strides?: number;
}

/**
 * LEAF's filters and pooling (arXiv 2101.08596): the energies of complex Gabor filters, of which centre and width are
 * learned, under Gaussian low-passes, of which the width is; (batch, samples, 1) to (batch, frames, filters). PCEN follows
 * as a layer of its own.
 */
export const gaborEnergy: AudioLayerKind<GaborEnergyArguments> = {
  className: "GaborEnergy1D",
  complete({ filters, sampleRate, kernelSize = 401, poolSize = 401, hopLength = 160, strides = 1 }) {
    for (const [name, value] of Object.entries({ filters, kernelSize, poolSize, hopLength, strides })) {
      checkWhole(name, value);
    }
    checkAbove0("sampleRate", sampleRate);
    if (hopLength % strides !== 0) {
      throw new QuadrantError("bad-argument", `strides is ${strides}, which does not divide hopLength (${hopLength})`);
    }
    return { filters, sampleRate, kernelSize, poolSize, hopLength, strides };
  },
  weights({ filters, sampleRate, kernelSize }, inputShape) {
    checkWaveform("GaborEnergy1D", inputShape);
    const [centres, widths] = gaborMelBands(filters, sampleRate, kernelSize);
    return [
      { name: "centre", shape: [filters], values: centres },
      { name: "width", shape: [filters], values: widths },
      { name: "low_pass", shape: [filters], values: new Float32Array(filters).fill(0.4) },
    ];
  },
  outputShape({ filters, kernelSize, poolSize, hopLength, strides }, [batch, samples]) {
    if (samples == null) return [batch!, null, filters];
    const steps = slide(samples, kernelSize, strides, "same", "GaborEnergy1D").places;
    return [batch!, slide(steps, windowOf(poolSize, strides), hopLength / strides, "same", "").places, filters];
  },
  compute(tf, { filters, kernelSize, poolSize, hopLength, strides }, x, [centres, widths, lows], run) {
    const bands = designedKernel(tf, [centres!, widths!], [kernelSize, 1, 2 * filters], run.learns, (centre, width) =>
      gaborFilters(kernelSize, centre!, width!),
    );
    const size = windowOf(poolSize, strides);
    const windows = designedKernel(tf, [lows!], [size, filters], run.learns, (share) => lowPasses(size, share!));
    const waves = convolve(tf, x, bands, undefined, { strides: [1, strides], padding: "same" }, run);
    return energy(tf, waves, windows, { stride: hopLength / strides, padding: "same" }, behind(run));
  },
};

/** Energies under a low-pass: an odd number. */
function windowOf(poolSize: number, strides: number): number {
  return 2 * Math.floor(poolSize / strides / 2) + 1;
}
