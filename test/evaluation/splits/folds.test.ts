import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type Fold,
  groupKFold,
  kFold,
  nestedStratifiedGroupKFold,
  repeatedKFold,
  repeatedStratifiedGroupKFold,
  repeatedStratifiedKFold,
  stratifiedGroupKFold,
  stratifiedKFold,
} from "../../../src/evaluation";
import { golden } from "../../golden";
import { assertRefused } from "../close";

interface Case {
  readonly nSplits: number;
  readonly randomState: number | null;
  readonly labels: number[];
  readonly groups: string[] | number[];
  /** The test rows of every fold; null where scikit-learn refuses. */
  readonly tests: Readonly<Record<string, number[][] | null>>;
}

const { cases } = golden<{ cases: Case[] }>("folds");

function split(name: string, { nSplits, randomState, labels, groups }: Case): Fold[] {
  const options = { nSplits, randomState: randomState ?? undefined };
  const repeated = { nSplits, nRepeats: 3, randomState: randomState ?? 0 };
  switch (name) {
    case "kFold":
      return kFold(labels.length, options);
    case "stratifiedKFold":
      return stratifiedKFold(labels, options);
    case "groupKFold":
      return groupKFold(groups, options);
    case "stratifiedGroupKFold":
      return stratifiedGroupKFold(labels, groups, options);
    case "repeatedKFold":
      return repeatedKFold(labels.length, repeated);
    default:
      return repeatedStratifiedKFold(labels, repeated);
  }
}

for (const each of cases) {
  const { labels, groups, nSplits, randomState, tests } = each;
  for (const [name, expected] of Object.entries(tests)) {
    test(`${name} of ${labels.length} items, ${nSplits} folds, seed ${randomState}, ${typeof groups[0]} groups`, () => {
      if (expected === null) {
        assert.throws(() => split(name, each), { name: "QuadrantError", tag: "bad-argument" });
        return;
      }
      const folds = split(name, each);
      assert.deepEqual(
        folds.map((fold) => fold.test),
        expected,
      );
      for (const { train, test: tested } of folds) {
        assert.deepEqual(
          [...train, ...tested].sort((a, b) => a - b),
          labels.map((_, item) => item),
        );
      }
    });
  }
}

test("the goldens hold refusals and splits of every kind", () => {
  const kinds = new Set(cases.flatMap(({ tests }) => Object.keys(tests)));
  for (const kind of kinds)
    assert.ok(
      cases.some(({ tests }) => Array.isArray(tests[kind])),
      kind,
    );
  for (const kind of ["kFold", "stratifiedKFold", "groupKFold", "stratifiedGroupKFold"]) {
    if (kind !== "kFold")
      assert.ok(
        cases.some(({ tests }) => tests[kind] === null),
        kind,
      );
  }
});

test("the first repetition is the single split of the same seed, the second another", () => {
  const { labels, groups } = cases[0]!;
  const once = stratifiedGroupKFold(labels, groups, { nSplits: 3, randomState: 5 });
  const twice = repeatedStratifiedGroupKFold(labels, groups, { nSplits: 3, nRepeats: 2, randomState: 5 });
  assert.deepEqual(twice.slice(0, 3), once);
  assert.equal(twice.length, 6);
  assert.deepEqual(repeatedStratifiedGroupKFold(labels, groups, { nSplits: 3, nRepeats: 1, randomState: 5 }), once);
  assert.notDeepEqual(twice.slice(3), once);
});

test("nested folds choose among training rows only, and share no group", () => {
  const { labels, groups } = cases[6]!;
  const folds = nestedStratifiedGroupKFold(labels, groups, { outerSplits: 4, innerSplits: 3, randomState: 1 });
  assert.equal(folds.length, 4);
  const groupsOf = (items: readonly number[]) => new Set(items.map((item) => groups[item]));
  for (const { train, test: tested, inner } of folds) {
    assert.equal(inner.length, 3);
    for (const fold of inner) {
      assert.deepEqual(
        [...fold.train, ...fold.test].sort((a, b) => a - b),
        train,
      );
      const parts = [fold.train, fold.test, tested].map(groupsOf);
      assert.equal(new Set(parts.flatMap((part) => [...part])).size, parts[0]!.size + parts[1]!.size + parts[2]!.size);
    }
  }
});

test("names are ordered by code point, as numpy orders them", () => {
  // U+1D11E is two UTF-16 units that come before U+FF21. numpy.unique(["Ａ", "𝄞"]) is ["Ａ", "𝄞"].
  const folds = groupKFold(["𝄞", "Ａ", "𝄞", "Ａ"], { nSplits: 2 });
  assert.deepEqual(
    folds.map((fold) => fold.test),
    [
      [0, 2],
      [1, 3],
    ],
  );
});

test("a name comes before those that it begins", () => {
  // Equally large groups are dealt from the last name to the first.
  const folds = groupKFold(["abc", "a", "ab", "a", "ab", "abc"], { nSplits: 3 });
  assert.deepEqual(
    folds.map((fold) => fold.test),
    [
      [0, 5],
      [2, 4],
      [1, 3],
    ],
  );
});

test("defaults are scikit-learn's: five folds, ten repetitions", () => {
  const labels = Array.from({ length: 40 }, (_, i) => i % 2);
  const groups = labels.map((_, i) => `g${i}`);
  const seed = { randomState: 1 };
  const found = {
    kFold: kFold(40).length,
    stratifiedKFold: stratifiedKFold(labels).length,
    groupKFold: groupKFold(groups).length,
    stratifiedGroupKFold: stratifiedGroupKFold(labels, groups).length,
    repeatedKFold: repeatedKFold(40, seed).length,
    repeatedStratifiedKFold: repeatedStratifiedKFold(labels, seed).length,
    nested: nestedStratifiedGroupKFold(labels, groups).map(({ inner }) => inner.length),
  };
  const five = { kFold: 5, stratifiedKFold: 5, groupKFold: 5, stratifiedGroupKFold: 5 };
  assert.deepEqual(found, { ...five, repeatedKFold: 50, repeatedStratifiedKFold: 50, nested: [5, 5, 5, 5, 5] });
});

const REFUSED: [string, () => unknown, RegExp][] = [
  ["a single fold", () => kFold(10, { nSplits: 1 }), /nSplits = 1: a whole number of at least 2/],
  ["half a fold", () => stratifiedKFold([0, 1, 0, 1], { nSplits: 2.5 }), /nSplits = 2\.5/],
  ["more folds than items", () => kFold(3, { nSplits: 4 }), /nSplits = 4 is more than the 3 items/],
  ["items that are no number", () => kFold(Number.NaN), /NaN is no number of items/],
  ["a single grouped fold", () => stratifiedGroupKFold([0, 1], ["a", "b"], { nSplits: 1 }), /nSplits = 1: a whole/],
  [
    "groups enough, but no class of enough items",
    () => stratifiedGroupKFold([0, 1, 2], ["a", "b", "c"], { nSplits: 2 }),
    /more than the 1 items of any class/,
  ],
  ["no items", () => kFold(0), /nSplits = 5 is more than the 0 items/],
  ["no class of enough items", () => stratifiedKFold([0, 1, 2], { nSplits: 2 }), /more than the 1 items of any class/],
  ["too few groups", () => groupKFold(["a", "a", "b"], { nSplits: 3 }), /more than the 2 groups/],
  [
    "too few groups for strata",
    () => stratifiedGroupKFold([0, 1, 0, 1], ["a", "a", "b", "b"], { nSplits: 3 }),
    /more than the 2 (groups|items)/,
  ],
  ["a label that is NaN", () => stratifiedKFold([0, Number.NaN, 1, 1], { nSplits: 2 }), /label NaN of item 1/],
  ["a group without a name", () => groupKFold(["a", "", "b"], { nSplits: 2 }), /item 1 has no group/],
  ["lists of different length", () => stratifiedGroupKFold([0, 1, 0], ["a", "b"], { nSplits: 2 }), /3 items against 2/],
  [
    "no repetition",
    () => repeatedKFold(10, { nRepeats: 0, randomState: 1 }),
    /nRepeats = 0: a whole number of at least 1/,
  ],
];
for (const [what, call, message] of REFUSED) {
  test(`${what}: refused`, () => assertRefused(call, message));
}
