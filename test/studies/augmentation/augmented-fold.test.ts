import assert from "node:assert/strict";
import { test } from "node:test";
import { augmentedFold } from "../../../src/studies/augmentation/augmented-fold";

const METHODS = ["noise", "gain", "reverb"] as const;
const CLIPS = 10;
const FOLD = { train: [0, 1, 2, 5], test: [3, 4] };

test("copies of training clips join what is learnt from, and no copy is tested", () => {
  const fold = augmentedFold(FOLD, { methods: ["noise", "reverb"], mixUp: false }, METHODS, CLIPS);
  assert.deepEqual(fold, { train: [0, 1, 2, 5, 10, 11, 12, 15, 30, 31, 32, 35], test: [3, 4] });
});

test("where few clips are copied, as few rows are mixed", () => {
  const copied = new Set([1, 3, 5]);
  const fold = augmentedFold(FOLD, { methods: ["gain"], mixUp: true, copied }, METHODS, CLIPS);
  assert.deepEqual(fold, { train: [0, 1, 2, 5, 21, 25], test: [3, 4], mixedRows: 2 });
});

test("without augmentation a fold is as it is", () => {
  assert.deepEqual(augmentedFold(FOLD, { methods: [], mixUp: false }, METHODS, CLIPS), FOLD);
});
