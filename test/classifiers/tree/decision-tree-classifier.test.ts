import assert from "node:assert/strict";
import { test } from "node:test";
import { DecisionTreeClassifier, type DecisionTreeClassifierOptions } from "../../../src/classifiers";
import { golden } from "../../golden";
import { closest } from "../closest";
import { type SyntheticData, synthetic, takeRows } from "../synthetic";

interface Case {
  readonly data: SyntheticData;
  readonly options: DecisionTreeClassifierOptions;
  readonly weighted?: boolean;
  readonly feature: number[];
  readonly threshold: number[];
  readonly predicted: number[];
  readonly proba: number[][];
}

/** Shares are kept in float64 and given out in float32. */
const SHARE_TOLERANCE = 1e-7;

for (const { data, options, weighted, ...expected } of golden<{ cases: Case[] }>("decision-tree").cases) {
  test(`the tree is scikit-learn's, node for node: seed ${data.seed}, ${JSON.stringify(options)}${weighted ? ", weighted" : ""}`, () => {
    let { X, y, T } = synthetic(data);
    if (options.classWeight === "balanced") {
      const kept = [...y.keys()].filter((row) => y[row] === 0 || row % 4 === 0);
      X = takeRows(X, kept);
      y = Int32Array.from(kept, (row) => y[row]!);
    }
    const model = new DecisionTreeClassifier(options).fit(X, y, weighted ? y.map((_, row) => row % 3) : undefined);
    assert.deepEqual([...model.tree.feature], expected.feature);
    assert.deepEqual([...model.tree.threshold], expected.threshold);
    assert.deepEqual([...model.predict(T)], expected.predicted);
    closest(model.predictProba(T).data, expected.proba.flat(), SHARE_TOLERANCE, "proba");
  });
}

test("values closer than 1e-7 count as equal, and -0 equals 0", () => {
  const near = { data: Float32Array.from([0, 5e-8, 0, -0]), shape: [4, 1] as const };
  assert.deepEqual([...new DecisionTreeClassifier().fit(near, [0, 1, 0, 1]).tree.feature], [-1]);
  const apart = { data: Float32Array.from([-0, 1, 0, -1]), shape: [4, 1] as const };
  assert.deepEqual([...new DecisionTreeClassifier().fit(apart, [0, 1, 0, 1]).predict(apart)], [0, 1, 0, 1]);
});

test("rows of weight 0 take no part", () => {
  const X = { data: Float32Array.from([0, 1, 2, 3]), shape: [4, 1] as const };
  const model = new DecisionTreeClassifier().fit(X, [0, 0, 1, 1], [1, 1, 1, 0]);
  assert.deepEqual([...model.tree.threshold], [1.5, 0, 0]);
});

test("options out of range are refused by name", () => {
  assert.throws(() => new DecisionTreeClassifier({ maxDepth: 0 }), /maxDepth = 0/);
  assert.throws(() => new DecisionTreeClassifier({ minSamplesSplit: 1 }), /minSamplesSplit = 1/);
  assert.throws(() => new DecisionTreeClassifier({ maxFeatures: 1.5 }), /maxFeatures = 1.5/);
  const X = { data: new Float32Array(2), shape: [2, 1] as const };
  assert.throws(() => new DecisionTreeClassifier({ classWeight: { 1: -1 } }).fit(X, [0, 1]), /classWeight\[1\] = -1/);
  assert.throws(() => new DecisionTreeClassifier().fit(X, [0, 1], [1]), /1 weights for 2 rows/);
});
