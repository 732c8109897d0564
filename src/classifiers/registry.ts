import { QuadrantError } from "../errors";
import type { Classifier, Transformer } from "./classifier";
import { PCA } from "./decomposition/pca";
import { LinearDiscriminantAnalysis } from "./discriminant-analysis/linear-discriminant-analysis";
import { QuadraticDiscriminantAnalysis } from "./discriminant-analysis/quadratic-discriminant-analysis";
import { DummyClassifier } from "./dummy/dummy-classifier";
import { AdaBoostClassifier } from "./ensemble/ada-boost-classifier";
import { HistGradientBoostingClassifier } from "./ensemble/hist-gradient-boosting-classifier";
import { RandomForestClassifier } from "./ensemble/random-forest-classifier";
import { ReliefF } from "./feature-selection/relief-f";
import { SelectKBest } from "./feature-selection/select-k-best";
import { LogisticRegression } from "./linear-model/logistic-regression";
import { Ridge } from "./linear-model/ridge";
import { RidgeClassifier } from "./linear-model/ridge-classifier";
import { Model, type ModelClass, type ModelJson } from "./model";
import { OneVsRestClassifier } from "./multiclass/one-vs-rest-classifier";
import { GaussianNB } from "./naive-bayes/gaussian-nb";
import { KNeighborsClassifier } from "./neighbors/k-neighbors-classifier";
import { MLPClassifier } from "./neural-network/mlp-classifier";
import { Pipeline } from "./pipeline";
import { MinMaxScaler } from "./preprocessing/min-max-scaler";
import { StandardScaler } from "./preprocessing/standard-scaler";
import { LinearSVC } from "./svm/linear-svc";
import { SVC } from "./svm/svc";
import { DecisionTreeClassifier } from "./tree/decision-tree-classifier";

/** Every class that can come out of JSON. A new one is added here, and the round-trip test then covers it. */
export const CLASSIFIERS: readonly ModelClass[] = [
  AdaBoostClassifier,
  DecisionTreeClassifier,
  GaussianNB,
  HistGradientBoostingClassifier,
  KNeighborsClassifier,
  MLPClassifier,
  RandomForestClassifier,
  SVC,
  DummyClassifier,
  LinearDiscriminantAnalysis,
  LinearSVC,
  LogisticRegression,
  OneVsRestClassifier,
  QuadraticDiscriminantAnalysis,
  RidgeClassifier,
  Pipeline,
];
export const TRANSFORMERS: readonly ModelClass[] = [MinMaxScaler, PCA, ReliefF, SelectKBest, StandardScaler];
const REGRESSORS: readonly ModelClass[] = [Ridge];

/**
 * The classifier that was written by toJSON (parsed, or still text): it predicts the same, bit for bit.
 *
 * @throws QuadrantError "bad-argument" for JSON of something else
 */
export function classifierFromJson(json: ModelJson | string): Classifier {
  return fromJson(json, CLASSIFIERS) as Model<object, object> & Classifier;
}

/** The transformer that was written by toJSON. */
export function transformerFromJson(json: ModelJson | string): Transformer {
  return fromJson(json, TRANSFORMERS) as Model<object, object> & Transformer;
}

/** The regressor that was written by toJSON. */
export function regressorFromJson(json: ModelJson | string): Ridge {
  return fromJson(json, REGRESSORS) as Ridge;
}

function fromJson(json: ModelJson | string, classes: readonly ModelClass[]): Model<object, object> {
  const parsed: ModelJson = typeof json === "string" ? JSON.parse(json) : json;
  const found = classes.find(({ name }) => name === parsed?.model);
  if (found === undefined) {
    throw new QuadrantError("bad-argument", `no model is called ${parsed?.model}`, {
      remedy: `Known are ${classes.map(({ name }) => name).join(", ")}.`,
    });
  }
  return Model.fromJson(found, parsed, (inner) => fromJson(inner, [...CLASSIFIERS, ...TRANSFORMERS]));
}
