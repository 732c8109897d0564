export { type ExtractionOptions, type ExtractionSummary, extractCorpus } from "./extraction/extract-corpus";
export {
  type ExtractionParameters,
  extractFeatures,
  FEATURE_NAMES,
  type FeatureName,
} from "./extraction/extract-features";
export { featureRowNames, frameMatrix } from "./extraction/frame-matrix";
export { STATISTIC_NAMES, type SummaryStatistics, summaryStatistics } from "./extraction/summary-statistics";
export { type ChromaParameters, chromaStft } from "./pitch/chroma";
export { estimateTuning, type TuningParameters } from "./pitch/tuning";
export { hzToMel, type MelParameters, melFilterBank, melspectrogram, melToHz } from "./spectral/mel";
export { type MfccParameters, mfcc } from "./spectral/mfcc";
export { type PowerToDbParameters, powerToDb } from "./spectral/power-to-db";
export { type SpectralContrastParameters, spectralContrast } from "./spectral/spectral-contrast";
export { spectralBandwidth, spectralCentroid, spectralFlatness, spectralRolloff } from "./spectral/spectral-shape";
export { type FrameParameters, rms, zeroCrossingRate } from "./spectral/time-domain";
export { RealFft } from "./spectrum/real-fft";
export {
  type FeatureInput,
  fftFrequencies,
  hannWindow,
  type Signal,
  type Spectrum,
  type StftParameters,
  spectrumOf,
} from "./spectrum/spectrum";
