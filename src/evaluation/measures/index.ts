export { accuracyScore, balancedAccuracyScore } from "./accuracy";
export { cohenKappaScore, matthewsCorrcoef } from "./agreement";
export { type GroupScore, scoreByGroup } from "./by-group";
export {
  type Calibration,
  type CalibrationBin,
  type CalibrationOptions,
  calibration,
  calibrationOfClass,
} from "./calibration";
export type { ClassScores } from "./checks";
export { type ConfusionMatrix, confusionMatrix } from "./confusion-matrix";
export {
  type ClassReport,
  type FScores,
  macroF1Of,
  macroF1Score,
  type PrecisionRecall,
  precisionRecallFscore,
} from "./f-score";
export { type MultilabelScores, multilabelScores } from "./multilabel";
export type { Average, ClassCurves } from "./one-vs-rest";
export {
  averagePrecisionScore,
  multiclassAveragePrecision,
  multiclassPrecisionRecallCurves,
  multilabelAveragePrecision,
  multilabelPrecisionRecallCurves,
  type PrecisionRecallCurve,
  precisionRecallCurve,
} from "./precision-recall-curve";
export { brierScoreLoss, logLoss } from "./probability-scores";
export {
  concordanceCorrelation,
  meanAbsoluteError,
  pearsonCorrelation,
  r2Score,
  rootMeanSquaredError,
} from "./regression";
export {
  multiclassRocAuc,
  multiclassRocCurves,
  multilabelRocAuc,
  multilabelRocCurves,
  type RocCurve,
  rocAucScore,
  rocCurve,
} from "./roc";
