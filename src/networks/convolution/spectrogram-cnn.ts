import type { LayersModel, layers } from "@tensorflow/tfjs";
import type { TensorFlow } from "../tensorflow";
import type { WaveformNetworkOptions } from "./heads";
import { NetworkBuilder } from "./network-builder";

type Layer = layers.Layer;

/** How long filters are in LEAF, and in SincNet. */
const [GABOR_SECONDS, SINC_SECONDS] = [0.025, 0.0157];

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
  /** Filters of the layers behind; 32, 48 and 64 by default. */
  readonly widths?: readonly number[];
}

/**
 * A spectrogram that is learned, and convolutions along it that see all bands: SincNet's band-passes rectified and averaged,
 * Gabor filters with low-passes and PCEN (LEAF), or a transform that begins as the STFT. Takes (batch, samples, 1).
 */
export function spectrogramCnn(tf: TensorFlow, options: SpectrogramCnnOptions): LayersModel {
  const { samples = null, widths = [32, 48, 64] } = options;
  const build = new NetworkBuilder(tf, options);
  const input = tf.input({ shape: [samples, 1] });
  return build.model(input, input, [
    ...frontEndLayers(build, options),
    build.normalisation(),
    ...widths.flatMap((width) => [
      build.conv1d(width, 3, 1),
      ...build.pooledAndNormalised(build.stock.maxPooling1d({ poolSize: 2, padding: "same" })),
    ]),
    build.stock.globalAveragePooling1d({}),
  ]);
}

function frontEndLayers(
  { stock, own }: NetworkBuilder,
  { frontEnd, sampleRate, filters = 40, hopLength = 512 }: SpectrogramCnnOptions,
): Layer[] {
  if (frontEnd === "stft") return [own.trainableStft({ sampleRate, hopLength, nFft: 2 * hopLength, nMels: filters })];
  /** An odd number of samples. */
  const during = (seconds: number) => 2 * Math.floor((seconds * sampleRate) / 2) + 1;
  if (frontEnd === "gabor") {
    // Energies of bands some hundred Hz wide need no more values a second than this.
    const strides = hopLength % 8 === 0 ? 8 : 1;
    const sizes = { kernelSize: during(GABOR_SECONDS), poolSize: 2 * hopLength };
    return [own.gaborEnergy({ filters, sampleRate, hopLength, strides, ...sizes }), own.pcen({})];
  }
  return [
    own.sincConvolution({ filters, sampleRate, kernelSize: during(SINC_SECONDS), strides: 4 }),
    stock.reLU({}),
    stock.averagePooling1d({ poolSize: Math.max(1, Math.round(hopLength / 4)), padding: "same" }),
    own.pcen({}),
  ];
}
