import assert from "node:assert/strict";
import { test } from "node:test";
import type { FitResult } from "../../../src/studies/fits/fit-task";
import { gatherPredictions, pairedDifference, scorePredictions } from "../../../src/studies/run/scores";

const GROUPS = ["a", "a", "b", "b", "c", "c"];
const LABELS = [0, 1, 2, 3, 0, 1];

/** A fit that names the given classes. */
function naming(...classes: number[]): Omit<FitResult, "columns"> {
  return {
    predicted: classes,
    probabilities: classes.flatMap((label) => [0, 1, 2, 3].map((other) => (other === label ? 0.7 : 0.1))),
    seconds: 1,
  };
}

test("predictions of all folds are put together in the order of the folds", () => {
  const folds = [{ test: [4, 5] }, { test: [0, 1, 2, 3] }];
  const predictions = gatherPredictions("majority", folds, [naming(0, 0), naming(0, 1, 2, 0)], LABELS, GROUPS);
  assert.deepEqual(predictions.items, [4, 5, 0, 1, 2, 3]);
  assert.deepEqual(predictions.predicted, [0, 0, 0, 1, 2, 0]);
  assert.deepEqual(predictions.truth, [0, 1, 0, 1, 2, 3]);
  assert.equal(predictions.seconds, 2);
  const score = scorePredictions(predictions);
  assert.equal(score.accuracy.estimate, 4 / 6);
  assert.equal(score.groups, 3);
  assert.ok(score.accuracy.low >= 0.5 && score.accuracy.high <= 1);
});

test("a difference is taken clip by clip, whatever the order of the folds", () => {
  const one = gatherPredictions("majority", [{ test: [0, 1, 2, 3, 4, 5] }], [naming(0, 1, 2, 3, 0, 1)], LABELS, GROUPS);
  const folds = [{ test: [5, 4] }, { test: [3, 2, 1, 0] }];
  const other = gatherPredictions("majority", folds, [naming(0, 0), naming(3, 2, 1, 1)], LABELS, GROUPS);
  assert.equal(pairedDifference(one, other).estimate.toFixed(6), (2 / 6).toFixed(6));
  assert.equal(pairedDifference(one, one).high, 0);
});

test("models that were asked about other clips are not compared", () => {
  const one = gatherPredictions("majority", [{ test: [0, 1, 2] }], [naming(0, 1, 2)], LABELS, GROUPS);
  const other = gatherPredictions("majority", [{ test: [0, 1, 3] }], [naming(0, 1, 3)], LABELS, GROUPS);
  assert.throws(() => pairedDifference(one, other), /tested on different items/);
});
