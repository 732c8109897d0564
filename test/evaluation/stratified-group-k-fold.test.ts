import assert from "node:assert/strict";
import { test } from "node:test";
import { stratifiedGroupKFold } from "../../src/evaluation";
import { golden } from "../golden";

interface Case {
  readonly splits: number;
  readonly seed: number | null;
  readonly labels: number[];
  readonly groups: string[];
  readonly tests: number[][];
}

const { cases } = golden<{ cases: Case[] }>("stratified-group-k-fold");

for (const { splits, seed, labels, groups, tests } of cases) {
  test(`${labels.length} items in ${splits} folds, seed ${seed}: scikit-learn's indices`, () => {
    const folds = stratifiedGroupKFold(labels, groups, { splits, seed: seed ?? undefined });
    assert.deepEqual(
      folds.map((fold) => fold.test),
      tests,
    );
  });
}

test("no group stands on both sides of a fold, and each item is tested once", () => {
  const { labels, groups } = cases[3]!;
  const folds = stratifiedGroupKFold(labels, groups, { splits: 5, seed: 1 });
  for (const { train, test: tested } of folds) {
    const known = new Set(train.map((item) => groups[item]));
    assert.ok(tested.every((item) => !known.has(groups[item])));
    assert.equal(train.length + tested.length, labels.length);
  }
  assert.deepEqual(
    folds.flatMap((fold) => fold.test).sort((a, b) => a - b),
    labels.map((_, item) => item),
  );
});

test("more folds than groups is refused with the number of groups", () => {
  assert.throws(
    () => stratifiedGroupKFold([0, 1, 0, 1], ["a", "a", "b", "b"], { splits: 3 }),
    /more than the 2 groups/,
  );
});
