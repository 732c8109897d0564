import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import {
  loadTensorFlow,
  predictProbabilities,
  type TrainingOptions,
  takeItems,
  train,
  trainFolds,
  trainSeeds,
} from "../../../src/networks";
import { risingOrFalling } from "./rising-or-falling";
import { smallNetwork } from "./small-network";

const OPTIONS = {
  epochs: 2,
  batchSize: 8,
  optimizer: { kind: "adamw", learningRate: 0.01 },
  progress: false,
} as const satisfies TrainingOptions;

const root = mkdtempSync(join(tmpdir(), "quadrant-folds-"));
after(() => rmSync(root, { recursive: true, force: true }));

const data = risingOrFalling(30, 1);
const items = Array.from({ length: 30 }, (_, item) => item);
const folds = [0, 1, 2].map((fold) => ({
  train: takeItems(
    data,
    items.filter((item) => item % 3 !== fold),
  ),
  test: takeItems(
    data,
    items.filter((item) => item % 3 === fold),
  ),
}));

async function maker() {
  const { tf } = await loadTensorFlow();
  return { tf, make: (seed: number) => smallNetwork(tf, seed) };
}

test("each fold and seed is a training of its own, as if it were alone", async () => {
  const { tf, make } = await maker();
  const tensors = tf.memory().numTensors;
  const runs = await trainFolds(make, folds, { ...OPTIONS, seeds: [1, 2] });
  assert.equal(tf.memory().numTensors, tensors, "the models are disposed of");
  assert.deepEqual(
    runs.map(({ fold, seed }) => [fold, seed]),
    [1, 2, 3].flatMap((fold) => [1, 2].map((seed) => [fold, seed])),
  );
  const alone = make(2);
  const history = await train(alone, { train: folds[1]!.train }, { ...OPTIONS, seed: 2 });
  assert.deepEqual(runs[3]!.history, history);
  assert.deepEqual(runs[3]!.probabilities, await predictProbabilities(alone, folds[1]!.test.source));
  assert.notDeepEqual(runs[2]!.probabilities, runs[3]!.probabilities);
});

test("folds made one by one go on from their folders", async () => {
  const { make } = await maker();
  async function* oneByOne() {
    yield* folds;
  }
  const epochs: number[] = [];
  const options = { ...OPTIONS, folder: root, onEpoch: ({ epoch }: { epoch: number }) => void epochs.push(epoch) };
  const first = await trainFolds(make, folds.slice(0, 2), options);
  const again = await trainFolds(make, oneByOne(), options);
  assert.deepEqual(again.slice(0, 2), first);
  assert.deepEqual(epochs, [1, 2, 1, 2, 1, 2], "what was done is not done again");
  assert.ok(existsSync(join(root, "fold-3-seed-0", "history.csv")));
});

test("seeds give models that differ, to be asked together", async () => {
  const { make } = await maker();
  const runs = await trainSeeds(make, { train: folds[0]!.train }, { ...OPTIONS, seeds: [1, 2] });
  const [one, two] = await Promise.all(runs.map(({ model }) => predictProbabilities(model, folds[0]!.test.source)));
  assert.notDeepEqual(one, two);
  for (const { model } of runs) model.dispose();
});
