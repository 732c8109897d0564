import assert from "node:assert/strict";
import { test } from "node:test";
import { studentInterval } from "../../../src/evaluation";

test("the interval of scipy.stats.t over a sample", () => {
  // scipy 1.17.1: stats.t.interval(0.95, 4, loc=numpy.mean(x), scale=stats.sem(x))
  const { estimate, low, high } = studentInterval([0.5, 0.53, 0.48, 0.55, 0.51]);
  assert.ok(Math.abs(estimate - 0.514) < 1e-12);
  assert.ok(Math.abs(low - 0.4804520861507334) < 1e-9, String(low));
  assert.ok(Math.abs(high - 0.5475479138492666) < 1e-9, String(high));
});

test("one number has no interval, nor have numbers that are not finite", () => {
  assert.throws(() => studentInterval([0.5]), { tag: "bad-argument" });
  assert.throws(() => studentInterval([0.5, Number.NaN]), { tag: "bad-argument" });
});
