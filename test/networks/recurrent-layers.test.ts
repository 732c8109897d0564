import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { LayersModel, layers, Sequential, Tensor } from "@tensorflow/tfjs";
import { recurrentLayers as kernel } from "../../src/kernels/recurrent";
import {
  accelerate,
  loadTensorFlow,
  recurrentLayers,
  sequencesInMemory,
  type TensorFlow,
  train,
  withInputGradient,
} from "../../src/networks";
import { MT19937 } from "../../src/random";

/** Float32 on both sides, summed in different orders. */
const SAME = 1e-5;

const [BATCH, STEPS, FEATURES, UNITS] = [6, 13, 5, 7];
const SIGMOID = { recurrentActivation: "sigmoid" as const };

type Layer = layers.Layer;

/** The same layer twice: by the kernel, and as tf.layers has it. */
function twins(tf: TensorFlow): Record<string, (shape: { inputShape?: number[] }) => [fast: Layer, stock: Layer]> {
  const fast = recurrentLayers(tf, { threads: 2 });
  const units = UNITS;
  return {
    simpleRNN: (shape) => [fast.simpleRNN({ units, ...shape }), tf.layers.simpleRNN({ units, ...shape })],
    "simpleRNN relu, sequences": (shape) => {
      const args = { units, activation: "relu" as const, returnSequences: true, ...shape };
      return [fast.simpleRNN({ ...args }), tf.layers.simpleRNN({ ...args })];
    },
    lstm: (shape) => [fast.lstm({ units, ...shape }), tf.layers.lstm({ units, ...SIGMOID, ...shape })],
    "lstm backwards, sequences, no bias": (shape) => {
      const args = { units, goBackwards: true, returnSequences: true, useBias: false, ...shape };
      return [fast.lstm({ ...args }), tf.layers.lstm({ ...args, ...SIGMOID })];
    },
    gru: (shape) => [fast.gru({ units, ...shape }), tf.layers.gru({ units, ...SIGMOID, ...shape })],
    "bidirectional gru, sequences": (shape) => {
      const args = { units, returnSequences: true, ...SIGMOID };
      const stock = { layer: tf.layers.gru({ ...args }), mergeMode: "concat" as const };
      return [
        fast.bidirectional({ layer: fast.gru({ ...args }), ...shape }),
        tf.layers.bidirectional({ ...stock, ...shape }),
      ];
    },
    "bidirectional lstm": (shape) => [
      fast.bidirectional({ layer: fast.lstm({ units }), ...shape }),
      tf.layers.bidirectional({ layer: tf.layers.lstm({ units, ...SIGMOID }), mergeMode: "concat", ...shape }),
    ],
  };
}

function randomInput(tf: TensorFlow, seed: number, batch = BATCH): Tensor {
  const random = new MT19937(seed);
  return tf.tensor(
    Float32Array.from({ length: batch * STEPS * FEATURES }, () => random.normal()),
    [batch, STEPS, FEATURES],
  );
}

/** The first and third sample end early: padded with zeros. */
function padded(tf: TensorFlow): Tensor {
  const values = randomInput(tf, 3).dataSync().slice();
  values.fill(0, 4 * FEATURES, STEPS * FEATURES);
  values.fill(0, (2 * STEPS + 1) * FEATURES, 3 * STEPS * FEATURES);
  return tf.tensor(values, [BATCH, STEPS, FEATURES]);
}

function assertSame(what: string, found: Tensor, expected: Tensor): void {
  assert.deepEqual(found.shape, expected.shape, what);
  const [a, b] = [found.dataSync<"float32">(), expected.dataSync<"float32">()];
  const most = b.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1);
  const at = b.findIndex((value, i) => !(Math.abs(value - a[i]!) <= SAME * most));
  assert.equal(at, -1, `${what}: value ${at} is ${a[at]}, not ${b[at]}`);
}

/** Gradients of a sum of squares, in the order of the weights. */
function gradients(tf: TensorFlow, model: LayersModel, x: Tensor): Tensor[] {
  const squares = () => tf.sum(tf.square(model.apply(x, { training: true }) as Tensor)).asScalar();
  const { value, grads } = tf.variableGrads(squares);
  value.dispose();
  // tf names the variables of twins by a number behind; they come in the order of the weights.
  return Object.values(grads);
}

function models(tf: TensorFlow, pair: [Layer, Layer], first: () => Layer[] = () => []): [Sequential, Sequential] {
  const [fast, stock] = pair.map((layer) => tf.sequential({ layers: [...first(), layer] })) as [Sequential, Sequential];
  const random = new MT19937(9);
  const weights = stock.getWeights().map(({ shape, size }) =>
    tf.tensor(
      Float32Array.from({ length: size }, () => random.normal() / 2),
      shape,
    ),
  );
  fast.setWeights(weights);
  stock.setWeights(weights);
  return [fast, stock];
}

test("layers predict and learn as those of tf.layers", async () => {
  const { tf } = await loadTensorFlow();
  for (const [name, make] of Object.entries(twins(tf))) {
    const [fast, stock] = models(tf, make({ inputShape: [STEPS, FEATURES] }));
    const x = randomInput(tf, 1);
    assertSame(name, fast.predict(x) as Tensor, stock.predict(x) as Tensor);
    const expected = gradients(tf, stock, x);
    for (const [i, gradient] of gradients(tf, fast, x).entries())
      assertSame(`${name}, gradient ${i}`, gradient, expected[i]!);
  }
});

test("frames that are masked count for nothing, as in tf.layers", async () => {
  const { tf } = await loadTensorFlow();
  for (const [name, make] of Object.entries(twins(tf))) {
    const masking = () => [tf.layers.masking({ maskValue: 0, inputShape: [STEPS, FEATURES] })];
    const [fast, stock] = models(tf, make({}), masking);
    const x = padded(tf);
    assertSame(name, fast.predict(x) as Tensor, stock.predict(x) as Tensor);
    const expected = gradients(tf, stock, x);
    for (const [i, gradient] of gradients(tf, fast, x).entries())
      assertSame(`${name}, gradient ${i}`, gradient, expected[i]!);
  }
});

/** Two recurrent layers and all that may stand around them. */
function deepModel(tf: TensorFlow, make: ReturnType<typeof recurrentLayers> | TensorFlow["layers"], seed: number) {
  const args = { recurrentInitializer: tf.initializers.glorotUniform({ seed }), ...SIGMOID };
  const kernelInitializer = tf.initializers.glorotUniform({ seed: seed + 1 });
  const inner = make.gru({ units: 6, returnSequences: true, kernelInitializer, ...args });
  const both = { layer: inner, mergeMode: "concat" as const, inputShape: [STEPS, FEATURES] };
  return tf.sequential({
    layers: [
      (make.bidirectional as (args: object) => Layer)(both),
      make.lstm({ units: 9, kernelInitializer, unitForgetBias: true, ...args }),
      tf.layers.batchNormalization(),
      tf.layers.dropout({ rate: 0.2, seed }),
      tf.layers.dense({ units: 2, activation: "softmax", kernelInitializer }),
    ],
  });
}

/** Noise that rises in half of the items and falls in the other half. */
function risingOrFalling(items: number, seed: number) {
  const random = new MT19937(seed);
  const labels = Array.from({ length: items }, (_, item) => item % 2);
  const data = Float32Array.from({ length: items * STEPS * FEATURES }, (_, i) => {
    const step = Math.floor(i / FEATURES) % STEPS;
    const sign = labels[Math.floor(i / (FEATURES * STEPS))] === 1 ? 1 : -1;
    return (sign * (2 * step - STEPS + 1)) / STEPS + 0.5 * random.normal();
  });
  return { source: sequencesInMemory({ data, shape: [items, STEPS, FEATURES] }), labels };
}

const OPTIONS = {
  epochs: 6,
  batchSize: 16,
  optimizer: { kind: "adamw", learningRate: 0.01 },
  clipNorm: 5,
  seed: 2,
  progress: false,
} as const;

async function trained(tf: TensorFlow, make: Parameters<typeof deepModel>[1]) {
  const model = deepModel(tf, make, 4);
  // The last batch is smaller, and validation passes through the same layers.
  const { epochs } = await train(model, { train: risingOrFalling(72, 1), validation: risingOrFalling(20, 2) }, OPTIONS);
  return { model, losses: epochs.flatMap(({ trainLoss, validationLoss }) => [trainLoss, validationLoss!]) };
}

test("stacked with batch normalisation, dropout and a dense layer, a model trains as with tf.layers", async () => {
  const { tf } = await loadTensorFlow();
  const [fast, stock] = [await trained(tf, recurrentLayers(tf)), await trained(tf, tf.layers)];
  assert.ok(stock.losses.at(-1)! < stock.losses[1]! / 2, "it learns");
  // Rounding grows from step to step.
  for (const [i, loss] of fast.losses.entries())
    assert.ok(Math.abs(loss - stock.losses[i]!) < 1e-3, `${loss}, ${stock.losses[i]}`);
});

test("one and two threads train to the same bits", async () => {
  const { tf } = await loadTensorFlow();
  const weights = [];
  for (const threads of [1, 2]) {
    const { model } = await trained(tf, recurrentLayers(tf, { threads }));
    weights.push(model.getWeights().map((weight) => [...weight.dataSync()]));
  }
  assert.deepEqual(weights[0], weights[1]);
});

test("a model saves to a folder and loads with stock tf.layers, which predicts the same", async () => {
  const { tf } = await loadTensorFlow();
  const folder = mkdtempSync(join(tmpdir(), "quadrant-model-"));
  const model = deepModel(tf, recurrentLayers(tf), 1);
  const x = randomInput(tf, 2);
  await model.save(`file://${folder}`);
  const loaded = await tf.loadLayersModel(`file://${folder}/model.json`);
  assertSame("stock", loaded.predict(x) as Tensor, model.predict(x) as Tensor);
  assert.deepEqual(accelerate(tf, loaded), []);
  assert.deepEqual((loaded.predict(x) as Tensor).dataSync(), (model.predict(x) as Tensor).dataSync());
});

test("model files that are missing, cut or no models are told by name", async () => {
  const { tf } = await loadTensorFlow();
  const folder = mkdtempSync(join(tmpdir(), "quadrant-model-"));
  const url = `file://${folder}/model.json`;
  await assert.rejects(tf.loadLayersModel(url), /cannot read the model file .*model\.json: ENOENT/);
  await deepModel(tf, recurrentLayers(tf), 1).save(`file://${folder}`);
  const weights = join(folder, "weights.bin");
  truncateSync(weights, 100);
  await assert.rejects(tf.loadLayersModel(url), /the weights of .*model\.json are 100 bytes, not \d+/);
  const json = readFileSync(join(folder, "model.json"), "utf8");
  writeFileSync(join(folder, "model.json"), json.slice(0, 200));
  await assert.rejects(tf.loadLayersModel(url), /cannot read the model file .*JSON/);
});

test("accelerate leaves what the kernel does not know, and says why", async () => {
  const { tf } = await loadTensorFlow();
  const layer = tf.layers.lstm({ units: 2, inputShape: [3, 2], name: "linear" });
  assert.deepEqual(accelerate(tf, tf.sequential({ layers: [layer] })), [
    { layer: "linear", reason: "recurrentActivation of linear is hardSigmoid; known here: sigmoid" },
  ]);
});

test("options that the kernel does not know are refused by name", async () => {
  const { tf } = await loadTensorFlow();
  const fast = recurrentLayers(tf);
  assert.throws(() => fast.lstm({ units: 2, dropout: 0.5 }), /dropout of lstm\S* is 0.5/);
  assert.throws(() => fast.gru({ units: 2, returnState: true }), /returnState of gru\S* is true/);
  assert.throws(() => fast.simpleRNN({ units: 2, activation: "sigmoid" }), /activation of \S+ is sigmoid/);
  assert.throws(() => fast.bidirectional({ layer: tf.layers.dense({ units: 2 }) }), /not a recurrent layer/);
  assert.throws(() => recurrentLayers(tf, { threads: 0 }).lstm({ units: 2 }), /threads is 0/);
});

test("a gradient is right though another batch went through the layer first", async () => {
  const { tf } = await loadTensorFlow();
  const [fast, stock] = models(tf, twins(tf).lstm!({ inputShape: [STEPS, FEATURES] }));
  const [x, other] = [randomInput(tf, 1), randomInput(tf, 2, BATCH + 1)];
  const twice = (model: LayersModel) =>
    tf.variableGrads(() => {
      const [a, b] = [x, other].map((input) => tf.sum(tf.square(model.apply(input, { training: true }) as Tensor)));
      return tf.add(a!, tf.mul(2, b!)).asScalar();
    }).grads;
  const expected = Object.values(twice(stock));
  for (const [i, gradient] of Object.values(twice(fast)).entries()) assertSame(`gradient ${i}`, gradient, expected[i]!);
});

test("the gradient of the input is there for those who ask", async () => {
  const { tf } = await loadTensorFlow();
  const [fast, stock] = models(tf, twins(tf)["bidirectional lstm"]!({ inputShape: [STEPS, FEATURES] }));
  const saliency = (model: LayersModel) =>
    tf.grad((x) => tf.sum(tf.square(model.apply(x) as Tensor)))(randomInput(tf, 1));
  assertSame(
    "saliency",
    withInputGradient(() => saliency(fast)),
    saliency(stock),
  );
  assert.throws(() => saliency(fast), /Cannot compute gradient/);
});

test("two hundred steps leave neither tensors nor shared memory behind, nor does a disposed layer", async () => {
  const { tf } = await loadTensorFlow();
  const before = kernel().used();
  const [fast] = models(tf, twins(tf)["bidirectional gru, sequences"]!({ inputShape: [STEPS, FEATURES] }));
  const x = randomInput(tf, 1);
  const step = () => tf.dispose(gradients(tf, fast, x));
  step();
  const [tensors, shared] = [tf.memory().numTensors, kernel().used()];
  for (let i = 0; i < 200; i++) step();
  assert.equal(tf.memory().numTensors, tensors);
  assert.equal(kernel().used(), shared);
  fast.dispose();
  assert.ok(kernel().used() <= Math.max(before, shared - 4 * BATCH * STEPS * FEATURES));
});
