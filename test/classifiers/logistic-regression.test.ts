import assert from "node:assert/strict";
import { test } from "node:test";
import type { Matrix } from "../../src/arrays";
import { LogisticRegression, makePipeline, StandardScaler } from "../../src/classifiers";
import { golden } from "../golden";

interface Case {
  readonly C: number;
  readonly shape: [number, number];
  readonly X: number[];
  readonly y: number[];
  readonly mean: number[];
  readonly scale: number[];
  readonly coef: number[];
  readonly intercept: number[];
  readonly proba: number[];
  readonly predicted: number[];
}

const { cases } = golden<{ cases: Case[] }>("logistic-regression");
/** The scaled input passes through float32, 6e-8 of relative error a value; the minimum is flat, so it grows. */
const COEFFICIENT_TOLERANCE = 1e-4;
const PROBABILITY_TOLERANCE = 1e-5;

function closest(actual: ArrayLike<number>, expected: readonly number[], tolerance: number, what: string): void {
  const errors = expected.map((value, i) => Math.abs(value - actual[i]!));
  const worst = errors.indexOf(Math.max(...errors));
  assert.ok(
    errors[worst]! <= tolerance,
    `${what}: ${actual[worst]} against ${expected[worst]} at ${worst}, tolerance ${tolerance}`,
  );
}

for (const { C, shape, X, y, ...expected } of cases) {
  const matrix: Matrix = { data: Float32Array.from(X), shape };

  test(`StandardScaler equals scikit-learn's on ${shape.join(" x ")}`, () => {
    const scaler = new StandardScaler().fit(matrix);
    closest(scaler.mean, expected.mean, 1e-12, "mean");
    closest(scaler.scale, expected.scale, 1e-12, "scale");
  });

  test(`LogisticRegression(C=${C}) finds scikit-learn's coefficients on ${shape.join(" x ")}`, () => {
    const scaled = new StandardScaler().fit(matrix).transform(matrix);
    const model = new LogisticRegression({ C, tol: 1e-6, maxIter: 2000 }).fit(scaled, y);
    assert.ok(model.converged);
    closest(model.coef, expected.coef, COEFFICIENT_TOLERANCE, "coef");
    closest(model.intercept, expected.intercept, COEFFICIENT_TOLERANCE, "intercept");
    closest(model.predictProba(scaled).data, expected.proba, PROBABILITY_TOLERANCE, "proba");
    assert.deepEqual([...model.predict(scaled)], expected.predicted);
  });
}

test("a constant column neither breaks the scaler nor gets a weight", () => {
  const X: Matrix = { data: Float32Array.from([0.1, 1, 0.1, 2, 0.1, 3, 0.1, 4]), shape: [4, 2] };
  assert.deepEqual(
    [...new StandardScaler().fit(X).transform(X).data].filter((_, i) => i % 2 === 0),
    [0, 0, 0, 0],
  );
  const model = new LogisticRegression();
  makePipeline(new StandardScaler(), model).fit(X, [0, 0, 1, 1]);
  assert.equal(model.coef[0], 0);
});

test("a NaN is refused with its row and column", () => {
  const X: Matrix = { data: Float32Array.from([1, 2, 3, Number.NaN]), shape: [2, 2] };
  assert.throws(() => new LogisticRegression().fit(X, [0, 1]), /X holds NaN in row 1, column 1/);
});

test("rows and labels of different number are refused", () => {
  const X: Matrix = { data: new Float32Array(4), shape: [2, 2] };
  assert.throws(() => new LogisticRegression().fit(X, [0]), /2 rows against 1 labels/);
});
