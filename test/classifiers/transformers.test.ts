import assert from "node:assert/strict";
import { test } from "node:test";
import type { Matrix } from "../../src/arrays";
import { PCA, ReliefF, SelectKBest, StandardScaler } from "../../src/classifiers";
import { closest, construct, dataOf, goldens } from "./goldens";

/** float32 of the results. */
const TOLERANCE = 2e-6;
/** Components come from squares of what scikit-learn takes singular values of. */
const PCA_TOLERANCE = 1e-5;

for (const { name, options, data, transformed, scores, ratios } of goldens.transformers) {
  test(`${name} ${JSON.stringify(options)} transforms as scikit-learn on ${data}`, () => {
    const { X, y, unseen } = dataOf(data);
    const transformer = construct(name, options).fit(X, y);
    const tolerance = name === "PCA" ? PCA_TOLERANCE : TOLERANCE;
    closest(transformer.transform(unseen).data, transformed, tolerance, "transformed");
    if (scores !== undefined) closest((transformer as SelectKBest).scores, scores, TOLERANCE, "F");
    if (ratios !== undefined) closest((transformer as PCA).explainedVarianceRatio, ratios, 1e-9, "ratios");
  });
}

for (const { data, k, weights } of goldens.relief) {
  test(`ReliefF with ${k} neighbours weighs the columns of ${data} as its definition does`, () => {
    const { X, y } = dataOf(data);
    const selector = new ReliefF({ nNeighbors: k, nFeaturesToSelect: 2 }).fit(X, y);
    closest(selector.featureImportances, weights, 1e-9, "weights");
    const best = [...weights.keys()].sort((a, b) => weights[b]! - weights[a]!).slice(0, 2);
    const { data: kept, shape } = selector.transform(X);
    assert.deepEqual(shape, [X.shape[0], 2]);
    assert.deepEqual(
      [...kept.subarray(0, 2)],
      best.sort((a, b) => a - b).map((column) => X.data[column]),
    );
  });
}

test("ReliefF finds a column that matters only together with another", () => {
  // The label is the exclusive or of two columns, which no F-value sees.
  const rows = 200;
  const y = Array.from({ length: rows }, (_, i) => (i & 1) ^ ((i >> 1) & 1));
  const data = Float32Array.from({ length: rows * 4 }, (_, at) => {
    const [row, column] = [Math.floor(at / 4), at % 4];
    return column < 2 ? (row >> column) & 1 : ((row * (column * 37 + 11)) % 101) / 101;
  });
  const weights = new ReliefF({ nFeaturesToSelect: 2 }).fit({ data, shape: [rows, 4] }, y);
  assert.ok(weights.featureImportances[0]! > 0.3 && weights.featureImportances[1]! > 0.3);
  assert.ok(weights.featureImportances[2]! < 0.1 && weights.featureImportances[3]! < 0.1);
});

test("a column that never varies is neither scaled to infinity nor chosen", () => {
  const X: Matrix = { data: Float32Array.from([5, 1, 5, 2, 5, 3, 5, 4]), shape: [4, 2] };
  const scaled = new StandardScaler().fit(X).transform(X).data;
  assert.deepEqual([scaled[0], scaled[2]], [0, 0]);
  const selector = new SelectKBest({ k: 1 }).fit(X, [0, 0, 1, 1]);
  assert.deepEqual([...selector.support], [1]);
  assert.ok(Number.isNaN(selector.scores[0]));
  assert.deepEqual([...new SelectKBest({ k: 9 }).fit(X, [0, 0, 1, 1]).support], [0, 1], "all, where fewer are there");
  assert.ok(new PCA().fit(X).transform(X).data.every(Number.isFinite));
});

test("StandardScaler without a copy writes where it reads", () => {
  const X: Matrix = { data: Float32Array.from([1, 3]), shape: [2, 1] };
  const scaled = new StandardScaler({ copy: false }).fit(X).transform(X);
  assert.equal(scaled.data, X.data);
  assert.deepEqual([...X.data], [-1, 1]);
});
