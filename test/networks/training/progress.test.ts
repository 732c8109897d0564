import assert from "node:assert/strict";
import { test } from "node:test";
import {
  loadTensorFlow,
  type SequenceSource,
  sequencesInMemory,
  type TrainingOptions,
  train,
} from "../../../src/networks";
import { FEATURES, risingOrFalling, STEPS } from "./rising-or-falling";
import { smallNetwork } from "./small-network";

const OPTIONS = { epochs: 3, batchSize: 8, progress: false } as const satisfies TrainingOptions;

async function newModel() {
  const { tf } = await loadTensorFlow();
  return smallNetwork(tf, 1);
}

test("progress tells batches, time left, epoch, loss and accuracy in one line", async () => {
  const written: string[] = [];
  const progress = { isTTY: true, write: (text: string) => written.push(text) };
  const options = { ...OPTIONS, progress, label: "learning", earlyStopping: { patience: 3 } };
  await train(await newModel(), { train: risingOrFalling(40, 1) }, options);
  assert.match(written[0]!, /^\rlearning: 1 of 15, \S+\/s, .* left, epoch 1 loss \d\.\d{3} acc \d\.\d\d *$/);
  assert.match(written.at(-1)!, /^\rlearning: 15 of 15 in \S+ s *\n$/);
});

test("a training that failed says in words how", async () => {
  const written: string[] = [];
  // Silence tells nothing of the classes.
  const silence = { data: new Float32Array(24 * STEPS * FEATURES), shape: [24, STEPS, FEATURES] as const };
  const labels = Array.from({ length: 24 }, (_, item) => item % 2);
  const progress = { write: (text: string) => written.push(text) };
  const data = { train: { source: sequencesInMemory(silence), labels } };
  await train(await newModel(), data, { ...OPTIONS, epochs: 6, progress });
  assert.match(written.at(-1)!, /^A low plateau from epoch 1 on: the training loss stays at /);
});

test("a signal stops the training after the batch at work, and leaves the best weights so far", async () => {
  const model = await newModel();
  const controller = new AbortController();
  const data = risingOrFalling(40, 1);
  let reads = 0;
  let open = 0;
  const source: SequenceSource = {
    ...data.source,
    async read(items, into) {
      open++;
      if (++reads === 9) controller.abort();
      await new Promise((resolve) => setTimeout(resolve, 5));
      await data.source.read(items, into);
      open--;
    },
  };
  const weights: number[][] = [];
  const { tf } = await loadTensorFlow();
  const tensors = tf.memory().numTensors;
  const onEpoch = () => void weights.push([...model.getWeights()[0]!.dataSync()]);
  const training = train(model, { train: { ...data, source } }, { ...OPTIONS, signal: controller.signal, onEpoch });
  await assert.rejects(training, (error: Error & { tag?: string }) => {
    assert.equal(error.tag, "interrupted");
    assert.match(error.message, /^stopped in epoch 2 after [23] of 5 batches of the train set\n.*Run it again/);
    return true;
  });
  assert.equal(open, 0, "nothing reads on");
  assert.equal(tf.memory().numTensors, tensors);
  assert.deepEqual([...model.getWeights()[0]!.dataSync()], weights[0]);
});
