import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  accuracyScore,
  correctedResampledT,
  criticalDifference,
  friedmanTest,
  holmCorrection,
  mcnemarExact,
  permutationTest,
  signFlipTest,
  wilsonInterval,
} from "../../../src/evaluation";
import { studentizedRangeCritical } from "../../../src/evaluation/uncertainty/distributions";
import { golden } from "../../golden";
import { assertClose, assertRefused } from "../close";

interface Goldens {
  readonly corrected: {
    differences: number[];
    train: number;
    test: number;
    t: number;
    pValue: number;
    low: number;
    high: number;
  }[];
  readonly mcnemar: { onlyFirst: number; onlySecond: number; pValue: number }[];
  readonly signFlip: { differences: number[]; pValue: number }[];
  readonly permutation: {
    truth: number[];
    predicted: number[];
    groups: number[] | null;
    randomState: number;
    score: number;
    permuted: number[];
    pValue: number;
  }[];
  readonly friedman: {
    scores: number[][];
    chiSquared: number;
    pValue: number;
    f: number;
    fPValue: number;
    averageRanks: number[];
    criticalDifference: number;
  }[];
  readonly holm: { pValues: number[]; corrected: number[] }[];
  readonly wilson: { successes: number; trials: number; low: number; high: number }[];
}

const goldens = golden<Goldens>("tests-of-difference");

/** A thousand logarithms are summed where the judge has a closed form. */
const LONG_SUM = 1e-11;
/** What scipy promises of the studentised range, on which the critical difference rests. */
const RANGE_TOLERANCE = 1e-9;

goldens.wilson.forEach(({ successes, trials, low, high }) => {
  test(`Wilson's interval of ${successes} of ${trials} is statsmodels'`, () => {
    const found = wilsonInterval(successes, trials);
    assertClose([found.estimate, found.low, found.high], [successes / trials, low, high], "interval");
    assert.equal(found.level, 0.95);
  });
});

test("Wilson's interval of the study's RNN, 48 of 90, is the published one", () => {
  const { low, high } = wilsonInterval(48, 90);
  assert.equal(`${low.toFixed(2)} ${high.toFixed(2)}`, "0.43 0.63");
});

goldens.corrected.forEach(({ differences, train, test: tested, ...expected }, index) => {
  test(`corrected resampled t, case ${index}: Nadeau and Bengio's formula`, () => {
    const found = correctedResampledT(differences, { train, test: tested });
    assertClose([found.t, found.pValue], [expected.t, expected.pValue], "t, p");
    assertClose([found.interval.low, found.interval.high], [expected.low, expected.high], "interval");
    assert.equal(found.degrees, differences.length - 1);
  });
});

test("scikit-learn's documentation prints t = 0.750 and p = 0.227, one-sided, for the first case", () => {
  const { t, pValue } = correctedResampledT(goldens.corrected[0]!.differences, { train: 90, test: 10 });
  assert.equal(t.toFixed(3), "0.750");
  assert.equal((pValue / 2).toFixed(3), "0.227");
});

test("folds that never differ give t = 0 and p = 1", () => {
  const { t, pValue, interval } = correctedResampledT([0, 0, 0], { train: 8, test: 2 });
  assert.deepEqual([t, pValue, interval.low, interval.high], [0, 1, 0, 0]);
});

for (const { onlyFirst, onlySecond, pValue } of goldens.mcnemar) {
  test(`McNemar's exact test of ${onlyFirst} against ${onlySecond} is statsmodels'`, () => {
    const truth = Array(onlyFirst + onlySecond + 7).fill(1);
    const first: number[] = truth.map((_, i) => (i < onlyFirst || i >= onlyFirst + onlySecond ? 1 : 0));
    // Of the last seven both tell four right and three wrong.
    const second: number[] = truth.map((_, i) => (i < onlyFirst ? 0 : 1));
    for (const both of [first, second]) both.fill(2, truth.length - 3);
    const found = mcnemarExact(truth, first, second);
    assert.deepEqual([found.onlyFirst, found.onlySecond], [onlyFirst, onlySecond]);
    assertClose(found.pValue, pValue, "p", LONG_SUM);
  });
}

goldens.signFlip.forEach(({ differences, pValue }, index) => {
  test(`sign-flip test, case ${index}: scipy's exact p-value`, () => {
    const found = signFlipTest(differences);
    assertClose(found.pValue, pValue, "p");
    assert.equal(found.permuted.length, 2 ** differences.length);
  });
});

test("more than 16 differences are drawn, and come near what all signs would give", () => {
  const few = goldens.signFlip.at(-1)!.differences;
  const drawn = signFlipTest([...few, 0, 0, 0, 0, 0, 0], { randomState: 2 });
  assert.equal(drawn.permuted.length, 9999);
  // The standard error of a share of 0.02 in 9,999 draws is 0.0015.
  assertClose(drawn.pValue, signFlipTest(few).pValue, "p", 0.005);
});

goldens.permutation.forEach(({ truth, predicted, groups, randomState, ...expected }, index) => {
  test(`permutation test, case ${index}: scikit-learn's draws`, () => {
    const options = { nPermutations: 200, randomState, groups: groups ?? undefined };
    const found = permutationTest(truth, predicted, accuracyScore, options);
    assertClose([found.score, found.pValue], [expected.score, expected.pValue], "score, p");
    assertClose(found.permuted, expected.permuted, "permuted scores");
  });
});

goldens.friedman.forEach(({ scores, ...expected }, index) => {
  test(`Friedman's test, case ${index}: scipy's`, () => {
    const found = friedmanTest(scores);
    assertClose(found.averageRanks, expected.averageRanks, "ranks");
    assertClose([found.chiSquared, found.pValue], [expected.chiSquared, expected.pValue], "chi-squared, p");
    assertClose([found.f, found.fPValue], [expected.f, expected.fPValue], "F, p");
    const names = scores[0]!.map((_, model) => `model ${model}`);
    const { criticalDifference: difference } = criticalDifference(names, scores);
    assertClose(difference, expected.criticalDifference, "critical difference", RANGE_TOLERANCE);
  });
});

test("folds that always differ by the same give an infinite t and no width", () => {
  const { t, pValue, interval } = correctedResampledT([0.5, 0.5], { train: 1, test: 1 });
  assert.deepEqual([t, pValue, interval.low, interval.high], [Number.POSITIVE_INFINITY, 0, 0.5, 0.5]);
});

test("up to sixteen differences all signs are tried; of drawn ones the data themselves count once", () => {
  assert.equal(signFlipTest(Array(16).fill(1)).permuted.length, 2 ** 16);
  // One way of 2^17 in each direction is as far from 0: none of 999 draws finds it.
  const { pValue, permuted } = signFlipTest(Array(17).fill(1), { nPermutations: 999 });
  assert.deepEqual([permuted.length, pValue], [999, 1 / 1000]);
  assert.equal(signFlipTest([3]).pValue, 1);
  assert.equal(permutationTest([0, 1], [0, 1], accuracyScore).permuted.length, 1000);
});

test("a model that is far from all others is in no group", () => {
  const ordered = Array.from({ length: 30 }, () => [3, 2, 1]);
  assert.deepEqual(criticalDifference(["a", "b", "c"], ordered).cliques, []);
});

const TUNINGS = ["C4.5", "C4.5+m", "C4.5+cf", "C4.5+m+cf"];

test("Demšar's example: his ranks, critical differences and groups", () => {
  const { scores } = goldens.friedman[0]!;
  const atFive = criticalDifference(TUNINGS, scores);
  assert.deepEqual(
    atFive.models.map(({ name, averageRank }) => `${name} ${averageRank.toFixed(3)}`),
    ["C4.5+m+cf 1.964", "C4.5+m 2.000", "C4.5+cf 2.893", "C4.5 3.143"],
  );
  assert.equal(atFive.criticalDifference.toFixed(2), "1.25");
  assert.deepEqual(atFive.cliques, [["C4.5+m+cf", "C4.5+m", "C4.5+cf", "C4.5"]]);
  const atTen = criticalDifference(TUNINGS, scores, { alpha: 0.1 });
  assert.equal(atTen.criticalDifference.toFixed(2), "1.12");
  assert.deepEqual(atTen.cliques, [
    ["C4.5+m+cf", "C4.5+m", "C4.5+cf"],
    ["C4.5+cf", "C4.5"],
  ]);
});

test("a pair differs by more than the critical difference exactly when its p-value is below alpha", () => {
  const {
    models,
    pairs,
    criticalDifference: difference,
  } = criticalDifference(TUNINGS, goldens.friedman[0]!.scores, {
    alpha: 0.1,
  });
  assert.equal(pairs.length, 6);
  const rankOf = new Map(models.map(({ name, averageRank }) => [name, averageRank]));
  const far = pairs.map(({ first, second }) => rankOf.get(second)! - rankOf.get(first)! > difference);
  assert.deepEqual(
    pairs.map(({ pValue }) => pValue < 0.1),
    far,
  );
  assert.ok(far.includes(true) && far.includes(false));
});

test("the critical values are those of Demšar's table 5", () => {
  const q = (alpha: number, models: number) => (studentizedRangeCritical(alpha, models) / Math.SQRT2).toFixed(3);
  const models = [2, 3, 4, 5, 6, 7, 8, 9, 10];
  assert.equal(models.map((k) => q(0.05, k)).join(" "), "1.960 2.344 2.569 2.728 2.850 2.948 3.031 3.102 3.164");
  assert.equal(models.map((k) => q(0.1, k)).join(" "), "1.645 2.052 2.291 2.460 2.589 2.693 2.780 2.855 2.920");
});

test("models that all tie everywhere do not differ", () => {
  const { chiSquared, pValue, fPValue } = friedmanTest([
    [1, 1, 1],
    [2, 2, 2],
  ]);
  assert.deepEqual([chiSquared, pValue, fPValue], [0, 1, 1]);
});

goldens.holm.forEach(({ pValues, corrected }, index) => {
  test(`Holm's correction, case ${index}: statsmodels'`, () => assertClose(holmCorrection(pValues), corrected, "p"));
});

test("Holm's corrected values keep the order, never shrink, and stay below Bonferroni's", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 9 }), (pValues) => {
      const corrected = holmCorrection(pValues);
      corrected.forEach((value, i) => {
        assert.ok(value >= pValues[i]! && value <= Math.min(1, pValues.length * pValues[i]!) + 1e-15);
        assert.ok(corrected.every((other, j) => pValues[i]! >= pValues[j]! || value <= other));
      });
    }),
  );
});

const REFUSED: [string, () => unknown, RegExp][] = [
  ["3 of 2", () => wilsonInterval(3, 2), /3 successes in 2 trials/],
  ["a count that is NaN", () => wilsonInterval(Number.NaN, 2), /NaN successes/],
  ["a single fold", () => correctedResampledT([1], { train: 8, test: 2 }), /1 folds of 8/],
  ["nothing to train on", () => correctedResampledT([1, 2], { train: 0, test: 2 }), /of 0 items to train/],
  ["nothing to test on", () => correctedResampledT([1, 2], { train: 8, test: 0 }), /and 0 to test on/],
  ["a difference that is NaN", () => correctedResampledT([1, Number.NaN], { train: 8, test: 2 }), /NaN at 1/],
  ["a level of 95", () => correctedResampledT([1, 2], { train: 8, test: 2 }, 95), /confidenceLevel = 95: a share/],
  ["a level of 1", () => correctedResampledT([1, 2], { train: 8, test: 2 }, 1), /confidenceLevel = 1: a share/],
  ["a first model on other items", () => mcnemarExact([1, 2], [1], [1, 2]), /2 true labels against 1/],
  ["no drawn signs", () => signFlipTest(Array(20).fill(1), { nPermutations: 0 }), /nPermutations = 0/],
  ["a p-value that is NaN", () => holmCorrection([Number.NaN]), /NaN is no p-value/],
  ["models on different items", () => mcnemarExact([1, 2], [1, 2], [1]), /2 true labels against 1/],
  ["no differences", () => signFlipTest([]), /no differences to test/],
  ["infinite differences", () => signFlipTest([1, Number.POSITIVE_INFINITY]), /Infinity at 1/],
  [
    "two models",
    () =>
      friedmanTest([
        [1, 2],
        [2, 1],
      ]),
    /2 models on 2 data sets: at least 3[\s\S]*signFlipTest/,
  ],
  ["one data set", () => friedmanTest([[1, 2, 3]]), /3 models on 1 data sets/],
  [
    "ragged scores",
    () =>
      friedmanTest([
        [1, 2, 3],
        [1, 2],
      ]),
    /data set 1 has 2 scores instead of 3/,
  ],
  [
    "a model without a name",
    () =>
      criticalDifference(
        ["a", "b"],
        [
          [1, 2, 3],
          [1, 3, 2],
        ],
      ),
    /2 names for 3 models/,
  ],
  ["a p-value above 1", () => holmCorrection([0.1, 1.1]), /1\.1 is no p-value/],
  ["no permutations", () => permutationTest([0, 1], [0, 1], accuracyScore, { nPermutations: 0 }), /nPermutations = 0/],
  [
    "groups of one class each",
    () => permutationTest([0, 0, 1, 1], [0, 1, 0, 1], accuracyScore, { groups: ["a", "a", "b", "b"] }),
    /each of the 2 groups stands in one class only[\s\S]*permute without groups/,
  ],
];
for (const [what, call, message] of REFUSED) {
  test(`${what}: refused`, () => assertRefused(call, message));
}
