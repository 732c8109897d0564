import assert from "node:assert/strict";
import { test } from "node:test";
import { HistGradientBoostingClassifier, type HistGradientBoostingClassifierOptions } from "../../../src/classifiers";
import { golden } from "../../golden";
import { closest } from "../closest";
import { type SyntheticData, synthetic } from "../synthetic";

interface Case {
  readonly data: SyntheticData;
  readonly options: HistGradientBoostingClassifierOptions;
  readonly iterations: number;
  readonly predicted: number[];
  readonly proba: number[][];
  readonly decision: number[][];
}

/** Answers are given out in float32. */
const SCORE_TOLERANCE = 1e-6;

for (const { data, options, ...expected } of golden<{ cases: Case[] }>("hist-gradient-boosting").cases) {
  test(`boosting answers as scikit-learn's: seed ${data.seed}, ${JSON.stringify(options)}`, () => {
    const { X, y, T } = synthetic(data);
    const model = new HistGradientBoostingClassifier(options).fit(X, y);
    assert.equal(model.iterations, expected.iterations);
    closest(model.decisionFunction(T).data, expected.decision.flat(), SCORE_TOLERANCE, "decision");
    closest(model.predictProba(T).data, expected.proba.flat(), SCORE_TOLERANCE, "proba");
    assert.deepEqual([...model.predict(T)], expected.predicted);
  });
}

test("options out of range, and columns beyond memory, are refused", () => {
  assert.throws(() => new HistGradientBoostingClassifier({ maxBins: 256 }), /maxBins = 256/);
  assert.throws(() => new HistGradientBoostingClassifier({ maxLeafNodes: 1 }), /maxLeafNodes = 1/);
  const X = { data: new Float32Array(264_180), shape: [1, 264_180] as const };
  assert.throws(() => new HistGradientBoostingClassifier().fit(X, [0]), /264180 columns need too much memory/);
});
