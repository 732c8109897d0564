export * from "./ablation";
export * from "./augmentation";
export { type BaselineStudy, baselineStudy } from "./baselines/baselines";
export { type PublishedResult, publishedResults } from "./baselines/published";
export { type ReferenceLine, referenceLines } from "./baselines/references";
export { kept } from "./cache/kept-study";
export { STUDIES_VARIABLE } from "./cache/study-file";
export { audioQuality } from "./corpus/audio-quality";
export { clipDurations } from "./corpus/clip-durations";
export * from "./dataset-size";
export {
  type ClipFeature,
  clipsOfEachQuadrant,
  type Picture,
  picturesOfEachQuadrant,
} from "./features/clips-of-each-quadrant";
export { type Embedding, embedCorpus } from "./features/embedding";
export { type FeatureCorrelation, featureCorrelations } from "./features/feature-correlations";
export { type FeatureSpeed, featureSpeed, type RecordedSpeed } from "./features/feature-speed";
export {
  type ComparedFiles,
  comparedFiles,
  type FeatureAgreement,
  librosaAgreement,
} from "./features/librosa-agreement";
export { meydaAgreement } from "./features/meyda-agreement";
export { CLASSIFIER_NAMES, type ClassifierName, FLOOR_NAMES } from "./fits/models";
export * from "./networks";
export { type Duel, type NetworkScore, type RecurrentStudy, recurrentStudy } from "./networks/recurrent";
export * from "./order-of-time";
export * from "./raw-audio";
export { type Dataset, groupsOf, labelsOf, loadDataset } from "./run/dataset";
export { describeProtocol } from "./run/describe-protocol";
export { foldsOf, randomFolds, type ThreeWayFold } from "./run/folds";
export { openRun, type Run } from "./run/run";
export { currentRun, parseRunSettings, RUN_VARIABLE, type RunSettings } from "./run/run-settings";
export type { ModelScore, ProbabilisticScores } from "./run/scores";
