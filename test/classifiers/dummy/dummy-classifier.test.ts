import assert from "node:assert/strict";
import { test } from "node:test";
import { DummyClassifier, type DummyClassifierOptions } from "../../../src/classifiers";
import { golden } from "../../golden";
import { closest } from "../closest";
import { type SyntheticData, synthetic } from "../synthetic";

interface Case {
  readonly data: SyntheticData;
  readonly options: DummyClassifierOptions;
  readonly predicted: number[];
  readonly proba: number[][];
}

for (const { data, options, predicted, proba } of golden<{ floors: Case[] }>("neighbours-bayes-floors").floors) {
  test(`the floor draws what numpy draws: ${JSON.stringify(options)}`, () => {
    const { X, y, T } = synthetic(data);
    const model = new DummyClassifier(options).fit(X, y);
    assert.deepEqual([...model.predict(T)], predicted);
    closest(model.predictProba(T).data, proba.flat(), 1e-7, "proba");
  });
}

test("a class of more than half is drawn by numpy's other branch", () => {
  const X = { data: new Float32Array(12), shape: [12, 1] as const };
  const draw = (common: number): number[] => {
    const y = Array.from({ length: 10 }, (_, i) => (i < 8 ? common : 1 - common));
    const model = new DummyClassifier({ strategy: "stratified" }).fit(
      { data: new Float32Array(10), shape: [10, 1] },
      y,
    );
    return [...model.predict(X)];
  };
  // scikit-learn 1.9.0, DummyClassifier(strategy="stratified", random_state=0).
  assert.deepEqual(draw(1), [1, 1, 1, 1, 1, 1, 1, 0, 0, 1, 1, 1]);
  assert.deepEqual(draw(0), [0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0]);
});
