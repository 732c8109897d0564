import assert from "node:assert/strict";
import { test } from "node:test";
import { groupBootstrap, wilsonInterval } from "../../src/evaluation";
import { MT19937 } from "../../src/random";

test("Wilson's interval of the study's RNN, 48 of 90, is the published one", () => {
  const { low, high } = wilsonInterval(48, 90);
  assert.equal(low.toFixed(2), "0.43");
  assert.equal(high.toFixed(2), "0.63");
});

// scipy 1.17.1: binomtest(k, n).proportion_ci(method="wilson").
const SCIPY_WILSON: [number, number, number, number][] = [
  [48, 90, 0.4310218745393534, 0.6329157504230247],
  [1, 7, 0.02567962434474358, 0.5131278292743189],
  [0, 10, 0, 0.27753279986288926],
];
for (const [successes, trials, low, high] of SCIPY_WILSON) {
  test(`Wilson's interval of ${successes} of ${trials} is scipy's`, () => {
    const found = wilsonInterval(successes, trials);
    assert.ok(Math.abs(found.low - low) < 1e-12 && Math.abs(found.high - high) < 1e-12, JSON.stringify(found));
  });
}

test("the bootstrap's interval is the one that numpy draws with the same seed", () => {
  // numpy.random.RandomState(5), 2000 means of values[floor(7 * random_sample(7))], quantiles .025 and .975.
  const values = [0, 1, 1, 2, 5, 8, 13];
  const { low, high } = groupBootstrap(
    values.map((_, i) => `g${i}`),
    (items) => items.reduce((sum, item) => sum + values[item]!, 0) / items.length,
    { seed: 5 },
  );
  assert.equal(low.toFixed(12), (1.4285714285714286).toFixed(12));
  assert.equal(high.toFixed(12), (7.857142857142857).toFixed(12));
});

test("Wilson's interval stays within 0 and 1 at the ends", () => {
  assert.ok(Math.abs(wilsonInterval(0, 10).low) < 1e-12);
  assert.ok(wilsonInterval(0, 10).high > 0.2);
  assert.ok(Math.abs(wilsonInterval(10, 10).high - 1) < 1e-12);
});

test("impossible counts are refused", () => {
  assert.throws(() => wilsonInterval(3, 2), /3 successes in 2 trials/);
});

test("groups that agree within themselves widen the bootstrap's interval", () => {
  const random = new MT19937(3);
  const values = Array.from({ length: 40 }, () => (random.random() < 0.6 ? 1 : 0)).flatMap((value) =>
    Array(10).fill(value),
  );
  const mean = (items: readonly number[]) => items.reduce((sum, item) => sum + values[item]!, 0) / items.length;
  const byGroup = groupBootstrap(
    values.map((_, i) => `g${Math.floor(i / 10)}`),
    mean,
  );
  const byItem = groupBootstrap(
    values.map((_, i) => `g${i}`),
    mean,
  );
  // 10 equal items in a group carry the information of one: the interval is about sqrt(10) times as wide.
  const ratio = (byGroup.high - byGroup.low) / (byItem.high - byItem.low);
  assert.ok(ratio > 2.6 && ratio < 3.8, `ratio ${ratio}`);
});

test("the bootstrap covers the truth about 95 times in 100", () => {
  let covered = 0;
  for (let run = 0; run < 200; run++) {
    const random = new MT19937(run);
    const values = Array.from({ length: 60 }, () => random.normal());
    const { low, high } = groupBootstrap(
      values.map((_, i) => `g${i}`),
      (items) => items.reduce((sum, item) => sum + values[item]!, 0) / items.length,
      { draws: 400, seed: run },
    );
    if (low <= 0 && 0 <= high) covered++;
  }
  assert.ok(covered >= 180 && covered <= 199, `${covered} of 200`);
});

test("the same seed draws the same interval", () => {
  const groups = Array.from({ length: 30 }, (_, i) => `g${i}`);
  const mean = (items: readonly number[]) => items.reduce((sum, item) => sum + item, 0) / items.length;
  assert.deepEqual(groupBootstrap(groups, mean, { seed: 5 }), groupBootstrap(groups, mean, { seed: 5 }));
  assert.notDeepEqual(groupBootstrap(groups, mean, { seed: 5 }), groupBootstrap(groups, mean, { seed: 6 }));
});
