export { type DeltaParameters, delta } from "./delta";
export { type ClipParameters, EXTRACTOR, MAX_SECONDS } from "./extract-clip";
export { type ExtractionSummary, extractCorpus } from "./extract-corpus";
export { checkFeatureNames, type ExtractionParameters, extractFeatures } from "./extract-features";
export { extractFiles, type FilesSummary } from "./extract-files";
export {
  ALL_FEATURES,
  FEATURE_NAMES,
  type FeatureName,
  MORE_FEATURES,
  STUDY_FEATURES,
  type StudyFeature,
} from "./feature-names";
export { featureRowNames, frameMatrix, STUDY_FRAMES, STUDY_ROWS, stackFeatures } from "./frame-matrix";
export { FrameScaler } from "./frame-scaler";
export { type BatchOptions, type FrameBatch, readBatches } from "./read-batches";
export type { ExtractionOptions } from "./run-extraction";
export { STUDY_STATISTICS, studyStatistics } from "./study-statistics";
export { fullStatistics, STATISTIC_NAMES, type SummaryStatistics, summaryStatistics } from "./summary-statistics";
