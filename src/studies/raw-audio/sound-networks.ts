import type { LayersModel } from "@tensorflow/tfjs";
import type { TensorFlow } from "../../networks";
import { crnn, type Head, melCnn, spectrogramCnn, waveformCnn } from "../../networks/convolution";
import { WAVEFORM_RATE } from "./excerpts";
import type { SoundNetworkName } from "./sound-network-names";

interface SoundNetwork {
  readonly input: "waveform" | "logMel";
  readonly make: (tf: TensorFlow, options: SoundNetworkOptions) => LayersModel;
}

export interface SoundNetworkOptions {
  readonly head: Head;
  readonly seed: number;
  readonly steps: number;
  readonly features: number;
  /** 0 to 1; what each network has by default. */
  readonly dropout?: number;
  /** How many share a batch. */
  readonly threads?: number;
}

/** Clips of a step of training. */
export const BATCH_SIZE = 16;

/** Small, so that an epoch costs seconds; the first layer moves by as much in all of them. */
const WAVEFORM = { filters: 16, strides: 8, widths: [24, 32, 48] } as const;
const SPECTROGRAM = { sampleRate: WAVEFORM_RATE, filters: 32, hopLength: 256, widths: [32, 48] } as const;

const waveform = (...kernelSizes: number[]): SoundNetwork => ({
  input: "waveform",
  make: (tf, { steps, ...options }) => waveformCnn(tf, { ...options, samples: steps, kernelSizes, ...WAVEFORM }),
});
const spectrogram = (frontEnd: "sinc" | "gabor" | "stft"): SoundNetwork => ({
  input: "waveform",
  make: (tf, { steps, ...options }) => spectrogramCnn(tf, { ...options, samples: steps, frontEnd, ...SPECTROGRAM }),
});

/** The networks of the study. */
export const SOUND_NETWORKS: Readonly<Record<SoundNetworkName, SoundNetwork>> = {
  "1-D CNN, windows of 16, 64 and 256": waveform(16, 64, 256),
  "1-D CNN, windows of 16": waveform(16),
  "1-D CNN, windows of 64": waveform(64),
  "1-D CNN, windows of 256": waveform(256),
  "sinc filters, CNN": spectrogram("sinc"),
  "Gabor filters, CNN": spectrogram("gabor"),
  "trainable STFT, CNN": spectrogram("stft"),
  "2-D CNN on log-mel": {
    input: "logMel",
    make: (tf, { steps, features, ...options }) =>
      melCnn(tf, { ...options, frames: steps, nMels: features, widths: [8, 16, 32] }),
  },
  "CRNN on log-mel": {
    input: "logMel",
    make: (tf, { steps, features, ...options }) =>
      crnn(tf, { ...options, frames: steps, nMels: features, widths: [8, 16], units: 32 }),
  },
};
