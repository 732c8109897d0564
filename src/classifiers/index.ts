export {
  alignColumns,
  type Classifier,
  hasProbabilities,
  type ProbabilisticClassifier,
  type ScoringClassifier,
  type Transformer,
} from "./classifier";
export { DummyClassifier, type DummyClassifierOptions } from "./dummy/dummy-classifier";
export { AdaBoostClassifier, type AdaBoostClassifierOptions } from "./ensemble/ada-boost-classifier";
export {
  HistGradientBoostingClassifier,
  type HistGradientBoostingClassifierOptions,
} from "./ensemble/hist-gradient-boosting-classifier";
export { RandomForestClassifier, type RandomForestClassifierOptions } from "./ensemble/random-forest-classifier";
export { LogisticRegression, type LogisticRegressionOptions } from "./linear-model/logistic-regression";
export type { ModelJson } from "./model";
export { GaussianNB, type GaussianNBOptions } from "./naive-bayes/gaussian-nb";
export { KNeighborsClassifier, type KNeighborsClassifierOptions } from "./neighbors/k-neighbors-classifier";
export { MLPClassifier, type MLPClassifierOptions } from "./neural-network/mlp-classifier";
export { makePipeline, Pipeline } from "./pipeline";
export { StandardScaler, type StandardScalerOptions } from "./preprocessing/standard-scaler";
export { classifierFromJson, transformerFromJson, unfitted } from "./registry";
export { SVC, type SVCOptions } from "./svm/svc";
export { DecisionTreeClassifier, type DecisionTreeClassifierOptions } from "./tree/decision-tree-classifier";
