import assert from "node:assert/strict";
import { test } from "node:test";
import type { LayersModel } from "@tensorflow/tfjs";
import { recurrentLayers as kernel } from "../../../src/kernels/recurrent";
import {
  type LabelledSource,
  loadTensorFlow,
  predictProbabilities,
  recurrentLayers,
  type SequenceSource,
  sequencesInMemory,
  type TrainingOptions,
  train,
} from "../../../src/networks";
import { FEATURES, risingOrFalling, STEPS } from "./rising-or-falling";
import { smallNetwork } from "./small-network";

const OPTIONS = {
  epochs: 25,
  batchSize: 16,
  optimizer: { kind: "adamw", learningRate: 0.01 },
  clipNorm: 5,
  progress: false,
} as const satisfies TrainingOptions;

async function newModel(seed: number, units = 8): Promise<LayersModel> {
  const { tf } = await loadTensorFlow();
  return smallNetwork(tf, seed, { units });
}

async function trainOnce(seed: number, options: Partial<TrainingOptions> = {}) {
  const model = await newModel(seed);
  const data = { train: risingOrFalling(96, 1), validation: risingOrFalling(48, 2) };
  const history = await train(model, data, { ...OPTIONS, ...options, seed });
  const test = risingOrFalling(64, 3);
  const probabilities = await predictProbabilities(model, test.source);
  const weights = model.getWeights().map((weight) => [...weight.dataSync()]);
  model.dispose();
  const right = Array.from(test.labels).filter((label, i) => (probabilities.data[2 * i + 1]! > 0.5 ? 1 : 0) === label);
  return { history, probabilities, weights, accuracy: right.length / test.labels.length };
}

test("a simple RNN learns what lies only in the order of time", async () => {
  const { accuracy, history } = await trainOnce(1);
  assert.ok(accuracy > 0.9, `accuracy ${accuracy}`);
  assert.ok(history.epochs.at(-1)!.trainLoss < history.epochs[0]!.trainLoss / 2);
});

test("SGD with momentum, a schedule, label smoothing and class weights learn it too", async () => {
  const { accuracy, history } = await trainOnce(1, {
    optimizer: { kind: "sgd", learningRate: 0.1, momentum: 0.9 },
    schedule: { kind: "cosine" },
    labelSmoothing: 0.1,
    classWeight: "balanced",
  });
  assert.ok(accuracy > 0.9, `accuracy ${accuracy}`);
  const rates = history.epochs.map(({ learningRate }) => learningRate);
  assert.equal(rates[0], 0.1);
  assert.ok(rates.every((rate, i) => i === 0 || rate < rates[i - 1]!));
});

test("the weights kept are those of the epoch with the smallest validation loss", async () => {
  // Large steps on few clips: the last epoch is not the best one.
  const model = await newModel(5);
  const validation = risingOrFalling(48, 2);
  const seen: number[][][] = [];
  const options = { ...OPTIONS, optimizer: { kind: "adamw", learningRate: 0.3 } as const, epochs: 12 };
  const history = await train(
    model,
    { train: risingOrFalling(12, 1), validation },
    { ...options, onEpoch: () => seen.push(model.getWeights().map((weight) => [...weight.dataSync()])) },
  );
  const losses = history.epochs.map(({ validationLoss }) => validationLoss!);
  assert.equal(history.bestEpoch, losses.indexOf(Math.min(...losses)) + 1);
  assert.notEqual(history.bestEpoch, 12);
  assert.deepEqual(
    model.getWeights().map((weight) => [...weight.dataSync()]),
    seen[history.bestEpoch - 1],
  );
});

test("the weights of the last epoch are kept for those who ask, as the study did", async () => {
  const model = await newModel(5);
  const seen: number[][] = [];
  const data = { train: risingOrFalling(12, 1), validation: risingOrFalling(48, 2) };
  const optimizer = { kind: "adamw", learningRate: 0.3 } as const;
  const onEpoch = () => void seen.push([...model.getWeights()[0]!.dataSync()]);
  const { bestEpoch } = await train(model, data, { ...OPTIONS, optimizer, epochs: 12, keep: "last", onEpoch });
  assert.notEqual(bestEpoch, 12);
  assert.deepEqual([...model.getWeights()[0]!.dataSync()], seen.at(-1));
});

test("weights that are not to be trained stay, and regularisers pull", async () => {
  const { tf } = await loadTensorFlow();
  const sizes: number[] = [];
  for (const l2 of [0, 1]) {
    const model = tf.sequential({
      layers: [
        tf.layers.flatten({ inputShape: [STEPS, FEATURES] }),
        tf.layers.dense({ units: 3, trainable: false, kernelInitializer: tf.initializers.glorotUniform({ seed: 1 }) }),
        tf.layers.dense({
          units: 2,
          activation: "softmax",
          kernelInitializer: tf.initializers.glorotUniform({ seed: 2 }),
          ...(l2 > 0 && { kernelRegularizer: tf.regularizers.l2({ l2 }) }),
        }),
      ],
    });
    const first = [...model.layers[1]!.getWeights()[0]!.dataSync()];
    await train(model, { train: risingOrFalling(24, 1) }, { ...OPTIONS, epochs: 40 });
    assert.deepEqual([...model.layers[1]!.getWeights()[0]!.dataSync()], first);
    const [kernel] = model.layers[2]!.getWeights();
    sizes.push(tf.tidy(() => tf.sum(tf.square(kernel!)).dataSync()[0]!));
  }
  assert.ok(sizes[1]! < sizes[0]! / 2, `${sizes}`);
});

test("training stops early, and not before its patience ends", async () => {
  const { history } = await trainOnce(1, {
    optimizer: { kind: "adamw", learningRate: 0.05 },
    epochs: 60,
    earlyStopping: { patience: 4 },
  });
  assert.ok(history.epochs.length < 60);
  assert.equal(history.epochs.length, history.bestEpoch + 4);
});

test("the same seed gives the same weights, another seed does not", async () => {
  const [first, second, other] = [await trainOnce(4), await trainOnce(4), await trainOnce(5)];
  assert.deepEqual(first.weights, second.weights);
  assert.deepEqual(first.history, second.history);
  assert.notDeepEqual(first.weights, other.weights);
});

test("dropout draws anew in each step, which stock dropout with a seed does not", async () => {
  const { tf } = await loadTensorFlow();
  // Nothing but the bias is learnt, from inputs that are all 1: without dropout all batches are alike.
  const model = tf.sequential({
    layers: [
      tf.layers.reshape({ targetShape: [4], inputShape: [2, 2] }),
      tf.layers.dropout({ rate: 0.5, seed: 1 }),
      tf.layers.dense({
        units: 2,
        activation: "softmax",
        kernelInitializer: tf.initializers.glorotUniform({ seed: 1 }),
      }),
    ],
  });
  const ones = sequencesInMemory({ data: new Float32Array(16).fill(1), shape: [4, 2, 2] });
  const options = { ...OPTIONS, optimizer: { kind: "sgd", learningRate: 1e-30 } as const, epochs: 6, batchSize: 4 };
  const { epochs } = await train(model, { train: { source: ones, labels: [0, 1, 0, 1] } }, options);
  assert.ok(new Set(epochs.map(({ trainLoss }) => trainLoss)).size > 3, "other values were dropped in other steps");
  assert.equal(model.layers[1]!.getConfig().seed, 1, "the model has its own seed again");
});

test("batches come in another order in each epoch, and steps are no longer than the clip allows", async () => {
  const data = risingOrFalling(16, 1);
  const orders = new Map<number | undefined, number[]>();
  const source: SequenceSource = {
    ...data.source,
    read(items, into, epoch) {
      orders.set(epoch, [...(orders.get(epoch) ?? []), ...items]);
      return data.source.read(items, into, epoch);
    },
  };
  const model = await newModel(1);
  const weights = () => model.getWeights().flatMap((weight) => [...(weight.dataSync() as Float32Array)]);
  const before = weights();
  const options = { ...OPTIONS, epochs: 2, batchSize: 8, clipNorm: 1e-3, seed: 1 };
  await train(model, { train: { ...data, source } }, { ...options, optimizer: { kind: "sgd", learningRate: 0.5 } });
  const [first, second, ...more] = [...orders.values()];
  assert.deepEqual(more, [], "training reads by the number of the epoch");
  assert.notDeepEqual(first, second);
  assert.deepEqual(first!.toSorted(), second!.toSorted());
  const moved = Math.hypot(...weights().map((weight, i) => weight - before[i]!));
  // Four steps of at most 1e-3 * 0.5.
  assert.ok(moved > 1e-4 && moved < 2.1e-3, `${moved}`);
});

test("noise that has no seed is refused", async () => {
  const { tf } = await loadTensorFlow();
  const model = tf.sequential({
    layers: [
      tf.layers.gaussianNoise({ stddev: 1, inputShape: [STEPS, FEATURES] }),
      tf.layers.flatten(),
      tf.layers.dense({ units: 2, activation: "softmax" }),
    ],
  });
  await assert.rejects(
    train(model, { train: risingOrFalling(4, 1) }, OPTIONS),
    /the noise of gaussian_noise\S* \(GaussianNoise\) has no seed/,
  );
});

test("200 steps leave no tensor behind and grow nothing", async () => {
  const { tf } = await loadTensorFlow();
  const model = await newModel(1);
  const data = { train: risingOrFalling(90, 1), validation: risingOrFalling(20, 2) };
  const run = () => train(model, data, { ...OPTIONS, epochs: 40 });
  await run();
  const before = { ...tf.memory(), shared: kernel().used(), rss: process.memoryUsage.rss() };
  await run();
  assert.equal(tf.memory().numTensors, before.numTensors);
  assert.equal(tf.memory().numBytes, before.numBytes);
  assert.equal(kernel().used(), before.shared);
  const grown = (process.memoryUsage.rss() - before.rss) / 2 ** 20;
  assert.ok(grown < 64, `resident memory grew by ${grown} MiB`);
});

test("clips of unequal length come out as if their padding were not there", async () => {
  const { tf } = await loadTensorFlow();
  const make = () =>
    tf.sequential({
      layers: [
        recurrentLayers(tf).lstm({
          units: 5,
          inputShape: [null as unknown as number, FEATURES],
          kernelInitializer: tf.initializers.glorotUniform({ seed: 1 }),
          recurrentInitializer: tf.initializers.orthogonal({ seed: 2 }),
        }),
        tf.layers.dense({
          units: 2,
          activation: "softmax",
          kernelInitializer: tf.initializers.glorotUniform({ seed: 3 }),
        }),
      ],
    });
  const whole = risingOrFalling(40, 1);
  const lengths = Array.from({ length: 40 }, (_, item) => 1 + ((item * 7) % STEPS));
  /** Padding is filled with `padding`, whatever it is. */
  const padded = (padding: number): LabelledSource => ({
    labels: whole.labels,
    source: {
      shape: whole.source.shape,
      lengths,
      async read(items, into) {
        await whole.source.read(items, into);
        items.forEach((item, i) => {
          into.fill(padding, (i * STEPS + lengths[item]!) * FEATURES, (i + 1) * STEPS * FEATURES);
        });
      },
    },
  });
  const weights: number[][][] = [];
  for (const padding of [0, 7]) {
    const model = make();
    await train(model, { train: padded(padding) }, { ...OPTIONS, epochs: 3 });
    weights.push(model.getWeights().map((weight) => [...weight.dataSync()]));
    // One clip at a time, cut to its length, there is nothing to mask.
    const together = await predictProbabilities(model, padded(padding).source);
    for (const item of [0, 5, 11]) {
      const own = new Float32Array(STEPS * FEATURES);
      await whole.source.read([item], own);
      const shape = [1, lengths[item]!, FEATURES] as const;
      const alone = await predictProbabilities(
        model,
        sequencesInMemory({ data: own.slice(0, shape[1] * FEATURES), shape }),
      );
      assert.ok(Math.abs(alone.data[0]! - together.data[2 * item]!) < 1e-6);
    }
  }
  assert.deepEqual(weights[0], weights[1]);
});
