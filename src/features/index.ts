export {
  ALL_FEATURES,
  type BatchOptions,
  type ClipParameters,
  checkFeatureNames,
  type DeltaParameters,
  delta,
  EXTRACTOR,
  type ExtractionOptions,
  type ExtractionParameters,
  type ExtractionSummary,
  extractCorpus,
  extractFeatures,
  extractFiles,
  FEATURE_NAMES,
  type FeatureName,
  type FilesSummary,
  type FrameBatch,
  FrameScaler,
  featureRowNames,
  frameMatrix,
  fullStatistics,
  MAX_SECONDS,
  MORE_FEATURES,
  readBatches,
  STATISTIC_NAMES,
  STUDY_FEATURES,
  STUDY_FRAMES,
  STUDY_ROWS,
  STUDY_STATISTICS,
  type StudyFeature,
  type SummaryStatistics,
  stackFeatures,
  studyStatistics,
  summaryStatistics,
} from "./extraction";
export {
  compareWithMeyda,
  MEYDA_FEATURES,
  type MeydaAgreement,
  type MeydaFeature,
  type MeydaParameters,
  meydaFeatures,
} from "./meyda";
export * from "./pitch";
export {
  type ComplexMatrix,
  fourierTempoFrequencies,
  fourierTempogram,
  type LogSpectrogram,
  type OnsetEnvelope,
  type OnsetInput,
  type OnsetParameters,
  onsetStrength,
  type ReadyTempogram,
  type RhythmInput,
  type TempogramParameters,
  type TempogramRatioParameters,
  type TempoInput,
  type TempoParameters,
  tempo,
  tempoFrequencies,
  tempogram,
  tempogramRatio,
} from "./rhythm";
export {
  type ForBoth,
  type HarmonicAndPercussive,
  type HarmonicParameters,
  type HpssParameters,
  harmonic,
  hpss,
  percussive,
} from "./separation";
export { hzToMel, type MelNorm, type MelParameters, melFilterBank, melspectrogram, melToHz } from "./spectral/mel";
export { type CepstrumParameters, type MfccParameters, mfcc } from "./spectral/mfcc";
export { amplitudeToDb, dbToAmplitude, dbToPower, type PowerToDbParameters, powerToDb } from "./spectral/power-to-db";
export { type SpectralContrastParameters, spectralContrast } from "./spectral/spectral-contrast";
export {
  type SpectralBandwidthParameters,
  type SpectralCentroidParameters,
  type SpectralFlatnessParameters,
  type SpectralRolloffParameters,
  spectralBandwidth,
  spectralCentroid,
  spectralFlatness,
  spectralRolloff,
} from "./spectral/spectral-shape";
export { type FrameParameters, rms, type ZeroCrossingParameters, zeroCrossingRate } from "./spectral/time-domain";
export { RealFft } from "./spectrum/real-fft";
export {
  type FeatureInput,
  fftFrequencies,
  type Signal,
  type Spectrum,
  type StftParameters,
  spectrumOf,
} from "./spectrum/spectrum";
export { type IstftParameters, istft, magnitudeOf, type Stft, stft } from "./spectrum/stft";
export { hannWindow, type Window } from "./spectrum/window";
