export { type DeltaParameters, delta } from "./extraction/delta";
export { type ClipParameters, EXTRACTOR } from "./extraction/extract-clip";
export { type ExtractionSummary, extractCorpus } from "./extraction/extract-corpus";
export { checkFeatureNames, type ExtractionParameters, extractFeatures } from "./extraction/extract-features";
export { extractFiles, type FilesSummary } from "./extraction/extract-files";
export {
  ALL_FEATURES,
  FEATURE_NAMES,
  type FeatureName,
  MORE_FEATURES,
  STUDY_FEATURES,
  type StudyFeature,
} from "./extraction/feature-names";
export { featureRowNames, frameMatrix, STUDY_FRAMES, STUDY_ROWS, stackFeatures } from "./extraction/frame-matrix";
export { FrameScaler } from "./extraction/frame-scaler";
export { type BatchOptions, type FrameBatch, readBatches } from "./extraction/read-batches";
export type { ExtractionOptions } from "./extraction/run-extraction";
export { STUDY_STATISTICS, studyStatistics } from "./extraction/study-statistics";
export {
  fullStatistics,
  STATISTIC_NAMES,
  type SummaryStatistics,
  summaryStatistics,
} from "./extraction/summary-statistics";
export { type ChromaParameters, chromaStft } from "./pitch/chroma";
export { estimateTuning, type TuningParameters } from "./pitch/tuning";
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
  type Signal,
  type Spectrum,
  type StftParameters,
  spectrumOf,
} from "./spectrum/spectrum";
export { type IstftParameters, istft, magnitudeOf, type Stft, stft } from "./spectrum/stft";
export { hannWindow, type Window } from "./spectrum/window";
