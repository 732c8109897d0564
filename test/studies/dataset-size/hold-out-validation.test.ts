import assert from "node:assert/strict";
import { test } from "node:test";
import { holdOutValidation } from "../../../src/studies/dataset-size/hold-out-validation";

const items = (count: number) => Array.from({ length: count }, (_, item) => item);

test("a fifth of the groups is held out, and none of it learnt from", () => {
  const labels = items(40).map((item) => item % 4);
  const groups = items(40).map((item) => `composer ${Math.floor(item / 4)}`);
  const learnt = items(40).filter((item) => item !== 7);
  const { train, validation } = holdOutValidation(learnt, labels, groups, 1);
  assert.deepEqual(
    [...train, ...validation].sort((a, b) => a - b),
    learnt,
  );
  assert.ok(validation.length >= 7 && validation.length <= 8, String(validation.length));
  const held = new Set(validation.map((item) => groups[item]));
  assert.ok(train.every((item) => !held.has(groups[item]!)));
});

test("with many clips of few groups all are learnt from", () => {
  const labels = items(60).map((item) => item % 4);
  const groups = items(60).map((item) => `composer ${item % 3}`);
  assert.deepEqual(holdOutValidation(items(60), labels, groups, 1), { train: items(60), validation: [] });
});

test("with a class of few clips, or one that a single group has, all are learnt from", () => {
  const groups = items(40).map((item) => `composer ${Math.floor(item / 4)}`);
  const rare = items(40).map((item) => (item < 4 ? 1 : 0));
  assert.deepEqual(holdOutValidation(items(40), rare, groups, 1).validation, []);
  for (const seed of [1, 2, 3, 4, 5]) {
    const lonely = items(60).map((item) => (item < 6 ? 1 : 0));
    const sixes = items(60).map((item) => `composer ${Math.floor(item / 6)}`);
    const { train } = holdOutValidation(items(60), lonely, sixes, seed);
    assert.ok(
      train.some((item) => lonely[item] === 1),
      "the class is learnt",
    );
  }
});
