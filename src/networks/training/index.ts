export { AdamW, type AdamWOptions } from "./adamw";
export { clipNorm } from "./clip-norm";
export type { CriterionName } from "./criterion";
export { type EarlyStopping, type EpochRecord, historyCsv, type TrainingHistory } from "./history";
export { type LabelledSource, takeItems } from "./labelled-source";
export { newOptimizer, type Optimizer, type OptimizerOptions, type OptimizerState } from "./optimizer";
export type { TrainingOptions } from "./options";
export { type PredictOptions, predictProbabilities } from "./predict";
export { type CosineSchedule, learningRateAfter, type PlateauSchedule, type Schedule } from "./schedule";
export { SGD, type SGDOptions } from "./sgd";
export { train } from "./train";
export type { TrainingData } from "./train-epoch";
export {
  type FoldData,
  type FoldRun,
  type ModelMaker,
  type SeedRun,
  type SeedsOptions,
  trainFolds,
  trainSeeds,
} from "./train-folds";
export { type SignatureKind, type TrainingSignature, trainingSignatures } from "./training-signatures";
