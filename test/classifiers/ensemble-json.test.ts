import assert from "node:assert/strict";
import { test } from "node:test";
import {
  AdaBoostClassifier,
  type Classifier,
  classifierFromJson,
  DecisionTreeClassifier,
  DummyClassifier,
  GaussianNB,
  HistGradientBoostingClassifier,
  hasProbabilities,
  KNeighborsClassifier,
  MLPClassifier,
  RandomForestClassifier,
  SVC,
} from "../../src/classifiers";
import { synthetic } from "./synthetic";

const { X, y, T } = synthetic({ seed: 9, rows: 90, columns: 6, classes: 3, step: 1, grid: 0 });
const models: Classifier[] = [
  new DecisionTreeClassifier({ classWeight: { 0: 2 } }),
  new RandomForestClassifier({ nEstimators: 5, classWeight: "balanced" }),
  new AdaBoostClassifier({ nEstimators: 5, estimator: { maxDepth: 2 } }),
  new HistGradientBoostingClassifier({ maxIter: 3, minSamplesLeaf: 3 }),
  new SVC({ probability: true, gamma: 0.2 }),
  new KNeighborsClassifier({ weights: "distance" }),
  new GaussianNB({ priors: [0.2, 0.3, 0.5] }),
  new MLPClassifier({ maxIter: 3, hiddenLayerSizes: [5] }),
  new DummyClassifier({ strategy: "stratified", randomState: 3 }),
];

for (const model of models) {
  test(`${model.toJSON().model} answers the same after a trip through JSON`, () => {
    model.fit(X, y);
    const copy = classifierFromJson(JSON.stringify(model));
    assert.deepEqual(copy.classes, model.classes);
    assert.deepEqual(copy.predict(T), model.predict(T));
    if (hasProbabilities(model) && hasProbabilities(copy))
      assert.deepEqual(copy.predictProba(T), model.predictProba(T));
    assert.deepEqual(copy.fit(X, y).predict(T), model.predict(T));
  });
}
