import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { groupBootstrap, pairedBootstrap } from "../../../src/evaluation";
import { MT19937 } from "../../../src/random";
import { golden } from "../../golden";
import { assertClose, assertRefused } from "../close";

interface Case {
  readonly values: number[];
  readonly groups: number[];
  readonly randomState: number;
  readonly nResamples: number;
  readonly method: "percentile" | "bca";
  readonly level: number;
  readonly low: number;
  readonly high: number;
}

const { cases } = golden<{ cases: Case[] }>("bootstraps");

function meanOf(values: readonly number[]): (items: readonly number[]) => number {
  return (items) => items.reduce((sum, item) => sum + values[item]!, 0) / items.length;
}

for (const { values, groups, randomState, nResamples, method, level, low, high } of cases) {
  const count = new Set(groups).size;
  test(`${method} interval at ${level} of ${values.length} items in ${count} groups is scipy's, draw for draw`, () => {
    const found = groupBootstrap(groups, meanOf(values), { randomState, nResamples, method, confidenceLevel: level });
    assertClose([found.low, found.high], [low, high], "interval");
    assert.equal(found.level, level);
  });
}

test("a statistic that no draw changes has an interval of no width", () => {
  for (const method of ["percentile", "bca"] as const) {
    const { estimate, low, high } = groupBootstrap(["a", "b", "c"], () => 1, { method });
    assert.deepEqual([estimate, low, high], [1, 1, 1]);
  }
});

test("groups that agree within themselves widen the interval", () => {
  const random = new MT19937(3);
  const values = Array.from({ length: 40 }, () => (random.random() < 0.6 ? 1 : 0)).flatMap((value) =>
    Array(10).fill(value),
  );
  const width = (groups: number[]) => {
    const { low, high } = groupBootstrap(groups, meanOf(values));
    return high - low;
  };
  // 10 equal items in a group carry the information of one: the interval is about sqrt(10) times as wide.
  const ratio = width(values.map((_, i) => Math.floor(i / 10))) / width(values.map((_, i) => i));
  assert.ok(ratio > 2.6 && ratio < 3.8, `ratio ${ratio}`);
});

test("the interval covers the truth about 95 times in 100", () => {
  let covered = 0;
  for (let run = 0; run < 200; run++) {
    const random = new MT19937(run);
    const values = Array.from({ length: 60 }, () => random.normal());
    const options = { nResamples: 400, randomState: run };
    const { low, high } = groupBootstrap(
      values.map((_, i) => i),
      meanOf(values),
      options,
    );
    if (low <= 0 && 0 <= high) covered++;
  }
  assert.ok(covered >= 180 && covered <= 199, `${covered} of 200`);
});

test("the same seed draws the same interval, another seed another", () => {
  const groups = Array.from({ length: 30 }, (_, i) => `g${i}`);
  const draw = (randomState: number) => groupBootstrap(groups, meanOf(groups.map((_, i) => i)), { randomState });
  assert.deepEqual(draw(5), draw(5));
  assert.notDeepEqual(draw(5), draw(6));
});

test("what two models share cancels in a paired difference", () => {
  const random = new MT19937(1);
  const hardness = Array.from({ length: 60 }, () => 5 * random.normal());
  const better = hardness.map((value) => value + 0.5 + 0.2 * random.normal());
  const groups = hardness.map((_, i) => i);
  const paired = pairedBootstrap(groups, meanOf(better), meanOf(hardness));
  assert.ok(paired.low > 0.4 && paired.high < 0.6, `${paired.low} to ${paired.high}`);
  assertClose(paired.pValue, 2 / 2001, "no draw on the other side of 0");
  const alone = groupBootstrap(groups, meanOf(better));
  assert.ok(alone.high - alone.low > 1);
});

test("a paired difference is that of one bootstrap; its p-value is 1 for models that are the same", () => {
  const { values, groups } = cases[8]!;
  const half = values.map((value) => value / 2);
  for (const method of ["percentile", "bca"] as const) {
    const options = { nResamples: 300, randomState: 4, method };
    const { pValue, ...interval } = pairedBootstrap(groups, meanOf(values), meanOf(half), options);
    assert.deepEqual(
      interval,
      groupBootstrap(groups, (items) => meanOf(values)(items) - meanOf(half)(items), options),
    );
    const reversed = pairedBootstrap(groups, meanOf(half), meanOf(values), options);
    assert.equal(pValue, reversed.pValue);
    assert.ok(pValue > 0 && pValue < 0.05);
    assert.equal(pairedBootstrap(groups, meanOf(values), meanOf(values), options).pValue, 1);
  }
});

test("the p-value of a paired bootstrap is that of its draws, counted by hand", () => {
  const values = [3, -1, 2, -2, 1, 1];
  const draws: number[] = [];
  const difference = (items: readonly number[]) => {
    draws.push(meanOf(values)(items));
    return meanOf(values)(items);
  };
  const { pValue } = pairedBootstrap([0, 1, 2, 3, 4, 5], difference, () => 0, { nResamples: 200, method: "bca" });
  const drawn = draws.slice(1, 201);
  const [below, above] = [drawn.filter((draw) => draw <= 0).length, drawn.filter((draw) => draw >= 0).length];
  assert.equal(pValue, (2 * (Math.min(below, above) + 1)) / 201);
  assert.ok(below > 5 && pValue < 1);
});

test("the ends of the interval lie among the values that draws can have", () => {
  const values = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 2, maxLength: 20 });
  fc.assert(
    fc.property(values, fc.nat(1000), (sample, randomState) => {
      const groups = sample.map((_, i) => i);
      const { low, high } = groupBootstrap(groups, meanOf(sample), { nResamples: 50, randomState });
      assert.ok(Math.min(...sample) <= low && low <= high && high <= Math.max(...sample));
    }),
    { numRuns: 30 },
  );
});

test("neither the data themselves nor groups left out count as draws", () => {
  // The mean is above 0, that of most draws below; without the first group it is below 0 too.
  const values = [5.5, -1, -1, -1, -1.2, -1.2];
  for (let randomState = 0; randomState < 12; randomState++) {
    const calls: number[] = [];
    const difference = (items: readonly number[]) => {
      calls.push(meanOf(values)(items));
      return calls.at(-1)!;
    };
    const options = { nResamples: 21, randomState, method: "bca" } as const;
    const { pValue } = pairedBootstrap([0, 1, 2, 3, 4, 5], difference, () => 0, options);
    assert.equal(calls.length, 1 + 21 + 6);
    const drawn = calls.slice(1, 22);
    const lesser = Math.min(drawn.filter((draw) => draw <= 0).length, drawn.filter((draw) => draw >= 0).length);
    assert.equal(pValue, Math.min(1, (2 * (lesser + 1)) / 22));
  }
});

const REFUSED: [string, () => unknown, RegExp][] = [
  ["a single group", () => groupBootstrap(["a", "a"], () => 1), /at least 2 groups, not 1/],
  [
    "a single undefined draw",
    () => {
      let calls = 0;
      groupBootstrap(["a", "b"], () => (++calls === 7 ? Number.NaN : 1));
    },
    /undefined for 1 of 2000 draws/,
  ],
  ["no items", () => groupBootstrap([], () => 1), /at least 2 groups, not 0/],
  ["no draws", () => groupBootstrap(["a", "b"], () => 1, { nResamples: 0 }), /nResamples = 0/],
  ["a level of 95", () => groupBootstrap(["a", "b"], () => 1, { confidenceLevel: 95 }), /confidenceLevel = 95/],
  ["an undefined statistic", () => groupBootstrap(["a", "b"], () => Number.NaN), /undefined for 2000 of 2000 draws/],
  [
    "a statistic that some draws leave undefined",
    () => groupBootstrap(["a", "b", "c"], (items) => (items.includes(0) ? 1 : Number.NaN)),
    /undefined for \d+ of 2000 draws[\s\S]*rare class/,
  ],
  [
    "BCa of a statistic that repetition lowers",
    () =>
      groupBootstrap(
        Array.from({ length: 30 }, (_, i) => i),
        (items) => new Set(items).size,
        { method: "bca" },
      ),
    /all draws lie on one side of the estimate[\s\S]*percentile/,
  ],
];
for (const [what, call, message] of REFUSED) {
  test(`${what}: refused`, () => assertRefused(call, message));
}
