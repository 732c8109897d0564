import assert from "node:assert/strict";
import { test } from "node:test";
import type { DataSheet } from "../../src/corpora";
import { affectFigure, filterCentreFigure, filterResponseFigure, soundAccuracyFigure } from "../../src/figures";
import type { FirstLayer, RawAudioStudy } from "../../src/studies";
import { affectTable, soundTable } from "../../src/tables";

const sheet = { synthetic: true, title: "A corpus of the test", groupMeaning: "composer" } as DataSheet;
const interval = (estimate: number) => ({ estimate, low: estimate - 0.1, high: estimate + 0.1, level: 0.95 });
const score = (model: string, accuracy: number) =>
  ({ model, tested: 60, accuracy: interval(accuracy), macroF1: interval(accuracy), fitSeconds: 2 }) as never;

const firstLayer: FirstLayer = {
  centresBefore: [100, 900, 2000],
  centres: [150, 1000, 700],
  frequencies: [0, 1000, 2000],
  responses: [
    [1, 0.1, 0],
    [0, 1, 0.2],
    [0.3, 1, 0.4],
  ],
};

const study: RawAudioStudy = {
  excerptSeconds: 3,
  epochs: 2,
  folds: 1,
  networks: [
    {
      name: "sinc filters, CNN",
      score: score("sinc filters, CNN", 0.4),
      difference: interval(-0.2),
      histories: [{ epochs: [], bestEpoch: 2 }],
      parameters: 8516,
      signatures: [],
      firstLayer,
    },
    {
      name: "2-D CNN on log-mel",
      score: score("2-D CNN on log-mel", 0.5),
      difference: interval(-0.1),
      histories: [{ epochs: [], bestEpoch: 1 }],
      parameters: 7340,
      signatures: [],
      firstLayer: undefined,
    },
  ],
  classifier: score("logistic regression", 0.6),
  regressor: "2-D CNN on log-mel",
  affect: [
    { what: "valence", criterion: "ccc", ccc: interval(0.3), r2: interval(0.1) },
    { what: "valence", criterion: "mse", ccc: interval(0.2), r2: interval(0.15) },
  ],
};

test("networks stand above the classifier, with their intervals", () => {
  const { data, alt } = soundAccuracyFigure(sheet, study);
  assert.deepEqual((data[0] as { x: number[] }).x, [0.4, 0.5, 0.6]);
  assert.match(alt, /sinc filters, CNN 0\.40 \(0\.30 to 0\.50\); .*logistic regression on features 0\.60/);
  assert.match(alt, /60 clips of unseen composers/);
});

test("each criterion of a regression is a series", () => {
  const { data, alt } = affectFigure(sheet, study);
  assert.deepEqual(
    data.map(({ name }) => name),
    ["trained on concordance", "trained on squared error"],
  );
  assert.match(alt, /concordance: valence, CCC 0\.30 .*valence, R² 0\.10/);
});

test("filters are drawn from low to high", () => {
  const { data, alt } = filterResponseFigure(sheet, "sinc filters, CNN", firstLayer);
  assert.deepEqual((data[0] as { z: number[][] }).z, [
    [1, 0.3, 0],
    [0.1, 1, 1],
    [0, 0.4, 0.2],
  ]);
  assert.match(alt, /3 filters of "sinc filters, CNN" .* 150 to 1000 Hz/);
});

test("centres are told before and after, of networks that have filters", () => {
  const { data, alt } = filterCentreFigure(sheet, study);
  assert.deepEqual(
    data.map((line) => (line as { y: number[] }).y),
    [
      [100, 900, 2000],
      [150, 700, 1000],
    ],
  );
  assert.match(alt, /sinc filters, CNN 100 Hz\./);
});

test("the tables name the best epoch, and what a regression was trained on", () => {
  const rows = soundTable(study);
  assert.deepEqual(
    rows.map((row) => row["best epoch"]),
    ["2", "1", ""],
  );
  assert.equal(rows[0]!["accuracy less the classifier's"], "-0.200 (-0.30 to -0.10)");
  assert.deepEqual(
    affectTable(study).map((row) => row["trained on"]),
    ["concordance", "squared error"],
  );
});
