import assert from "node:assert/strict";
import { test } from "node:test";
import { MixUp, type TrainingRows } from "../../../src/evaluation";
import { golden } from "../../golden";

const facts = golden<{
  seed: number;
  alpha: number;
  rows: number;
  mixed: { first: number; second: number; share: number; first_named: boolean }[];
}>("effects");

/** Row r holds r and 10 r, has label r, group "gr" and is item 100 + r. */
const GIVEN: TrainingRows = {
  X: {
    data: Float32Array.from({ length: 2 * facts.rows }, (_, i) => (i % 2 ? 10 : 1) * Math.floor(i / 2)),
    shape: [facts.rows, 2],
  },
  y: Int32Array.from({ length: facts.rows }, (_, r) => r),
  groups: Array.from({ length: facts.rows }, (_, r) => `g${r}`),
  items: Array.from({ length: facts.rows }, (_, r) => 100 + r),
};

test("pairs, shares and labels are numpy's draws; the rows themselves come first, unchanged", () => {
  const options = { randomState: facts.seed, alpha: facts.alpha, rows: facts.mixed.length };
  const { X, y, groups, items } = new MixUp(options).resample(GIVEN);
  assert.deepEqual(X.shape, [facts.rows + facts.mixed.length, 2]);
  assert.deepEqual(X.data.subarray(0, 2 * facts.rows), GIVEN.X.data);
  facts.mixed.forEach(({ first, second, share, first_named }, i) => {
    const row = facts.rows + i;
    const mean = share * first + (1 - share) * second;
    assert.ok(Math.abs(X.data[2 * row]! - mean) < 1e-6, `row ${row}: ${X.data[2 * row]} for ${mean}`);
    assert.ok(Math.abs(X.data[2 * row + 1]! - 10 * mean) < 1e-5);
    const named = first_named ? first : second;
    assert.deepEqual([y[row], groups[row], items[row]], [named, `g${named}`, 100 + named]);
  });
});

test("as many rows are added as there are, or none", () => {
  assert.equal(new MixUp({ randomState: 1 }).resample(GIVEN).y.length, 2 * facts.rows);
  assert.deepEqual(new MixUp({ randomState: 1, rows: 0 }).resample(GIVEN), GIVEN);
});

test("labels are named as often as their shares say", () => {
  const given: TrainingRows = {
    X: { data: Float32Array.of(0, 1), shape: [2, 1] },
    y: Int32Array.of(0, 1),
    groups: ["a", "b"],
    items: [0, 1],
  };
  const rows = 20_000;
  const { X, y } = new MixUp({ randomState: 2, alpha: 1, rows }).resample(given);
  // The row's value is the share of label 1: where it lies around a quarter, a quarter of the rows are named so.
  const near = [...X.data.keys()].slice(2).filter((row) => Math.abs(X.data[row]! - 0.25) < 0.05);
  const named = near.filter((row) => y[row] === 1).length / near.length;
  assert.ok(near.length > 500 && Math.abs(named - 0.25) < 0.04, `${named} of ${near.length}`);
});

test("shares and numbers of rows that cannot be are refused", () => {
  assert.throws(() => new MixUp({ randomState: 0, alpha: 0 }), { tag: "bad-argument", message: /alpha = 0/ });
  assert.throws(() => new MixUp({ randomState: 0, alpha: 2 }), { tag: "bad-argument", message: /alpha = 2/ });
  assert.throws(() => new MixUp({ randomState: 0, rows: 1.5 }), { tag: "bad-argument", message: /rows = 1.5/ });
});
