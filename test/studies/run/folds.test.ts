import assert from "node:assert/strict";
import { test } from "node:test";
import type { Clip, Corpus } from "../../../src/corpora";
import { foldsOf, randomFolds } from "../../../src/studies/run/folds";

const QUADRANTS = ["Q1", "Q2", "Q3", "Q4"] as const;

/** 120 clips by 24 composers; every fifth clip of a composer is of another quadrant than his others. */
function corpusOf(split: (item: number) => Clip["split"] = () => undefined): Corpus {
  const clips = Array.from({ length: 120 }, (_, item): Clip => {
    const composer = Math.floor(item / 5);
    const quadrant = QUADRANTS[(composer + Number(item % 5 === 4)) % 4]!;
    return { id: `clip-${item}`, audio: `${item}.wav`, quadrant, group: `composer-${composer}`, split: split(item) };
  });
  return { sheet: { name: "test" }, clips, rejected: [], root: ".", hash: "0" } as unknown as Corpus;
}

test("grouped folds: no composer on two sides, every clip tested once, nothing lost", () => {
  const corpus = corpusOf();
  const folds = foldsOf(corpus, { split: "grouped", seed: 1 });
  assert.equal(folds.length, 5);
  for (const { train, validation, test: tested } of folds) {
    const composers = [train, validation, tested].map((part) => new Set(part.map((item) => corpus.clips[item]!.group)));
    const [a, b, c] = composers as [Set<string>, Set<string>, Set<string>];
    assert.equal(new Set([...a, ...b, ...c]).size, a.size + b.size + c.size);
    assert.equal(new Set([...train, ...validation, ...tested]).size, 120);
    assert.equal(train.length + validation.length + tested.length, 120);
    assert.ok(validation.length > 0);
  }
  const tested = folds.flatMap((fold) => fold.test).sort((x, y) => x - y);
  assert.deepEqual(
    tested,
    Array.from({ length: 120 }, (_, item) => item),
  );
});

test("another seed draws other folds, the same seed the same ones", () => {
  const folds = (seed: number) => foldsOf(corpusOf(), { split: "grouped", seed });
  assert.deepEqual(folds(3), folds(3));
  assert.notDeepEqual(folds(3), folds(4));
});

test("random folds do what the project warns of: composers stand on both sides", () => {
  const corpus = corpusOf();
  const [fold] = randomFolds(corpus, 1);
  const trained = new Set(fold!.train.map((item) => corpus.clips[item]!.group));
  const shared = fold!.test.filter((item) => trained.has(corpus.clips[item]!.group));
  assert.ok(shared.length > fold!.test.length / 2, `${shared.length} of ${fold!.test.length}`);
});

test("the official split is taken as it came", () => {
  const names = ["train", "train", "validation", "test"] as const;
  const [fold, ...others] = foldsOf(
    corpusOf((item) => names[item % 4]),
    { split: "official", seed: 1 },
  );
  assert.equal(others.length, 0);
  assert.deepEqual(fold!.test.slice(0, 3), [3, 7, 11]);
  assert.deepEqual(fold!.validation.slice(0, 3), [2, 6, 10]);
  assert.equal(fold!.train.length, 60);
});

test("an official split of two parts: its test stays, and groups of its training part validate", () => {
  const corpus = corpusOf((item) => (item % 4 === 3 ? "test" : "train"));
  const [fold] = foldsOf(corpus, { split: "official", seed: 1 });
  assert.equal(fold!.test.length, 30);
  assert.equal(fold!.train.length + fold!.validation.length, 90);
  const learnt = new Set(fold!.train.map((item) => corpus.clips[item]!.group));
  assert.ok(fold!.validation.length > 10);
  assert.ok(fold!.validation.every((item) => !learnt.has(corpus.clips[item]!.group)));
});

test("a corpus without an official split says so", () => {
  assert.throws(() => foldsOf(corpusOf(), { split: "official", seed: 1 }), {
    tag: "bad-corpus",
    message: /test has no official split/,
  });
});
