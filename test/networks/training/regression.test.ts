import assert from "node:assert/strict";
import { test } from "node:test";
import { concordanceCorrelation, r2Score } from "../../../src/evaluation";
import {
  type LabelledSource,
  loadTensorFlow,
  predictProbabilities,
  sequencesInMemory,
  type TrainingOptions,
  takeItems,
  train,
} from "../../../src/networks";
import { concordanceLoss, squaredError } from "../../../src/networks/training/regression-loss";
import { MT19937 } from "../../../src/random";

const [STEPS, FEATURES] = [5, 3];
const OPTIONS = {
  epochs: 30,
  batchSize: 16,
  optimizer: { kind: "adamw", learningRate: 0.02 },
  progress: false,
} as const satisfies TrainingOptions;

/** Items whose two numbers are sums over two of the features, with an offset. */
function sums(items: number, seed: number): LabelledSource {
  const random = new MT19937(seed);
  const data = Float32Array.from({ length: items * STEPS * FEATURES }, () => random.normal());
  const sumOf = (item: number, feature: number) =>
    Array.from({ length: STEPS }, (_, step) => data[(item * STEPS + step) * FEATURES + feature]!).reduce(
      (a, b) => a + b,
    );
  return {
    source: sequencesInMemory({ data, shape: [items, STEPS, FEATURES] }),
    labels: Array.from({ length: items }, (_, item) => [0.1 * sumOf(item, 0) + 0.3, -0.1 * sumOf(item, 1)]).flat(),
  };
}

async function newModel(activation: "linear" | "softmax" = "linear") {
  const { tf } = await loadTensorFlow();
  return tf.sequential({
    layers: [
      tf.layers.flatten({ inputShape: [STEPS, FEATURES] }),
      tf.layers.dense({ units: 2, activation, kernelInitializer: tf.initializers.glorotUniform({ seed: 1 }) }),
    ],
  });
}

for (const criterion of ["mse", "ccc"] as const) {
  test(`numbers are learnt by ${criterion}`, async () => {
    const model = await newModel();
    const [train_, validation, unseen] = [sums(96, 1), sums(48, 2), sums(64, 3)];
    const { epochs } = await train(model, { train: train_, validation }, { ...OPTIONS, criterion });
    const { data, shape } = await predictProbabilities(model, unseen.source);
    model.dispose();
    assert.deepEqual(shape, [64, 2]);
    for (const column of [0, 1]) {
      const of = (values: ArrayLike<number>) => Array.from({ length: 64 }, (_, item) => values[2 * item + column]!);
      const [truth, told] = [of(unseen.labels), of(data)];
      assert.ok(r2Score(truth, told) > 0.95, `R2 ${r2Score(truth, told)}`);
      assert.ok(concordanceCorrelation(truth, told) > 0.95);
    }
    const last = epochs.at(-1)!;
    assert.ok(last.validationLoss! < epochs[0]!.validationLoss! / 5);
    assert.deepEqual([last.trainAccuracy, last.validationAccuracy], [null, null]);
  });
}

test("the loss of a validation set is that of all its items, not a mean over batches", async () => {
  const losses: number[] = [];
  for (const batchSize of [48, 48, 5]) {
    const model = await newModel();
    // A rate too small to change anything: both trainings have the same weights.
    const optimizer = { kind: "sgd", learningRate: 1e-12 } as const;
    const data = { train: sums(16, 1), validation: sums(48, 2) };
    const { epochs } = await train(model, data, { ...OPTIONS, epochs: 1, batchSize, optimizer, criterion: "ccc" });
    losses.push(epochs[0]!.validationLoss!);
    model.dispose();
  }
  assert.ok(Math.abs(losses[2]! - losses[0]!) < 1e-6, String(losses));
});

const OUTPUTS = Float32Array.of(0.5, -1, 0.25, 2, -0.75, 0.5, 1.5, 0);
const TARGETS = [0, -0.5, 1, 1, -1, 1, 0.5, 0.25];
const column = (values: ArrayLike<number>, c: number) => Array.from(values).filter((_, i) => i % 2 === c);

test("the concordance loss is 1 less the mean of the concordance correlations", () => {
  const { lossSum, weightSum } = concordanceLoss(OUTPUTS, TARGETS, 2);
  const [first, second] = [0, 1].map((c) => concordanceCorrelation(column(TARGETS, c), column(OUTPUTS, c)));
  assert.ok(Math.abs(lossSum / weightSum - (1 - (first! + second!) / 2)) < 1e-6);
});

for (const loss of [squaredError, concordanceLoss]) {
  test(`the gradient of ${loss.name} is that of its mean`, () => {
    const { gradient } = loss(OUTPUTS, TARGETS, 2);
    const meanAt = (i: number, step: number) => {
      const moved = OUTPUTS.map((value, j) => (j === i ? value + step : value));
      const { lossSum, weightSum } = loss(moved, TARGETS, 2);
      return lossSum / weightSum;
    };
    for (const [i, slope] of gradient.entries()) {
      const expected = (meanAt(i, 2 ** -8) - meanAt(i, -(2 ** -8))) / 2 ** -7;
      assert.ok(Math.abs(slope - expected) < 1e-4, `${i}: ${slope}, not ${expected}`);
    }
  });
}

test("a batch of one constant has a loss and a gradient", () => {
  const { lossSum, gradient } = concordanceLoss(Float32Array.of(0.5, 0.5), [0.5, 0.5], 1);
  assert.ok(Number.isFinite(lossSum) && gradient.every(Number.isFinite));
});

test("items are taken with all their numbers", () => {
  const { labels } = takeItems(sums(4, 1), [2, 0]);
  const all = Array.from(sums(4, 1).labels);
  assert.deepEqual(Array.from(labels), [...all.slice(4, 6), ...all.slice(0, 2)]);
});

const good = sums(8, 1);
const REFUSED: Record<string, { says: RegExp; options?: Partial<TrainingOptions>; train?: LabelledSource }> = {
  "one number an item": {
    train: { ...good, labels: Array.from({ length: 8 }, () => 0) },
    says: /^the train set has 8 items and 8 labels\n.*2 numbers an item/,
  },
  "a number that is missing": {
    train: { ...good, labels: Array.from(good.labels, (value, i) => (i === 5 ? Number.NaN : value)) },
    says: /^item 2 of the train set has the label NaN\n.*no number/,
  },
  smoothing: { options: { labelSmoothing: 0.1 }, says: /^labelSmoothing and classWeight mean nothing/ },
};

for (const [name, { says, options, train: data = good }] of Object.entries(REFUSED)) {
  test(`a regression refuses ${name}`, async () => {
    const model = await newModel();
    await assert.rejects(train(model, { train: data }, { ...OPTIONS, criterion: "mse", ...options }), {
      message: says,
    });
    model.dispose();
  });
}

test("classes need a softmax, numbers a plain output", async () => {
  const model = await newModel("softmax");
  await assert.rejects(train(model, { train: good }, { ...OPTIONS, criterion: "mse" }), {
    message: /ends with .*, not with the plain values of a dense layer\n.*activation: "linear"/,
  });
  model.dispose();
});
