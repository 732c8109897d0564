import assert from "node:assert/strict";
import { test } from "node:test";
import { AdaBoostClassifier, type AdaBoostClassifierOptions } from "../../../src/classifiers";
import { golden } from "../../golden";
import { closest } from "../closest";
import { accuracy, mean, type SyntheticData, synthetic } from "../synthetic";

interface Case {
  readonly data: SyntheticData;
  readonly options: AdaBoostClassifierOptions;
  readonly estimatorWeights: number[];
  readonly predicted: number[];
  readonly proba: number[][];
  readonly decision: number[][];
}

interface Golden {
  readonly cases: Case[];
  readonly accuracies: { data: SyntheticData; options: AdaBoostClassifierOptions; scores: number[] };
}

const { cases, accuracies } = golden<Golden>("ada-boost");
/** Weights are sums in another order than numpy's; answers are given out in float32. */
const WEIGHT_TOLERANCE = 1e-9;
const ANSWER_TOLERANCE = 1e-6;

for (const { data, options, ...expected } of cases) {
  test(`AdaBoost answers as scikit-learn's: seed ${data.seed}, ${JSON.stringify(options)}`, () => {
    const { X, y, T } = synthetic(data);
    const model = new AdaBoostClassifier(options).fit(X, y);
    closest(model.estimatorWeights, expected.estimatorWeights, WEIGHT_TOLERANCE, "estimatorWeights");
    closest(model.decisionFunction(T).data, expected.decision.flat(), ANSWER_TOLERANCE, "decision");
    closest(model.predictProba(T).data, expected.proba.flat(), ANSWER_TOLERANCE, "proba");
    assert.deepEqual([...model.predict(T)], expected.predicted);
  });
}

test("over 20 seeds the mean accuracy is scikit-learn's to 0.01", () => {
  const { X, y, T, truth } = synthetic(accuracies.data);
  const scores = accuracies.scores.map((_, randomState) =>
    accuracy(new AdaBoostClassifier({ ...accuracies.options, randomState }).fit(X, y).predict(T), truth),
  );
  assert.ok(Math.abs(mean(scores) - mean(accuracies.scores)) <= 0.01, `${mean(scores)}, ${mean(accuracies.scores)}`);
});
