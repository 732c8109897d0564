export type { Classifier } from "./classifier";
export { DummyClassifier } from "./dummy-classifier";
export { LogisticRegression, type LogisticRegressionOptions } from "./logistic-regression";
export { ScaledClassifier } from "./scaled-classifier";
export { StandardScaler } from "./standard-scaler";
