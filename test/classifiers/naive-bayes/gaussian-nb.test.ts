import assert from "node:assert/strict";
import { test } from "node:test";
import { GaussianNB, type GaussianNBOptions } from "../../../src/classifiers";
import { golden } from "../../golden";
import { closest } from "../closest";
import { type SyntheticData, synthetic } from "../synthetic";

interface Case {
  readonly data: SyntheticData;
  readonly options: GaussianNBOptions;
  readonly predicted: number[];
  readonly proba: number[][];
  readonly theta: number[];
  readonly variance: number[];
}

/** Sums in another order than numpy's. */
const MOMENT_TOLERANCE = 1e-12;
/** Given out in float32. */
const PROBABILITY_TOLERANCE = 1e-6;

for (const { data, options, ...expected } of golden<{ bayes: Case[] }>("neighbours-bayes-floors").bayes) {
  test(`GaussianNB answers as scikit-learn's: seed ${data.seed}, ${JSON.stringify(options)}`, () => {
    const { X, y, T } = synthetic(data);
    const model = new GaussianNB(options).fit(X, y);
    closest(model.theta, expected.theta, MOMENT_TOLERANCE, "theta");
    closest(model.variance, expected.variance, MOMENT_TOLERANCE, "variance");
    closest(model.predictProba(T).data, expected.proba.flat(), PROBABILITY_TOLERANCE, "proba");
    assert.deepEqual([...model.predict(T)], expected.predicted);
  });
}

test("priors must be as many as the classes and sum to 1", () => {
  const { X, y } = synthetic({ seed: 8, rows: 90, columns: 5, classes: 3, step: 0, grid: 0 });
  assert.throws(() => new GaussianNB({ priors: [0.5, 0.6] }), /sum to 1.1/);
  assert.throws(() => new GaussianNB({ priors: [0.5, 0.5] }).fit(X, y), /2 priors for 3 classes/);
});
