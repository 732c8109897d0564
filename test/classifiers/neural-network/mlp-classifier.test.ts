import assert from "node:assert/strict";
import { test } from "node:test";
import { MLPClassifier, type MLPClassifierOptions } from "../../../src/classifiers";
import { golden } from "../../golden";
import { closest } from "../closest";
import { accuracy, mean, type SyntheticData, synthetic } from "../synthetic";

interface Case {
  readonly data: SyntheticData;
  readonly options: MLPClassifierOptions;
  readonly iterations: number;
  readonly loss: number[];
  readonly predicted: number[];
  readonly proba: number[][];
}

interface Golden {
  readonly cases: Case[];
  readonly accuracies: { data: SyntheticData; options: MLPClassifierOptions; scores: number[] };
}

const { cases, accuracies } = golden<Golden>("mlp");
/** Products in float32, as scikit-learn has them for such data, against goldens in float64: it grows from step to step. */
const LOSS_TOLERANCE = 1e-6;
/** The same, of a single row. */
const PROBABILITY_TOLERANCE = 1e-5;

for (const { data, options, ...expected } of cases) {
  test(`the network learns as scikit-learn's: seed ${data.seed}, ${JSON.stringify(options)}`, () => {
    const { X, y, T } = synthetic(data);
    const model = new MLPClassifier(options).fit(X, y);
    assert.equal(model.lossCurve.length, expected.iterations);
    closest(model.lossCurve, expected.loss, LOSS_TOLERANCE, "loss");
    closest(model.predictProba(T).data, expected.proba.flat(), PROBABILITY_TOLERANCE, "proba");
    assert.deepEqual([...model.predict(T)], expected.predicted);
  });
}

test("over 20 seeds the mean accuracy is scikit-learn's to 0.01", () => {
  const { X, y, T, truth } = synthetic(accuracies.data);
  const scores = accuracies.scores.map((_, randomState) =>
    accuracy(new MLPClassifier({ ...accuracies.options, randomState }).fit(X, y).predict(T), truth),
  );
  assert.ok(Math.abs(mean(scores) - mean(accuracies.scores)) <= 0.01, `${mean(scores)}, ${mean(accuracies.scores)}`);
});

test("two classes can be stopped early, and weights beyond bounds are reported", () => {
  const { X, y } = synthetic({ seed: 3, rows: 100, columns: 10, classes: 2, step: 1, grid: 0 });
  const model = new MLPClassifier({ earlyStopping: true, nIterNoChange: 2, maxIter: 100 }).fit(X, y);
  assert.ok(model.lossCurve.length < 100);
  const huge = { data: X.data.map((value) => value * 1e30), shape: X.shape };
  assert.throws(() => new MLPClassifier({ learningRateInit: 1e300, maxIter: 5 }).fit(huge, y), /beyond all bounds/);
});
