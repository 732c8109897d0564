import assert from "node:assert/strict";
import { test } from "node:test";
import { accuracyScore, confusionMatrix, macroF1Score } from "../../src/evaluation";
import { golden } from "../golden";

interface Case {
  readonly truth: number[];
  readonly predicted: number[];
  readonly accuracy: number;
  readonly macroF1: number;
  readonly confusion: number[][];
}

const { cases } = golden<{ cases: Case[] }>("metrics");

cases.forEach(({ truth, predicted, ...expected }, index) => {
  test(`case ${index} scores as scikit-learn scores it`, () => {
    assert.ok(Math.abs(accuracyScore(truth, predicted) - expected.accuracy) < 1e-12);
    assert.ok(Math.abs(macroF1Score(truth, predicted, 4) - expected.macroF1) < 1e-12);
    assert.deepEqual([...confusionMatrix(truth, predicted, 4).counts], expected.confusion.flat());
  });
});

test("a label outside its range is refused with its place", () => {
  assert.throws(() => confusionMatrix([0, 4], [0, 0], 4), /label 4 at 1 is not one of 0 to 3/);
});

test("lists of different length are refused", () => {
  assert.throws(() => accuracyScore([0, 1], [0]), /2 true labels against 1 predictions/);
});
