import assert from "node:assert/strict";
import { test } from "node:test";
import { RidgeClassifier, StandardScaler } from "../../../src/classifiers";
import { takeRows } from "../../../src/evaluation";
import { MT19937 } from "../../../src/random";
import ablate from "../../../src/studies/ablation/ablation-worker";
import { FeatureKernels } from "../../../src/studies/ablation/feature-kernels";

const CLIPS = 60;
const FEATURES = [
  { from: 0, to: 3 },
  { from: 3, to: 4 },
  { from: 4, to: 9 },
];
const COLUMNS = 9;
const TRAIN = Array.from({ length: 44 }, (_, i) => i);
const TEST = Array.from({ length: 16 }, (_, i) => 44 + i);
const LABELS = Array.from({ length: CLIPS }, (_, i) => (i * 7) % 4);

/** The second feature tells the label, the third a little, the first nothing. */
function columns() {
  const random = new MT19937(5);
  const data = new Float32Array(CLIPS * COLUMNS);
  for (let i = 0; i < data.length; i++) {
    const [label, column] = [LABELS[Math.floor(i / COLUMNS)]!, i % COLUMNS];
    data[i] = random.normal() + (column === 3 ? 4 * label : column === 5 ? Number(label === 2) : 0);
  }
  return { data, shape: [CLIPS, COLUMNS] as [number, number] };
}

test("sums of Gram matrices are ridge regression with alpha = columns, whatever the features", () => {
  const X = columns();
  const kernels = new FeatureKernels(X, FEATURES, TRAIN, TEST);
  const learnt = TRAIN.map((clip) => LABELS[clip]!);
  for (const subset of [[0], [1], [0, 2], [0, 1, 2]]) {
    const own = subset.flatMap((f) =>
      Array.from({ length: FEATURES[f]!.to - FEATURES[f]!.from }, (_, i) => FEATURES[f]!.from + i),
    );
    const part = (rows: readonly number[]) => {
      const taken = takeRows(X, rows);
      const data = Float32Array.from(rows.flatMap((_, i) => own.map((column) => taken.data[i * COLUMNS + column]!)));
      return { data, shape: [rows.length, own.length] as [number, number] };
    };
    const scaler = new StandardScaler().fit(part(TRAIN));
    const ridge = new RidgeClassifier({ alpha: own.length }).fit(scaler.transform(part(TRAIN)), learnt);
    assert.deepEqual(kernels.setOf(subset).classify(learnt, 4), [...ridge.predict(scaler.transform(part(TEST)))]);
  }
});

test("Shapley values sum up to what all features add, and go to the one that tells", () => {
  const dataset = { summary: columns(), labels: LABELS, features: FEATURES, cues: {} };
  const all = ablate({ task: { kind: "sets", train: TRAIN, test: TEST, seed: 1 }, dataset });
  const orders = ablate({ task: { kind: "orders", orders: 6, train: TRAIN, test: TEST, seed: 1 }, dataset });
  assert.ok(all.kind === "sets" && orders.kind === "orders");
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const shapley = orders.added.map((added) => mean(added) / 6);
  assert.ok(Math.abs(shapley.reduce((sum, value) => sum + value, 0) - (mean(all.all) - mean(orders.empty))) < 1e-12);
  assert.equal(shapley.indexOf(Math.max(...shapley)), 1);
  assert.ok(mean(all.alone[1]!) > mean(all.alone[0]!) + 0.2);
  assert.ok(mean(all.without[1]!) < mean(all.all), "without it something is lost");
  assert.ok(mean(all.exchanged[1]!) < mean(all.all), "and when it is exchanged");
});

test("a cue is read from the feature that follows it", () => {
  const { data } = columns();
  const cues = { loudness: LABELS.map((_, clip) => data[clip * COLUMNS + 3]!) };
  const dataset = { summary: columns(), labels: LABELS, features: FEATURES, cues };
  const result = ablate({ task: { kind: "sets", train: TRAIN, test: TEST, seed: 1 }, dataset });
  assert.ok(result.kind === "sets");
  const miss = (feature: number) =>
    TEST.reduce((sum, clip, i) => sum + Math.abs(result.cues[feature]!.loudness![i]! - cues.loudness[clip]!), 0);
  assert.ok(miss(1) < 0.2 * miss(0), `${miss(1)} ${miss(0)}`);
});
