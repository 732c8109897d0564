import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type LabelledSource,
  loadTensorFlow,
  predictProbabilities,
  type SequenceSource,
  sequencesInMemory,
  type TrainingData,
  type TrainingOptions,
  takeItems,
  train,
  trainFolds,
} from "../../../src/networks";
import { FEATURES, risingOrFalling, risingOrFallingData, STEPS } from "./rising-or-falling";
import { smallNetwork } from "./small-network";

const OPTIONS = { epochs: 2, batchSize: 4, progress: false } as const satisfies TrainingOptions;
const good = risingOrFalling(12, 1);

function withValue(value: number, names?: readonly string[]): LabelledSource {
  const { sequences, labels } = risingOrFallingData(12, 1);
  sequences.data[(7 * STEPS + 5) * FEATURES + 1] = value;
  return { source: sequencesInMemory(sequences, names === undefined ? {} : { names }), labels };
}

function withSource(change: Partial<SequenceSource>): LabelledSource {
  return { labels: good.labels, source: { ...good.source, ...change } };
}

const names = Array.from({ length: 12 }, (_, item) => `clip-${item}.mp3`);

/** What is given instead of what is good, and what the error says; the remedy stands in its second line. */
const CASES: Record<string, { data?: Partial<TrainingData>; options?: Partial<TrainingOptions>; says: RegExp }> = {
  "NaN, without names": {
    data: { train: withValue(Number.NaN) },
    says: /^item 7 of the train set holds NaN at step 5, feature 1\n.*Leave the clip out/,
  },
  "infinity, with names": {
    data: { train: withValue(Number.NEGATIVE_INFINITY, names) },
    says: /^clip-7\.mp3 of the train set holds -Infinity at step 5, feature 1\n/,
  },
  "NaN in the validation set": {
    data: { validation: withValue(Number.NaN, names) },
    says: /^clip-7\.mp3 of the validation set holds NaN/,
  },
  "an empty train set": { data: { train: takeItems(good, []) }, says: /^the train set is empty\n.*fewer folds/ },
  "an empty validation set": { data: { validation: takeItems(good, []) }, says: /^the validation set is empty\n/ },
  "too few labels": {
    data: { train: { ...good, labels: [0, 1] } },
    says: /^the train set has 12 items and 2 labels\n/,
  },
  "a class that is missing in train": {
    data: { train: { ...good, labels: good.labels.length === 12 ? new Array(12).fill(1) : [] } },
    says: /^the train set has no item of class 0 of the model's 2\n.*stratified/,
  },
  "a label beyond the outputs": {
    data: { train: { ...good, labels: [...Array.from(good.labels).slice(1), 2] } },
    says: /^item 11 of the train set has the label 2\n.*labels are 0 to 1/,
  },
  "other steps": {
    data: { train: risingOrFalling(12, 1, STEPS + 1) },
    says: /^the train set is \(13 steps, 2 features\), not \(12 steps, 2 features\)\n.*inputShape: \[13, 2\]/,
  },
  "a length beyond the steps": {
    data: { train: withSource({ lengths: new Array(12).fill(STEPS + 1), names }) },
    says: /^clip-0\.mp3 of the train set has 13 frames\n/,
  },
  "a source that fails": {
    data: { train: withSource({ read: async () => Promise.reject(new Error("the disk is gone")) }) },
    says: /^the disk is gone/,
  },
  "no epochs": { options: { epochs: 0 }, says: /^epochs is 0: a whole number from 1 on/ },
  "half a clip a batch": { options: { batchSize: 0.5 }, says: /^batchSize is 0\.5/ },
  "a learning rate of 0": { options: { optimizer: { kind: "sgd", learningRate: 0 } }, says: /^learningRate is 0/ },
  "a negative clip": { options: { clipNorm: -1 }, says: /^clipNorm is -1: above 0/ },
  "too much smoothing": { options: { labelSmoothing: 1.5 }, says: /^labelSmoothing is 1\.5/ },
  "a class without weight": { options: { classWeight: { 1: 0 } }, says: /^classWeight\[1\] is 0/ },
  "a factor that raises": { options: { schedule: { kind: "plateau", factor: 2 } }, says: /^factor is 2, not between/ },
  "no patience": { options: { earlyStopping: { patience: 0 } }, says: /^patience of earlyStopping is 0/ },
};

for (const [name, { data, options, says }] of Object.entries(CASES)) {
  test(`${name} is refused`, async () => {
    const { tf } = await loadTensorFlow();
    const model = smallNetwork(tf, 1, { units: 2, dropout: 0 });
    const tensors = tf.memory().numTensors;
    const before = model.getWeights().map((weight) => [...weight.dataSync()]);
    const training = train(model, { train: good, validation: good, ...data }, { ...OPTIONS, ...options });
    await assert.rejects(training, (error: Error) => {
      assert.match(error.message, says);
      return true;
    });
    assert.equal(tf.memory().numTensors, tensors, "nothing is left behind");
    if (!name.startsWith("NaN") && !name.startsWith("infinity")) {
      assert.deepEqual(
        model.getWeights().map((weight) => [...weight.dataSync()]),
        before,
      );
    }
    model.dispose();
  });
}

test("a model that is not for sequences and classes is refused", async () => {
  const { tf } = await loadTensorFlow();
  const flat = tf.sequential({ layers: [tf.layers.dense({ units: 2, activation: "softmax", inputShape: [3] })] });
  const linear = tf.sequential({
    layers: [tf.layers.flatten({ inputShape: [STEPS, FEATURES] }), tf.layers.dense({ units: 2 })],
  });
  await assert.rejects(
    train(flat, { train: good }, OPTIONS),
    /turns \(, 3\) into \(, 2\)\n.*\(batch, steps, features\)/,
  );
  await assert.rejects(train(linear, { train: good }, OPTIONS), /ends with dense\S* \(Dense\), not with the softmax/);
  await assert.rejects(
    predictProbabilities(smallNetwork(tf, 1, { units: 2, dropout: 0 }), risingOrFalling(2, 1, 5).source),
    /the given set is \(5 steps/,
  );
});

test("an empty fold is refused by its number, an item that does not exist by its own", async () => {
  const { tf } = await loadTensorFlow();
  const make = (seed: number) => smallNetwork(tf, seed, { units: 2, dropout: 0 });
  const folds = [
    { train: takeItems(good, [0, 1, 2, 3]), test: takeItems(good, [4, 5]) },
    { train: takeItems(good, [0, 1, 2, 3]), test: takeItems(good, []) },
  ];
  await assert.rejects(trainFolds(make, folds, OPTIONS), /the test set of fold 2 is empty/);
  assert.throws(() => takeItems(good, [3, 12]), /item 12 was asked for of 12/);
});
