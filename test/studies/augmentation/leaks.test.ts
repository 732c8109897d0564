import assert from "node:assert/strict";
import { test } from "node:test";
import { type Clip, type Corpus, QUADRANTS } from "../../../src/corpora";
import type { Run } from "../../../src/studies";
import type { PlannedFits, RowPredictions } from "../../../src/studies/augmentation/augmented-fits";
import { leaksOf, planLeaks } from "../../../src/studies/augmentation/leaks";

const CLIPS = 80;
const MODEL = "random forest";
const METHODS = ["noise", "gain", "pitch-shift"] as const;
const PUBLISHED = ["noise", "pitch-shift"] as const;
const VARIANTS = [0, 1, 3];
const LABELS = Array.from({ length: CLIPS }, (_, clip) => (clip >> 1) % 4);
/** Two clips a group. */
const GROUPS = LABELS.map((_, clip) => `g${clip >> 1}`);
const FOLDS = Array.from({ length: 4 }, (_, fold) => {
  const isTested = (clip: number) => (clip >> 3) % 4 === fold;
  const all = LABELS.map((_, clip) => clip);
  return { train: all.filter((clip) => !isTested(clip)), test: all.filter(isTested) };
});

const clips = LABELS.map((label, clip): Clip => {
  return { id: `c${clip}`, audio: `c${clip}.wav`, group: GROUPS[clip]!, quadrant: QUADRANTS[label]! };
});
const run = {
  settings: { seed: 1, split: "grouped", profile: "standard" },
  corpus: { clips, hash: "planted" } as unknown as Corpus,
} as Run;
const plans = planLeaks(run, { model: MODEL, folds: FOLDS, methods: METHODS, published: PUBLISHED });
const [alone, heap, copied, unseen] = plans;
const clipOf = (row: number) => row % CLIPS;

test("in the heap every clip and every published copy is tested once, most beside a sibling", () => {
  const tested = heap.folds.flatMap(({ test: rows }) => rows).sort((a, b) => a - b);
  const everything = VARIANTS.flatMap((variant) => LABELS.map((_, clip) => variant * CLIPS + clip));
  assert.deepEqual(tested, everything, "no copy by gain, which the study did not use");
  let siblings = 0;
  for (const { train, test: rows } of heap.folds) {
    assert.ok(rows.every((row) => !train.includes(row)));
    const learnt = new Set(train.map(clipOf));
    siblings += rows.filter((row) => learnt.has(clipOf(row))).length;
  }
  assert.ok(siblings > 0.8 * everything.length, `${siblings} of ${everything.length}`);
});

test("elsewhere only clips as they are get tested, and no copy of them is learnt", () => {
  for (const { folds } of [alone, copied, unseen]) {
    for (const { train, test: rows } of folds) {
      assert.ok(rows.every((row) => row < CLIPS));
      const learnt = new Set(train.map(clipOf));
      assert.ok(rows.every((row) => !learnt.has(row)));
    }
  }
  assert.ok(alone.folds.every(({ train }) => train.every((row) => row < CLIPS)));
  assert.ok(copied.folds.every(({ train }) => train.length === 3 * new Set(train.map(clipOf)).size));
  for (const { train, test: rows } of unseen.folds) {
    const groups = new Set(train.map((row) => GROUPS[clipOf(row)]));
    assert.ok(rows.every((row) => !groups.has(GROUPS[row]!)));
  }
});

/** Predictions of which the rows that `isRight` names are right. */
function answers({ folds }: Pick<PlannedFits, "folds">, isRight: (row: number) => boolean): RowPredictions {
  const rows = folds.flatMap(({ test: tested }) => tested);
  const items = rows.map(clipOf);
  const truth = items.map((clip) => LABELS[clip]!);
  return {
    model: MODEL,
    rows,
    items,
    truth,
    predicted: truth.map((label, i) => (isRight(rows[i]!) ? label : (label + 1) % 4)),
    probabilities: undefined,
    groups: items.map((clip) => GROUPS[clip]!),
    seconds: 0,
  };
}

test("gains and leaks are what was planted", () => {
  const half = (row: number) => clipOf(row) % 2 === 0;
  const plain = answers({ folds: FOLDS }, half);
  const found = leaksOf(MODEL, CLIPS, plain, [
    answers(alone, half),
    // Clips are always right, copies never.
    answers(heap, (row) => row < CLIPS),
    answers(copied, half),
    answers(unseen, (row) => half(row) || row % 8 === 1),
  ]);
  const rounded = (value: number | undefined) => value && Math.round(1e6 * value) / 1e6;
  assert.deepEqual(
    found.map(({ gain, leak }) => [rounded(gain.estimate), rounded(leak?.estimate)]),
    [
      [rounded(1 / 3 - 1 / 2), rounded(1 / 3 - 1 / 2 - 1 / 8)],
      [1 / 2, 1 / 2 - 1 / 8],
      [0, -1 / 8],
      [1 / 8, undefined],
    ],
  );
  const fair = found[3]!;
  assert.equal(rounded(fair.beyondClaim.estimate), rounded(5 / 8 - 1.15 * 0.5));
  assert.ok(fair.gain.low > 0 && fair.gain.high < 0.25, "the interval has a width, not more");
});
