import assert from "node:assert/strict";
import { test } from "node:test";
import { Ridge, regressorFromJson } from "../../../src/classifiers";
import { MT19937 } from "../../../src/random";

function matrix(rows: number, columns: number, value: (row: number, column: number) => number) {
  const data = Float32Array.from({ length: rows * columns }, (_, at) => value(Math.floor(at / columns), at % columns));
  return { data, shape: [rows, columns] } as const;
}

test("one column: slope and intercept are those of the closed form", () => {
  const x = [0, 1, 2, 5];
  const y = [1, 3, 2, 8];
  const alpha = 0.5;
  const [meanX, meanY] = [2, 3.5];
  const products = x.reduce((sum, value, i) => sum + (value - meanX) * (y[i]! - meanY), 0);
  const squares = x.reduce((sum, value) => sum + (value - meanX) ** 2, 0);
  const slope = products / (squares + alpha);
  const { coef, intercept } = new Ridge({ alpha }).fit(
    matrix(4, 1, (row) => x[row]!),
    matrix(4, 1, (row) => y[row]!),
  );
  assert.ok(Math.abs(coef[0]! - slope) < 1e-12);
  assert.ok(Math.abs(intercept[0]! - (meanY - slope * meanX)) < 1e-12);
});

// What is minimised is smooth: at the minimum its slope is 0, whichever equations were solved.
for (const [rows, columns] of [
  [60, 9],
  [12, 30],
] as const) {
  test(`${rows} rows, ${columns} columns, two outputs: the slope is 0, and JSON predicts the same`, () => {
    const random = new MT19937(5);
    const alpha = 3;
    const X = matrix(rows, columns, () => random.normal() + 1);
    const y = matrix(rows, 2, () => random.normal());
    const model = new Ridge({ alpha }).fit(X, y);
    const { coef, intercept } = model;
    const fitted = model.predict(X);
    for (let k = 0; k < 2; k++) {
      const errors = Float64Array.from({ length: rows }, (_, row) => {
        let sum = intercept[k]! - y.data[row * 2 + k]!;
        for (let column = 0; column < columns; column++) {
          sum += coef[k * columns + column]! * X.data[row * columns + column]!;
        }
        assert.ok(Math.abs(fitted.data[row * 2 + k]! - sum - y.data[row * 2 + k]!) < 1e-5);
        return sum;
      });
      assert.ok(Math.abs(errors.reduce((a, b) => a + b, 0)) < 1e-9);
      for (let column = 0; column < columns; column++) {
        const slope = errors.reduce(
          (sum, error, row) => sum + error * X.data[row * columns + column]!,
          alpha * coef[k * columns + column]!,
        );
        assert.ok(Math.abs(slope) < 1e-9, `${slope}`);
      }
    }
    assert.deepEqual(regressorFromJson(JSON.stringify(model)).predict(X), fitted);
  });
}

test("targets that do not fit the rows are refused", () => {
  const X = matrix(3, 2, (row) => row);
  assert.throws(
    () =>
      new Ridge().fit(
        X,
        matrix(2, 1, () => 0),
      ),
    /3 rows against 2 targets/,
  );
  assert.throws(
    () =>
      new Ridge().fit(
        X,
        matrix(3, 1, () => Number.NaN),
      ),
    /targets.* row 0/,
  );
  assert.throws(() => new Ridge({ alpha: -1 }), /alpha = -1/);
});
