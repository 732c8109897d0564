import assert from "node:assert/strict";
import { test } from "node:test";
import { formatInterval, type Interval, points, verdictOn } from "../../../src/evaluation";

const interval = (low: number, high: number): Interval => ({ estimate: (low + high) / 2, low, high, level: 0.95 });

test("a claim is supported only when the whole interval agrees", () => {
  assert.equal(verdictOn(interval(0.01, 0.2), "above"), "supported");
  assert.equal(verdictOn(interval(-0.01, 0.2), "above"), "cannot be told from these data");
  assert.equal(verdictOn(interval(-0.2, -0.01), "above"), "not supported");
  assert.equal(verdictOn(interval(-0.2, -0.01), "below"), "supported");
});

test("the margin moves the bar", () => {
  assert.equal(verdictOn(interval(0.05, 0.15), "above", 0.2), "not supported");
  assert.equal(verdictOn(interval(0.05, 0.25), "above", 0.2), "cannot be told from these data");
  assert.equal(verdictOn(interval(-0.04, 0.25), "above", -0.05), "supported");
});

test("an interval that ends at the margin does not go beyond it", () => {
  assert.equal(verdictOn(interval(0, 0.2), "above"), "cannot be told from these data");
  assert.equal(verdictOn(interval(-0.2, 0), "below"), "cannot be told from these data");
  assert.equal(verdictOn(interval(-0.2, 0), "above"), "not supported");
  assert.equal(verdictOn(interval(0, 0.2), "below"), "not supported");
});

test("intervals are written as shares and as points of a hundred", () => {
  assert.equal(formatInterval(interval(0.55, 0.67)), "0.610 (0.55 to 0.67)");
  assert.equal(points(interval(-0.07, 0.012)), "-2.9 points (95 % interval -7.0 to 1.2)");
});
