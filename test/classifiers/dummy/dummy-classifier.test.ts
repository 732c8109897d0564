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
