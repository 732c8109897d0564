import type { LayersModel, layers } from "@tensorflow/tfjs";
import type { TensorFlow } from "../tensorflow";
import type { WaveformNetworkOptions } from "./heads";
import { NetworkBuilder } from "./network-builder";

type Layer = layers.Layer;

/** The layers that learn what of the spectrum to look at. */
export const FRONT_ENDS = ["sinc", "gabor", "stft"] as const;
export type FrontEnd = (typeof FRONT_ENDS)[number];

export interface SpectrogramCnnOptions extends WaveformNetworkOptions {
  readonly frontEnd: FrontEnd;
  /** Hz. */
  readonly sampleRate: number;
  /** Bands that are learned, or for "stft" mel bands; 40 by default. */
  readonly filters?: number;
  /** Samples between frames; 512 by default. */
  readonly hopLength?: number;
  /** Filters of the layers behind; 16, 32 and 64 by default. */
  readonly widths?: readonly number[];
}

/**
 * A spectrogram that is learned, and two-dimensional convolutions over it: SincNet's band-passes rectified and averaged,
 * Gabor filters with low-passes and PCEN (LEAF), or a transform that begins as the STFT. Takes (batch, samples, 1).
 */
export function spectrogramCnn(tf: TensorFlow, options: SpectrogramCnnOptions): LayersModel {
  const { samples = null, widths = [16, 32, 64] } = options;
  const build = new NetworkBuilder(tf, options);
  const input = tf.input({ shape: [samples, 1] });
  return build.model(input, input, [
    ...frontEndLayers(build, options),
    build.normalisation(),
    ...build.pictureLayers(widths),
    build.stock.globalAveragePooling2d({}),
  ]);
}

function frontEndLayers(
  { stock, own }: NetworkBuilder,
  { frontEnd, sampleRate, filters = 40, hopLength = 512 }: SpectrogramCnnOptions,
): Layer[] {
  if (frontEnd === "stft") return [own.trainableStft({ sampleRate, hopLength, nFft: 2 * hopLength, nMels: filters })];
  // Bands of some hundred Hz need no more values a second than this.
  const strides = hopLength % 8 === 0 ? 8 : 1;
  if (frontEnd === "gabor") {
    const size = 2 * Math.floor(hopLength / 2) + 1;
    return [own.gaborEnergy({ filters, sampleRate, hopLength, strides, poolSize: 2 * size - 1 }), own.pcen({})];
  }
  return [
    own.sincConvolution({ filters, sampleRate, strides: 4 }),
    stock.reLU({}),
    stock.averagePooling1d({ poolSize: Math.max(1, Math.round(hopLength / 4)), padding: "same" }),
    own.pcen({}),
  ];
}
