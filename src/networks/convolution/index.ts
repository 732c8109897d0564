export type { AdaptiveAveragePoolingArguments } from "./adaptive-average-pooling";
export type { LayerArguments } from "./audio-layer";
export { type AudioLayerMakers, audioLayers } from "./audio-layers";
export {
  accelerateConvolutions,
  type ConvolutionLayerMakers,
  type ConvolutionOptionsOfLayers,
  convolutionLayers,
} from "./convolution-layers";
export { type CrnnOptions, crnn } from "./crnn";
export type { GaborEnergyArguments } from "./gabor-energy";
export type { FrameNetworkOptions, Head, NetworkOptions, WaveformNetworkOptions } from "./heads";
export { type LearnedFilter, type LearnedFilters, learnedFilters } from "./learned-filters";
export { type MelCnnOptions, melCnn } from "./mel-cnn";
export { FRONT_ENDS, type FrontEnd, type SpectrogramCnnOptions, spectrogramCnn } from "./spectrogram-cnn";
export { type WaveformCnnOptions, waveformCnn } from "./waveform-cnn";
