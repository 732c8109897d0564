import assert from "node:assert/strict";
import { test } from "node:test";
import type { Matrix } from "../../src/arrays";
import {
  gramMatrix,
  LinearDiscriminantAnalysis,
  LinearSVC,
  LogisticRegression,
  PCA,
  RidgeClassifier,
  SVC,
} from "../../src/classifiers";
import { MT19937 } from "../../src/random";
import { closest } from "./goldens";

/** Where two ways to one minimum stop. */
const TOLERANCE = 1e-4;

/** Rows of three classes, the same for the same sizes. */
function problem(rows: number, columns: number): { X: Matrix; y: number[] } {
  const random = new MT19937(9);
  const y = Array.from({ length: rows }, (_, row) => (row * row) % 3);
  const data = Float32Array.from({ length: rows * columns }, (_, at) => {
    return random.normal() + (at % columns) / 50 + (y[Math.floor(at / columns)]! === at % 3 ? 0.8 : 0);
  });
  return { X: { data, shape: [rows, columns] }, y };
}

/** Each column `times` times over, divided by the root of it: all inner products stay as they are. */
function repeatColumns({ data, shape: [rows, columns] }: Matrix, times: number): Matrix {
  const wide = new Float32Array(rows * columns * times);
  for (let at = 0; at < wide.length; at++) {
    const row = Math.floor(at / (columns * times));
    wide[at] = data[row * columns + (at % columns)]! / Math.sqrt(times);
  }
  return { data: wide, shape: [rows, columns * times] };
}

const { X, y } = problem(60, 20);
const wide = repeatColumns(X, 9);
const unseen = problem(30, 20).X;
const wideUnseen = repeatColumns(unseen, 9);

const models = {
  LogisticRegression: () => new LogisticRegression({ tol: 1e-8, maxIter: 5000 }),
  "LogisticRegression without intercept": () =>
    new LogisticRegression({ tol: 1e-8, maxIter: 5000, fitIntercept: false, classWeight: "balanced" }),
  RidgeClassifier: () => new RidgeClassifier({ classWeight: "balanced" }),
  "LinearSVC, primal": () => new LinearSVC({ C: 0.1, dual: false, tol: 1e-8, maxIter: 10_000 }),
  "LinearSVC, dual": () => new LinearSVC({ C: 0.1, dual: true, tol: 1e-8, maxIter: 100_000 }),
  "LinearSVC, hinge": () => new LinearSVC({ C: 0.1, loss: "hinge", tol: 1e-8, maxIter: 100_000 }),
  LinearDiscriminantAnalysis: () => new LinearDiscriminantAnalysis(),
};

for (const [name, make] of Object.entries(models)) {
  test(`${name} on nine times as many columns as it needs is the same model, found through the rows`, () => {
    const narrow = make().fit(X, y);
    const broad = make().fit(wide, y);
    closest(broad.decisionFunction(wideUnseen).data, narrow.decisionFunction(unseen).data, TOLERANCE, "scores");
    closest(broad.intercept, narrow.intercept, TOLERANCE, "intercept");
    assert.deepEqual(broad.predict(wideUnseen), narrow.predict(unseen));
    // The weights of a column's copies are alike, and together the weight of the column.
    const shared = narrow.coef.map((weight) => weight / 3);
    for (const copy of [0, 8]) {
      const weights = Float64Array.from(shared, (_, i) => broad.coef[Math.floor(i / 20) * 180 + copy * 20 + (i % 20)]!);
      closest(weights, shared, TOLERANCE, `weights of copy ${copy}`);
    }
  });
}

test("principal components of nine times as many columns give the same coordinates", () => {
  const narrow = new PCA({ nComponents: 5 }).fit(X);
  const broad = new PCA({ nComponents: 5 }).fit(wide);
  closest(broad.explainedVariance, narrow.explainedVariance, 1e-5, "variance");
  closest(broad.transform(wideUnseen).data, narrow.transform(unseen).data.map(Math.abs), 1e-4, "coordinates", Math.abs);
});

test("a Gram matrix tells SVC what linear products do", () => {
  const linear = new SVC({ kernel: "linear" }).fit(wide, y);
  const precomputed = new SVC({ kernel: "precomputed" }).fit(gramMatrix(wide), y);
  assert.deepEqual(precomputed.predict(gramMatrix(wide)), linear.predict(wide));
});

test("rows that are alike, and columns that never vary, span less than their number", () => {
  const twice: Matrix = { data: Float32Array.from([...wide.data, ...wide.data]), shape: [120, 180] };
  const labels = [...y, ...y];
  const once = new LogisticRegression({ C: 2, tol: 1e-8, maxIter: 5000 }).fit(wide, y);
  const again = new LogisticRegression({ C: 1, tol: 1e-8, maxIter: 5000 }).fit(twice, labels);
  closest(again.coef, once.coef, TOLERANCE, "coef");
  const constant: Matrix = { data: new Float32Array(10 * 40).fill(3), shape: [10, 40] };
  const prior = new LogisticRegression().fit(constant, [0, 0, 0, 0, 0, 0, 0, 1, 1, 1]);
  assert.ok(prior.coef.every((weight) => weight === 0));
  assert.ok(Math.abs(prior.intercept[0]! - Math.log(3 / 7)) < 1e-3);
});
