export {
  alignColumns,
  type Classifier,
  hasProbabilities,
  type ProbabilisticClassifier,
  type ScoringClassifier,
  type Transformer,
} from "./classifier";
export { DummyClassifier } from "./dummy/dummy-classifier";
export { LogisticRegression, type LogisticRegressionOptions } from "./linear-model/logistic-regression";
export type { ModelJson } from "./model";
export { makePipeline, Pipeline } from "./pipeline";
export { StandardScaler, type StandardScalerOptions } from "./preprocessing/standard-scaler";
export { classifierFromJson, transformerFromJson, unfitted } from "./registry";
