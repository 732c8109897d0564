import assert from "node:assert/strict";
import { test } from "node:test";
import { RidgeClassifier } from "../../../src/classifiers";
import { MT19937 } from "../../../src/random";

const ROWS = 520;
/** More than the scatter of which is made in float64. */
const COLUMNS = 430;

// What is minimised is smooth: at the minimum its slope is 0, whichever way that was found.
for (const fitIntercept of [true, false]) {
  test(`many columns: the slope is 0 at the solution, ${fitIntercept ? "with" : "without"} intercept`, () => {
    const random = new MT19937(2);
    const y = Array.from({ length: ROWS }, (_, row) => row % 3);
    const data = Float32Array.from({ length: ROWS * COLUMNS }, (_, at) => random.normal() + 3 + (at % 7));
    const alpha = 0.5;
    const { coef, intercept } = new RidgeClassifier({ alpha, fitIntercept }).fit({ data, shape: [ROWS, COLUMNS] }, y);
    if (!fitIntercept) assert.deepEqual([...intercept], [0, 0, 0]);
    for (let k = 0; k < 3; k++) {
      const slope = Float64Array.from({ length: COLUMNS }, (_, column) => alpha * coef[k * COLUMNS + column]!);
      for (let row = 0; row < ROWS; row++) {
        let error = intercept[k]! - (y[row] === k ? 1 : -1);
        for (let column = 0; column < COLUMNS; column++) {
          error += coef[k * COLUMNS + column]! * data[row * COLUMNS + column]!;
        }
        for (let column = 0; column < COLUMNS; column++) slope[column]! += error * data[row * COLUMNS + column]!;
      }
      // Each is a sum of 520 products of some 10: float32 alone would leave 1e-2.
      assert.ok(
        slope.every((value) => Math.abs(value) < 1e-6),
        `${Math.max(...slope.map(Math.abs))}`,
      );
    }
  });
}
