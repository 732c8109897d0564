import { melFilterBank } from "../../features/spectral/mel";
import { slide } from "../../kernels/convolution/shape";
import { checkAbove0, checkWhole } from "./adaptive-average-pooling";
import type { AudioLayerKind } from "./audio-layer";
import { convolve } from "./convolve";
import { energy } from "./energy";
import { behind } from "./extent";
import { checkWaveform } from "./sinc-convolution";

export interface TrainableStftArguments {
  /** Hz. */
  readonly sampleRate: number;
  /** Samples of a frame; 512 by default. */
  readonly nFft?: number;
  /** Samples between frames; a quarter of nFft by default. */
  readonly hopLength?: number;
  /** Mel bands that powers are summed in, Slaney's as in librosa; 64 by default. */
  readonly nMels?: number;
  /** Added to a band's power before its logarithm is taken; 1e-6 by default. */
  readonly offset?: number;
}

/**
 * A log-mel spectrogram whose transform is learned: it begins as the STFT under a Hann window; the bands stay.
 * (batch, samples, 1) to (batch, frames, nMels), natural logarithms.
 */
export const trainableStft: AudioLayerKind<TrainableStftArguments> = {
  className: "TrainableSTFT",
  complete({ sampleRate, nFft = 512, hopLength = Math.ceil(nFft / 4), nMels = 64, offset = 1e-6 }) {
    for (const [name, value] of Object.entries({ nFft, hopLength, nMels })) checkWhole(name, value);
    for (const [name, value] of Object.entries({ sampleRate, offset })) checkAbove0(name, value);
    return { sampleRate, nFft, hopLength, nMels, offset };
  },
  weights({ nFft }, inputShape) {
    checkWaveform("TrainableSTFT", inputShape);
    return [{ name: "transform", shape: [nFft, 1, 2 * binsOf(nFft)], values: hannTransform(nFft) }];
  },
  outputShape: ({ nFft, hopLength, nMels }, [batch, samples]) => [
    batch!,
    samples == null ? null : slide(samples, nFft, hopLength, "same", "TrainableSTFT").places,
    nMels,
  ],
  compute(tf, { sampleRate, nFft, hopLength, nMels, offset }, x, [transform], run) {
    const bins = binsOf(nFft);
    const waves = convolve(tf, x, transform!, undefined, { strides: [1, hopLength], padding: "same" }, run);
    const inner = { ...behind(run), learns: false };
    const powers = energy(tf, waves, tf.ones([1, bins]), { stride: 1, padding: "valid" }, inner);
    const bands = convolve(
      tf,
      powers,
      tf.tensor(melMatrix(sampleRate, nFft, nMels), [1, bins, nMels]),
      undefined,
      {},
      inner,
    );
    return tf.log(tf.add(bands, offset));
  },
};

function binsOf(nFft: number): number {
  return Math.floor(nFft / 2) + 1;
}

/** (bins, nMels). */
function melMatrix(sampleRate: number, nFft: number, nMels: number): Float32Array {
  const matrix = new Float32Array(binsOf(nFft) * nMels);
  for (const [band, { first, weights }] of melFilterBank(sampleRate, nFft, { nMels }).entries()) {
    for (let k = 0; k < weights.length; k++) matrix[(first + k) * nMels + band] = weights[k]!;
  }
  return matrix;
}

/** (nFft, 2 * bins): cosines of all bins, then negative sines, under a periodic Hann window. */
function hannTransform(nFft: number): Float32Array {
  const bins = binsOf(nFft);
  return Float32Array.from({ length: nFft * 2 * bins }, (_, i) => {
    const [k, column] = [Math.floor(i / (2 * bins)), i % (2 * bins)];
    const window = 0.5 - 0.5 * Math.cos((2 * Math.PI * k) / nFft);
    // Whole turns are left out, which float64 would round.
    const angle = (2 * Math.PI * ((k * (column % bins)) % nFft)) / nFft;
    return window * (column < bins ? Math.cos(angle) : -Math.sin(angle));
  });
}
