import assert from "node:assert/strict";
import { test } from "node:test";
import { RandomForestClassifier, type RandomForestClassifierOptions } from "../../../src/classifiers";
import { golden } from "../../golden";
import { closest } from "../closest";
import { accuracy, mean, type SyntheticData, synthetic } from "../synthetic";

interface Case {
  readonly data: SyntheticData;
  readonly options: RandomForestClassifierOptions;
  readonly nodes: number[];
  readonly predicted: number[];
  readonly proba: number[][];
}

interface Golden {
  readonly cases: Case[];
  readonly accuracies: { data: SyntheticData; options: RandomForestClassifierOptions; scores: number[] };
}

const { cases, accuracies } = golden<Golden>("random-forest");
/** Means of shares in float64, given out in float32. */
const SHARE_TOLERANCE = 1e-7;

for (const { data, options, ...expected } of cases) {
  test(`the forest is scikit-learn's, tree for tree: seed ${data.seed}, ${JSON.stringify(options)}`, () => {
    const { X, y, T } = synthetic(data);
    const model = new RandomForestClassifier(options).fit(X, y);
    assert.deepEqual(
      model.trees.map(({ feature }) => feature.length),
      expected.nodes,
    );
    closest(model.predictProba(T).data, expected.proba.flat(), SHARE_TOLERANCE, "proba");
    assert.deepEqual([...model.predict(T)], expected.predicted);
  });
}

test("over 20 seeds the mean accuracy is scikit-learn's to 0.01", () => {
  const { X, y, T, truth } = synthetic(accuracies.data);
  const scores = accuracies.scores.map((_, randomState) =>
    accuracy(new RandomForestClassifier({ ...accuracies.options, randomState }).fit(X, y).predict(T), truth),
  );
  assert.ok(Math.abs(mean(scores) - mean(accuracies.scores)) <= 0.01, `${mean(scores)}, ${mean(accuracies.scores)}`);
});

test("three threads grow the same forest as one", () => {
  const { X, y } = synthetic(accuracies.data);
  const forest = (nJobs: number) => new RandomForestClassifier({ nEstimators: 60, nJobs }).fit(X, y).trees;
  assert.deepEqual(forest(3), forest(1));
});

test("options that exclude each other are refused", () => {
  assert.throws(() => new RandomForestClassifier({ bootstrap: false, maxSamples: 0.5 }), /maxSamples = 0.5/);
  assert.throws(() => new RandomForestClassifier({ nEstimators: 0 }), /nEstimators = 0/);
});
