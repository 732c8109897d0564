import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type Fold,
  groupShuffleSplit,
  shuffleSplit,
  stratifiedGroupHoldOut,
  stratifiedGroupKFold,
  stratifiedShuffleSplit,
  trainTestSplit,
} from "../../../src/evaluation";
import { golden } from "../../golden";
import { assertRefused } from "../close";

interface Case {
  readonly testSize: number | null;
  readonly trainSize: number | null;
  readonly randomState: number;
  readonly labels: number[];
  readonly groups: string[];
  readonly splits: Readonly<Record<string, Fold[] | null>>;
}

const { cases } = golden<{ cases: Case[] }>("hold-outs");

const SPLITTERS: Readonly<Record<string, (each: Case) => Fold[]>> = {
  shuffleSplit: (each) => shuffleSplit(each.labels.length, optionsOf(each)),
  groupShuffleSplit: (each) => groupShuffleSplit(each.groups, optionsOf(each)),
  stratifiedShuffleSplit: (each) => stratifiedShuffleSplit(each.labels, optionsOf(each)),
  trainTestSplit: (each) => [trainTestSplit(each.labels.length, optionsOf(each))],
  stratifiedTrainTestSplit: (each) => [
    trainTestSplit(each.labels.length, { ...optionsOf(each), stratify: each.labels }),
  ],
};

function optionsOf({ testSize, trainSize, randomState }: Case) {
  return { nSplits: 2, testSize: testSize ?? undefined, trainSize: trainSize ?? undefined, randomState };
}

for (const each of cases) {
  const { labels, testSize, trainSize, randomState, splits } = each;
  for (const [name, expected] of Object.entries(splits)) {
    test(`${name} of ${labels.length} items, test ${testSize}, train ${trainSize}, seed ${randomState}`, () => {
      const splitter = SPLITTERS[name]!;
      if (expected === null) assert.throws(() => splitter(each), { name: "QuadrantError", tag: "bad-argument" });
      else assert.deepEqual(splitter(each), expected);
    });
  }
}

test("the goldens hold refusals and splits of every kind", () => {
  for (const kind of Object.keys(SPLITTERS)) {
    assert.ok(cases.some(({ splits }) => splits[kind] === null) && cases.some(({ splits }) => splits[kind] !== null));
  }
});

test("a grouped, stratified hold-out is the first of as many folds as its share asks for", () => {
  const { labels, groups } = cases[20]!;
  const held = stratifiedGroupHoldOut(labels, groups, { testSize: 0.25, randomState: 3 });
  assert.deepEqual(held, stratifiedGroupKFold(labels, groups, { nSplits: 4, randomState: 3 })[0]);
  const trained = new Set(held.train.map((item) => groups[item]));
  assert.ok(held.test.every((item) => !trained.has(groups[item]!)));
});

test("defaults are scikit-learn's: ten splits and a tenth, five and a fifth of the groups; a quarter for one", () => {
  const labels = Array.from({ length: 40 }, (_, i) => i % 2);
  const groups = labels.map((_, i) => `g${i}`);
  const seed = { randomState: 1 };
  const sizes = (folds: readonly Fold[]) => [folds.length, folds[0]!.test.length];
  assert.deepEqual(sizes(shuffleSplit(40, seed)), [10, 4]);
  assert.deepEqual(sizes(stratifiedShuffleSplit(labels, seed)), [10, 4]);
  assert.deepEqual(sizes(groupShuffleSplit(groups, seed)), [5, 8]);
  assert.equal(trainTestSplit(40, seed).test.length, 10);
  assert.equal(stratifiedGroupHoldOut(labels, groups, seed).test.length, 8);
});

const REFUSED: [string, () => unknown, RegExp][] = [
  ["a test share above 1", () => trainTestSplit(10, { testSize: 1.5, randomState: 0 }), /testSize = 1\.5: a share/],
  ["a negative share", () => trainTestSplit(10, { testSize: -0.1, randomState: 0 }), /testSize = -0\.1/],
  ["NaN as a share", () => trainTestSplit(10, { trainSize: Number.NaN, randomState: 0 }), /trainSize = NaN/],
  ["nothing to train on", () => trainTestSplit(3, { testSize: 0.9, randomState: 0 }), /0 to train and 3 to test on/],
  ["a test share of 0", () => trainTestSplit(10, { testSize: 0, randomState: 0 }), /testSize = 0: a share/],
  ["items that are no number", () => trainTestSplit(9.5, { randomState: 0 }), /9\.5 is no number of items/],
  ["no split", () => shuffleSplit(10, { nSplits: 0, randomState: 0 }), /nSplits = 0: a whole number of at least 1/],
  ["NaN splits", () => stratifiedShuffleSplit([0, 1], { nSplits: Number.NaN, randomState: 0 }), /nSplits = NaN/],
  ["a group without a name", () => groupShuffleSplit(["a", "", "b"], { randomState: 0 }), /item 1 has no group/],
  ["a label that is NaN", () => stratifiedShuffleSplit([0, Number.NaN], { randomState: 0 }), /label NaN of item 1/],
  ["nothing at all", () => shuffleSplit(0, { randomState: 0 }), /0 would be split/],
  [
    "a class of one item",
    () => stratifiedShuffleSplit([0, 0, 0, 7], { testSize: 2, randomState: 0 }),
    /of class 7 there is a single item/,
  ],
  [
    "fewer test items than classes",
    () => stratifiedShuffleSplit([0, 0, 1, 1, 2, 2], { testSize: 2, randomState: 0 }),
    /2 items to test on are fewer than the 3 classes/,
  ],
  [
    "labels of another length",
    () => trainTestSplit(5, { randomState: 0, stratify: [0, 1] }),
    /5 items against 2 labels in stratify/,
  ],
  [
    "more than half held out by group",
    () => stratifiedGroupHoldOut([0, 1], ["a", "b"], { testSize: 0.6, randomState: 0 }),
    /testSize = 0\.6: a share above 0 and of at most 0\.5/,
  ],
];
for (const [what, call, message] of REFUSED) {
  test(`${what}: refused`, () => assertRefused(call, message));
}
