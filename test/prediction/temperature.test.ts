import assert from "node:assert/strict";
import { test } from "node:test";
import { logLoss } from "../../src/evaluation";
import { fitTemperature, probabilitiesAt } from "../../src/prediction/temperature";

test("of scores that are right three times in four, the temperature makes three quarters", () => {
  // softmax(1 / T, 0) = 3/4 where 1 / T = ln 3.
  const scores = { data: Float32Array.from([1, 0, 1, 0, 1, 0, 1, 0]), shape: [4, 2] as const };
  const labels = [0, 0, 0, 1];
  const temperature = fitTemperature((each) => logLoss(labels, probabilitiesAt(scores, each)));
  assert.ok(Math.abs(temperature - 1 / Math.log(3)) < 1e-5, `${temperature}`);
  const { data } = probabilitiesAt(scores, temperature);
  assert.ok(Math.abs(data[0]! - 0.75) < 1e-5);
});

test("large scores overflow nothing, and each row sums to 1", () => {
  const { data } = probabilitiesAt({ data: Float32Array.from([900, 0, -900, 5, 5, 5]), shape: [2, 3] }, 0.01);
  assert.deepEqual([...data.subarray(0, 3)], [1, 0, 0]);
  assert.ok(data.subarray(3).every((share) => Math.abs(share - 1 / 3) < 1e-12));
});
