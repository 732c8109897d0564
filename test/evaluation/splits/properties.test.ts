import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  type Fold,
  groupKFold,
  groupShuffleSplit,
  kFold,
  stratifiedGroupKFold,
  stratifiedKFold,
  stratifiedShuffleSplit,
} from "../../../src/evaluation";

/** 20 to 60 items of 3 classes in 8 groups, all classes and groups there. */
const items = fc
  .array(fc.tuple(fc.nat(2), fc.nat(7)), { minLength: 12, maxLength: 52 })
  .map((drawn) => [...Array.from({ length: 8 }, (_, i) => [i % 3, i] as const), ...drawn])
  .map((all) => ({ labels: all.map(([label]) => label), groups: all.map(([, group]) => `g${group}`) }));
const nSplits = fc.integer({ min: 2, max: 6 });
const seed = fc.option(fc.nat(2 ** 32 - 1), { nil: undefined });

function assertPartition(folds: readonly Fold[], count: number): void {
  const all = Array.from({ length: count }, (_, item) => item);
  const sorted = (values: readonly number[]) => [...values].sort((a, b) => a - b);
  assert.deepEqual(sorted(folds.flatMap(({ test: tested }) => tested)), all);
  for (const { train, test: tested } of folds) assert.deepEqual(sorted([...train, ...tested]), all);
}

function assertUnsplit(folds: readonly Fold[], groups: readonly string[]): void {
  for (const { train, test: tested } of folds) {
    const trained = new Set(train.map((item) => groups[item]));
    assert.ok(tested.every((item) => !trained.has(groups[item])));
  }
}

test("k folds test every item once and train on all others; groups stay whole", () => {
  fc.assert(
    fc.property(items, nSplits, seed, ({ labels, groups }, splits, randomState) => {
      const options = { nSplits: splits, randomState };
      const grouped = [groupKFold(groups, options), stratifiedGroupKFold(labels, groups, options)];
      for (const folds of [kFold(labels.length, options), stratifiedKFold(labels, options), ...grouped]) {
        assert.equal(folds.length, splits);
        assertPartition(folds, labels.length);
      }
      for (const folds of grouped) assertUnsplit(folds, groups);
    }),
  );
});

test("folds of equal size and, if stratified, of equal class counts differ by one item at the most", () => {
  fc.assert(
    fc.property(items, nSplits, seed, ({ labels }, splits, randomState) => {
      const options = { nSplits: splits, randomState };
      const spread = (folds: readonly Fold[], label?: number) => {
        const counts = folds.map(
          (fold) => fold.test.filter((item) => label === undefined || labels[item] === label).length,
        );
        return Math.max(...counts) - Math.min(...counts);
      };
      assert.ok(spread(kFold(labels.length, options)) <= 1);
      for (const label of [0, 1, 2]) assert.ok(spread(stratifiedKFold(labels, options), label) <= 1);
    }),
  );
});

test("hold-outs share no item and, if grouped, no group; stratified ones hold every class on both sides", () => {
  fc.assert(
    fc.property(items, fc.nat(2 ** 32 - 1), ({ labels, groups }, randomState) => {
      const grouped = groupShuffleSplit(groups, { randomState, testSize: 0.3 });
      assertUnsplit(grouped, groups);
      assert.ok(grouped.every(({ train, test: tested }) => train.length + tested.length === labels.length));
      for (const { train, test: tested } of stratifiedShuffleSplit(labels, {
        randomState,
        testSize: 0.4,
        nSplits: 2,
      })) {
        assert.equal(new Set([...train, ...tested]).size, labels.length);
        for (const side of [train, tested]) assert.equal(new Set(side.map((item) => labels[item])).size, 3);
      }
    }),
  );
});

test("renaming the classes leaves stratified folds alone", () => {
  fc.assert(
    fc.property(items, seed, ({ labels }, randomState) => {
      const renamed = labels.map((label) => 10 * (3 - label));
      assert.deepEqual(stratifiedKFold(renamed, { randomState }), stratifiedKFold(labels, { randomState }));
    }),
  );
});
