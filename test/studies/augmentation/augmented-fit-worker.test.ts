import assert from "node:assert/strict";
import { test } from "node:test";
import { MT19937 } from "../../../src/random";
import fit, { type AugmentedFitTask } from "../../../src/studies/augmentation/augmented-fit-worker";

const CLIPS = 40;
const COLUMNS = 3;
const LABELS = Array.from({ length: CLIPS }, (_, clip) => clip % 4);
const TRAIN = LABELS.map((_, clip) => clip).slice(0, 28);
const TEST = LABELS.map((_, clip) => clip).slice(28);

/** Clips tell nothing, copies tell their clip's label by the second column. */
function columns() {
  const random = new MT19937(3);
  const data = new Float32Array(new SharedArrayBuffer(4 * 2 * CLIPS * COLUMNS));
  for (let i = 0; i < data.length; i++) {
    const row = Math.floor(i / COLUMNS);
    data[i] = random.normal() + (row >= CLIPS && i % COLUMNS === 1 ? 8 * LABELS[row - CLIPS]! : 0);
  }
  return { data, shape: [2 * CLIPS, COLUMNS] as [number, number] };
}

const dataset = { clips: CLIPS, columns: columns(), labels: LABELS };
const task: AugmentedFitTask = { model: "random forest", methods: ["noise"], train: TRAIN, test: TEST, seed: 1 };
const copyOf = (clip: number) => CLIPS + clip;

test("a copy has the label of its clip, learnt from as well as tested", () => {
  const { predicted } = fit({ task: { ...task, train: TRAIN.map(copyOf), test: TEST.map(copyOf) }, dataset });
  const right = predicted.filter((label, i) => label === LABELS[TEST[i]!]).length;
  assert.ok(right >= 11, `${right} of ${TEST.length}`);
});

test("rows that are not named play no part", () => {
  const spoilt = columns();
  spoilt.data.fill(Number.NaN, copyOf(0) * COLUMNS);
  const honest = fit({ task, dataset });
  assert.deepEqual(fit({ task, dataset: { ...dataset, columns: spoilt } }).predicted, honest.predicted);
});

test("mixed rows are learnt from, the same for a seed", () => {
  const mixed = { ...task, train: TRAIN.map(copyOf), test: TEST.map(copyOf), model: "logistic regression" as const };
  const first = fit({ task: { ...mixed, mixedRows: 28 }, dataset });
  assert.deepEqual(fit({ task: { ...mixed, mixedRows: 28 }, dataset }).predicted, first.predicted);
  const right = first.predicted.filter((label, i) => label === LABELS[TEST[i]!]).length;
  assert.ok(right >= 9, `${right} of ${TEST.length}: a few mixed rows must not spoil what copies tell`);
  const many = fit({ task: { ...task, mixedRows: 60 }, dataset }).predicted;
  assert.notDeepEqual(many, fit({ task, dataset }).predicted, "sixty mixed rows leave a forest as it was");
});
