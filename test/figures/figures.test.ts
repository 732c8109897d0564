import assert from "node:assert/strict";
import { test } from "node:test";
import type { Worth } from "../../src/audit";
import type { Corpus, DataSheet } from "../../src/corpora";
import {
  accuracyFigure,
  classBalanceFigure,
  confusionFigure,
  flawFigure,
  groupLeaningFigure,
  learningCurveFigure,
} from "../../src/figures";
import type { ModelScore } from "../../src/studies";

const sheet = (synthetic: boolean): DataSheet => ({
  name: "test",
  title: "A corpus of the test",
  licence: "none",
  terms: "none",
  access: "own",
  citation: "",
  homepage: "",
  published: undefined,
  groupMeaning: "composer",
  labelMeaning: "",
  splits: [],
  sources: [],
  layout: [],
  synthetic,
  traps: [],
});

const corpus = (synthetic: boolean): Corpus => ({
  sheet: sheet(synthetic),
  root: "",
  clips: (["Q1", "Q1", "Q2", "Q3", "Q4"] as const).map((quadrant, i) => ({
    id: `${i}`,
    audio: "",
    quadrant,
    group: `g${i % 2}`,
  })),
  rejected: [],
  hash: "",
});

const interval = { estimate: 0.5, low: 0.4, high: 0.6, level: 0.95 };
const score: ModelScore = {
  model: "majority",
  tested: 8,
  groups: 2,
  accuracy: interval,
  macroF1: interval,
  balancedAccuracy: 0.5,
  confusion: { classes: 4, counts: Float64Array.from([2, 0, 0, 0, 0, 1, 1, 0, 0, 0, 2, 0, 1, 0, 0, 1]) },
  fitSeconds: 1,
};

const flaw = { id: "F1", title: "doubles", detection: { state: "present", evidence: "", clips: [] } } as const;
const worth = (behind: Worth["behind"]): Worth => ({
  difference: { estimate: 0.2, low: 0.1, high: 0.3, level: 0.95 },
  method: "corrected resampled t over the same folds",
  behind,
});
const folds = { kind: "folds", with: [0.7, 0.8], without: [0.5, 0.6], paired: true } as const;

test("a flaw's figure has a line for each fold that can be paired, and none where the clips are dealt anew", () => {
  const paired = flawFigure(sheet(true), flaw, worth(folds));
  assert.match(paired.alt, /20.0 points \(10.0 to 30.0.*with the flaw: 0.750.*without: 0.550/);
  assert.equal(paired.data.length, 2 + 2);
  assert.equal(flawFigure(sheet(true), flaw, worth({ ...folds, paired: false })).data.length, 2);
  const luck = flawFigure(sheet(true), flaw, worth({ kind: "draws", values: [-0.1, 0, 0.2] }));
  assert.match(luck.alt, /smallest draw is -10.0, the largest 20.0/);
});

const point = { model: "majority" as const, clips: 10, fits: 1, accuracy: interval };

for (const synthetic of [true, false]) {
  const figures = {
    balance: classBalanceFigure(corpus(synthetic)),
    leaning: groupLeaningFigure(corpus(synthetic)),
    accuracy: accuracyFigure(sheet(synthetic), [{ name: "unseen groups", scores: [score] }]),
    confusion: confusionFigure(sheet(synthetic), score),
    flaw: flawFigure(sheet(synthetic), flaw, worth(folds)),
    luck: flawFigure(sheet(synthetic), flaw, worth({ kind: "draws", values: [0] })),
    curve: learningCurveFigure(sheet(synthetic), [point], [{ label: "chance", value: 0.25 }]),
  };
  for (const [name, { layout, caption, alt }] of Object.entries(figures)) {
    test(`${name}: ${synthetic ? "synthetic data are called so in picture, caption and words" : "real data are not called synthetic"}`, () => {
      const notes = (layout.annotations ?? []).map(({ text }) => text).join();
      for (const words of [notes, caption, alt]) assert.equal(/synthetic data/i.test(words), synthetic, words);
      assert.ok(alt.length > 20 && caption.length > 20);
    });
  }
}

test("a confusion matrix shows shares of the true class and says how many were found again", () => {
  const { data, caption } = confusionFigure(sheet(false), score);
  assert.deepEqual((data[0] as { z: number[][] }).z[1], [0, 0.5, 0.5, 0]);
  assert.match(caption, /Q1 100 %, Q2 50 %, Q3 100 %, Q4 50 %/);
});

test("intervals are drawn as they are, not symmetrically", () => {
  const [trace] = accuracyFigure(sheet(false), [
    { name: "a", scores: [{ ...score, accuracy: { ...interval, high: 0.9 } }] },
  ]).data;
  const bars = (trace as { error_x: { array: number[]; arrayminus: number[] } }).error_x;
  assert.ok(Math.abs(bars.array[0]! - 0.4) < 1e-12 && Math.abs(bars.arrayminus[0]! - 0.1) < 1e-12);
});
