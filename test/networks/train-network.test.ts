import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type LabelledSequences,
  loadTensorFlow,
  poolFrames,
  predictSequences,
  SequenceScaler,
  simpleRnn,
  trainNetwork,
} from "../../src/networks";
import { MT19937 } from "../../src/random";

const STEPS = 12;
const OPTIONS = { epochs: 25, batchSize: 16, learningRate: 0.01, clipNorm: 5 };

/** Noise that rises in half of the items and falls in the other half: only the order of time tells them apart. */
function risingOrFalling(items: number, seed: number): LabelledSequences {
  const random = new MT19937(seed);
  const labels = Array.from({ length: items }, (_, item) => item % 2);
  const data = Float32Array.from({ length: items * STEPS * 2 }, (_, i) => {
    const step = Math.floor(i / 2) % STEPS;
    const direction = labels[Math.floor(i / (2 * STEPS))] === 1 ? 1 : -1;
    return (direction * (2 * step - STEPS + 1)) / STEPS + 0.5 * random.normal();
  });
  return { sequences: { data, shape: [items, STEPS, 2] }, labels };
}

async function trainOnce(seed: number) {
  const { tf } = await loadTensorFlow();
  const model = simpleRnn(tf, STEPS, 2, 2, { units: 8, dropout: 0.1, seed });
  const history = await trainNetwork(tf, model, risingOrFalling(96, 1), risingOrFalling(48, 2), { ...OPTIONS, seed });
  const test = risingOrFalling(64, 3);
  const probabilities = predictSequences(tf, model, test.sequences);
  model.dispose();
  const right = test.labels.filter((label, i) => (probabilities.data[2 * i + 1]! > 0.5 ? 1 : 0) === label).length;
  return { history, probabilities, accuracy: right / test.labels.length };
}

test("a simple RNN learns what lies only in the order of time", async () => {
  const { accuracy, history } = await trainOnce(1);
  assert.ok(accuracy > 0.9, `accuracy ${accuracy}`);
  assert.ok(history.epochs.at(-1)!.trainLoss < history.epochs[0]!.trainLoss / 2);
});

test("the weights kept are those of the epoch with the smallest validation loss", async () => {
  const { history } = await trainOnce(1);
  const losses = history.epochs.map((record) => record.validationLoss);
  assert.equal(history.bestEpoch, losses.indexOf(Math.min(...losses)) + 1);
});

test("the same seed gives the same predictions, another seed does not", async () => {
  const [first, second, other] = [await trainOnce(4), await trainOnce(4), await trainOnce(5)];
  assert.deepEqual(first.probabilities, second.probabilities);
  assert.notDeepEqual(first.probabilities.data, other.probabilities.data);
});

test("training leaves no tensor behind", async () => {
  const { tf } = await loadTensorFlow();
  await trainOnce(1);
  const before = tf.memory().numTensors;
  await trainOnce(1);
  assert.equal(tf.memory().numTensors, before);
});

test("an empty set is refused by name", async () => {
  const { tf } = await loadTensorFlow();
  const model = simpleRnn(tf, STEPS, 2, 2, { units: 2, dropout: 0, seed: 1 });
  const empty: LabelledSequences = { sequences: { data: new Float32Array(), shape: [0, STEPS, 2] }, labels: [] };
  await assert.rejects(
    trainNetwork(tf, model, risingOrFalling(4, 1), empty, { ...OPTIONS, seed: 1 }),
    /the validation set is empty/,
  );
});

test("a NaN in the input is refused with its item and step", async () => {
  const { tf } = await loadTensorFlow();
  const model = simpleRnn(tf, STEPS, 2, 2, { units: 2, dropout: 0, seed: 1 });
  const train = risingOrFalling(4, 1);
  train.sequences.data[2 * STEPS + 3] = Number.NaN;
  await assert.rejects(
    trainNetwork(tf, model, train, risingOrFalling(4, 2), { ...OPTIONS, seed: 1 }),
    /item 1 of the train set holds NaN at step 1/,
  );
});

test("an exploding gradient stops training and names the epoch", async () => {
  const { tf } = await loadTensorFlow();
  const model = simpleRnn(tf, STEPS, 2, 2, { units: 2, dropout: 0, seed: 1 });
  const options = { ...OPTIONS, learningRate: 1e38, clipNorm: 1e38, seed: 1 };
  await assert.rejects(
    trainNetwork(tf, model, risingOrFalling(40, 1), risingOrFalling(4, 2), options),
    /the norm of the gradient became (NaN|Infinity) in epoch 1/,
  );
});

test("pooling averages equal stretches and turns them time-major", () => {
  const frames = { data: Float32Array.from([1, 3, 5, 7, 10, 30, 50, 70]), shape: [2, 4] as const };
  const { data, shape } = poolFrames(frames, 2);
  assert.deepEqual(shape, [2, 2]);
  assert.deepEqual([...data], [2, 20, 6, 60]);
});

test("each feature is scaled by itself", () => {
  const sequences = { data: Float32Array.from([0, 1000, 2, 3000]), shape: [1, 2, 2] as const };
  assert.deepEqual([...new SequenceScaler().fit(sequences).transform(sequences).data], [-1, -1, 1, 1]);
});
