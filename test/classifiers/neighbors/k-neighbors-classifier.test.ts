import assert from "node:assert/strict";
import { test } from "node:test";
import { KNeighborsClassifier, type KNeighborsClassifierOptions } from "../../../src/classifiers";
import { golden } from "../../golden";
import { closest } from "../closest";
import { type SyntheticData, synthetic } from "../synthetic";

interface Case {
  readonly data: SyntheticData;
  readonly options: KNeighborsClassifierOptions;
  readonly predicted: number[];
  readonly proba: number[][];
  readonly distances: number[][];
}

/** The squares cancel: a distance near 0 keeps half of float64's digits. */
const DISTANCE_TOLERANCE = 1e-6;

for (const { data, options, ...expected } of golden<{ neighbours: Case[] }>("neighbours-bayes-floors").neighbours) {
  test(`neighbours vote as scikit-learn's: seed ${data.seed}, ${JSON.stringify(options)}`, () => {
    const { X, y, T } = synthetic(data);
    const model = new KNeighborsClassifier(options).fit(X, y);
    closest(model.kneighbors(T).distances, expected.distances.flat(), DISTANCE_TOLERANCE, "distances");
    closest(model.predictProba(T).data, expected.proba.flat(), DISTANCE_TOLERANCE, "proba");
    assert.deepEqual([...model.predict(T)], expected.predicted);
  });
}

test("one neighbour remembers the training rows", () => {
  const { X, y } = synthetic({ seed: 8, rows: 90, columns: 5, classes: 3, step: 0, grid: 0 });
  assert.deepEqual([...new KNeighborsClassifier({ nNeighbors: 1 }).fit(X, y).predict(X)], [...y]);
});

test("a row at distance 0 decides alone under distance weights", () => {
  const X = { data: Float32Array.from([0, 0.01, 0.02, 5]), shape: [4, 1] as const };
  const model = new KNeighborsClassifier({ nNeighbors: 3, weights: "distance" }).fit(X, [1, 0, 0, 0]);
  assert.deepEqual([...model.predictProba({ data: Float32Array.of(0), shape: [1, 1] }).data], [0, 1]);
});

test("of equal distances the rows that come first are neighbours", () => {
  const X = { data: Float32Array.from([1, -1, 1, -1]), shape: [4, 1] as const };
  const { indices } = new KNeighborsClassifier({ nNeighbors: 2 }).fit(X, [0, 1, 0, 1]).kneighbors({
    data: Float32Array.of(0),
    shape: [1, 1],
  });
  assert.deepEqual([...indices], [0, 1]);
});
