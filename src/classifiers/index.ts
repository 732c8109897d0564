export type { ClassWeight } from "./class-weight";
export {
  alignColumns,
  type Classifier,
  hasProbabilities,
  type ProbabilisticClassifier,
  type ScoringClassifier,
  type Transformer,
} from "./classifier";
export { PCA, type PCAOptions } from "./decomposition/pca";
export type { Shrinkage } from "./discriminant-analysis/class-moments";
export {
  LinearDiscriminantAnalysis,
  type LinearDiscriminantAnalysisOptions,
} from "./discriminant-analysis/linear-discriminant-analysis";
export {
  QuadraticDiscriminantAnalysis,
  type QuadraticDiscriminantAnalysisOptions,
} from "./discriminant-analysis/quadratic-discriminant-analysis";
export { DummyClassifier, type DummyClassifierOptions } from "./dummy/dummy-classifier";
export { AdaBoostClassifier, type AdaBoostClassifierOptions } from "./ensemble/ada-boost-classifier";
export {
  HistGradientBoostingClassifier,
  type HistGradientBoostingClassifierOptions,
} from "./ensemble/hist-gradient-boosting-classifier";
export { RandomForestClassifier, type RandomForestClassifierOptions } from "./ensemble/random-forest-classifier";
export { ReliefF, type ReliefFOptions } from "./feature-selection/relief-f";
export { fClassif, SelectKBest, type SelectKBestOptions } from "./feature-selection/select-k-best";
export { gramMatrix } from "./linear-algebra/gram-matrix";
export { LogisticRegression, type LogisticRegressionOptions } from "./linear-model/logistic-regression";
export { Ridge, type RidgeOptions } from "./linear-model/ridge";
export { RidgeClassifier, type RidgeClassifierOptions } from "./linear-model/ridge-classifier";
export type { ModelJson } from "./model";
export { OneVsRestClassifier, type OneVsRestClassifierOptions } from "./multiclass/one-vs-rest-classifier";
export { GaussianNB, type GaussianNBOptions } from "./naive-bayes/gaussian-nb";
export { KNeighborsClassifier, type KNeighborsClassifierOptions } from "./neighbors/k-neighbors-classifier";
export { MLPClassifier, type MLPClassifierOptions } from "./neural-network/mlp-classifier";
export { makePipeline, Pipeline, type PipelineOptions } from "./pipeline";
export { MinMaxScaler, type MinMaxScalerOptions } from "./preprocessing/min-max-scaler";
export { StandardScaler, type StandardScalerOptions } from "./preprocessing/standard-scaler";
export { classifierFromJson, regressorFromJson, transformerFromJson } from "./registry";
export { LinearSVC, type LinearSVCOptions } from "./svm/linear-svc";
export { SVC, type SVCOptions } from "./svm/svc";
export { DecisionTreeClassifier, type DecisionTreeClassifierOptions } from "./tree/decision-tree-classifier";
