export { type ChromaParameters, chromaStft } from "./chroma";
export { type ExtractionOptions, type ExtractionSummary, extractCorpus } from "./extract-corpus";
export {
  type ExtractionParameters,
  extractFeatures,
  FEATURE_NAMES,
  type FeatureName,
} from "./extract-features";
export { featureRowNames, frameMatrix } from "./frame-matrix";
export { hzToMel, type MelParameters, melFilterBank, melspectrogram, melToHz } from "./mel";
export { type MfccParameters, mfcc } from "./mfcc";
export { type PowerToDbParameters, powerToDb } from "./power-to-db";
export { RealFft } from "./real-fft";
export { type SpectralContrastParameters, spectralContrast } from "./spectral-contrast";
export { spectralBandwidth, spectralCentroid, spectralFlatness, spectralRolloff } from "./spectral-shape";
export {
  type FeatureInput,
  fftFrequencies,
  hannWindow,
  type Signal,
  type Spectrum,
  type StftParameters,
  spectrumOf,
} from "./spectrum";
export { STATISTIC_NAMES, type SummaryStatistics, summaryStatistics } from "./summary-statistics";
export { type FrameParameters, rms, zeroCrossingRate } from "./time-domain";
export { estimateTuning, type TuningParameters } from "./tuning";
