import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import type { LayersModel, Tensor } from "@tensorflow/tfjs";
import {
  buildNetwork,
  ensembleOf,
  loadNetwork,
  loadTensorFlow,
  type NetworkSpec,
  OUR_NETWORKS,
  PUBLISHED_NETWORKS,
  type TensorFlow,
} from "../../../src/networks";
import { MT19937 } from "../../../src/random";

const folder = mkdtempSync(join(tmpdir(), "quadrant-networks-"));
after(() => rmSync(folder, { recursive: true }));

const SHAPE = { steps: 9, features: 5, classes: 4 };

const recipes = { ...PUBLISHED_NETWORKS, ...OUR_NETWORKS };

/** The same network with small layers. */
function small(spec: NetworkSpec): NetworkSpec {
  const head = spec.head.map((layer) => (layer.kind === "linear" ? { ...layer, units: 6 } : layer));
  return { ...spec, units: 7, head };
}

function randomInput(tf: TensorFlow, seed: number): Tensor {
  const random = new MT19937(seed);
  return tf.tensor3d(
    Float32Array.from({ length: 3 * 9 * 5 }, () => random.normal()),
    [3, 9, 5],
  );
}

function predict(model: LayersModel, x: Tensor): number[] {
  return [...(model.apply(x, { training: false }) as Tensor).dataSync()];
}

const weightsOf = (model: LayersModel) => model.getWeights().map((weight) => [...weight.dataSync()]);

test("the published networks are those of the study, layer by layer", async () => {
  const { tf } = await loadTensorFlow();
  const shape = { steps: 1295, features: 204, classes: 4 };
  const layersOf = (name: keyof typeof PUBLISHED_NETWORKS) => {
    const model = buildNetwork(tf, PUBLISHED_NETWORKS[name].network, shape, 1);
    const rates = model.layers.flatMap((layer) => (layer.getClassName() === "Dropout" ? [layer.getConfig().rate] : []));
    return { names: model.layers.map((layer) => layer.getClassName()), rates, count: model.countParams() };
  };
  const block = ["Dense", "BatchNormalization", "ReLU"];
  const [rnn, birnn, lstm] = [layersOf("RNN"), layersOf("BiRNN"), layersOf("LSTM")];
  assert.deepEqual(rnn.names, ["SimpleRNN", "Dropout", ...block, "Dense"]);
  assert.deepEqual(birnn.names, ["Bidirectional", "Dropout", ...block, "Dense"]);
  assert.deepEqual(lstm.names, ["LSTM", ...[1, 2, 3].flatMap(() => [...block, "Dropout"]), "Dense"]);
  assert.deepEqual([rnn.rates, lstm.rates], [[0.2], [0.2, 0.2, 0.2]]);
  // Each direction: (204 + 128 + 1) 128, four times that for an LSTM; batch normalisation has four numbers a unit.
  const head = 128 * 129 + 4 * 128;
  assert.equal(rnn.count, 333 * 128 + head + 4 * 129);
  assert.equal(birnn.count, 2 * 333 * 128 + head + 128 * 128 + 4 * 129);
  assert.equal(lstm.count, 4 * 333 * 128 + 3 * head + 4 * 129);
  const { RNN, BiRNN, LSTM } = PUBLISHED_NETWORKS;
  assert.deepEqual(
    [RNN, BiRNN, LSTM].map(({ training }) => [training.epochs, training.optimizer.learningRate, training.batchSize]),
    [
      [2000, 1e-4, 128],
      [1000, 1e-4, 128],
      [250, 3e-4, 128],
    ],
  );
  assert.deepEqual([RNN.training.clipNorm, BiRNN.training.clipNorm, "clipNorm" in LSTM.training], [20, 20, false]);
});

test("every network gives probabilities, saves, loads and predicts the same", async () => {
  const { tf } = await loadTensorFlow();
  const x = randomInput(tf, 1);
  for (const [name, { network }] of Object.entries(recipes)) {
    const spec = { ...small(network), randomInitialState: false };
    const model = buildNetwork(tf, spec, SHAPE, 3);
    const expected = predict(model, x);
    for (let item = 0; item < 3; item++) {
      const sum = expected.slice(4 * item, 4 * item + 4).reduce((all, value) => all + value, 0);
      assert.ok(Math.abs(sum - 1) < 1e-5, `${name}: ${sum}`);
    }
    const place = join(folder, name.replaceAll(/\W/g, "-"));
    await model.save(`file://${place}`);
    const loaded = await loadNetwork(tf, `file://${place}/model.json`);
    assert.deepEqual(predict(loaded, x), expected, name);
    // Gradients pass through it all.
    const { grads } = tf.variableGrads(() =>
      tf.sum(tf.square(loaded.apply(x, { training: true }) as Tensor)).asScalar(),
    );
    assert.equal(Object.keys(grads).length, loaded.trainableWeights.length, name);
  }
});

test("a network with the last state as readout is a stock model of tf", async () => {
  const { tf } = await loadTensorFlow();
  const x = randomInput(tf, 1);
  const model = buildNetwork(tf, small(PUBLISHED_NETWORKS.BiRNN.network), SHAPE, 3);
  await model.save(`file://${folder}/stock`);
  const stock = predict(await tf.loadLayersModel(`file://${folder}/stock/model.json`), x);
  for (const [i, value] of predict(model, x).entries()) assert.ok(Math.abs(value - stock[i]!) < 1e-5);
});

test("the same seed draws the same weights, another one others", async () => {
  const { tf } = await loadTensorFlow();
  for (const { network } of Object.values(recipes)) {
    const [one, same, other] = [1, 1, 2].map((seed) => weightsOf(buildNetwork(tf, small(network), SHAPE, seed)));
    assert.deepEqual(same, one);
    assert.notDeepEqual(other, one);
  }
});

test("weights are drawn as PyTorch draws them", async () => {
  const { tf } = await loadTensorFlow();
  const spec = { ...PUBLISHED_NETWORKS.BiRNN.network, units: 64 };
  const model = buildNetwork(tf, spec, { ...SHAPE, features: 50 }, 1);
  const [kernel, recurrent, bias, back] = weightsOf(model) as [number[], number[], number[], number[]];
  const bound = 64 ** -0.5;
  for (const even of [kernel, recurrent]) {
    assert.ok(Math.max(...even.map(Math.abs)) <= bound);
    // The variance of an even distribution is a third of its bound's square.
    assert.ok(Math.abs(variance(even) / (bound ** 2 / 3) - 1) < 0.05);
  }
  assert.ok(Math.abs(variance(bias) / ((2 * bound ** 2) / 3) - 1) < 0.5);
  assert.notDeepEqual(back, kernel);
  const [linear, linearBias] = model.layers[2]!.getWeights().map((weight) => [...weight.dataSync()]);
  assert.ok(Math.max(...linear!.map(Math.abs), ...linearBias!.map(Math.abs)) <= 128 ** -0.5);
  assert.ok(Math.abs(variance(linear!) / (1 / 128 / 3) - 1) < 0.05);
});

const variance = (values: readonly number[]) => values.reduce((sum, value) => sum + value * value, 0) / values.length;

test("weights are drawn as Keras draws them: orthogonal from state to state, forget gates open", async () => {
  const { tf } = await loadTensorFlow();
  const model = buildNetwork(tf, { ...OUR_NETWORKS["LSTM, mean"].network, units: 8 }, SHAPE, 1);
  const [kernel, recurrent, bias] = weightsOf(model) as [number[], number[], number[]];
  assert.ok(Math.max(...kernel.map(Math.abs)) <= Math.sqrt(6 / (5 + 32)));
  for (let a = 0; a < 8; a++) {
    for (let b = 0; b <= a; b++) {
      const product = Array.from({ length: 32 }, (_, i) => recurrent[a * 32 + i]! * recurrent[b * 32 + i]!);
      const sum = product.reduce((all, value) => all + value, 0);
      assert.ok(Math.abs(sum - Number(a === b)) < 1e-5, `rows ${a}, ${b}: ${sum}`);
    }
  }
  assert.deepEqual(
    bias,
    Array.from({ length: 32 }, (_, i) => Number(i >= 8 && i < 16)),
  );
});

test("batch normalisation keeps its means with PyTorch's momentum", async () => {
  const { tf } = await loadTensorFlow();
  const spec: NetworkSpec = { ...small(PUBLISHED_NETWORKS.RNN.network), head: [{ kind: "batchNorm" }] };
  const model = buildNetwork(tf, spec, SHAPE, 1);
  const [norm] = model.layers.filter((layer) => layer.getClassName() === "BatchNormalization");
  const x = randomInput(tf, 2);
  const states = [...((model.layers[0]!.apply(x) as Tensor).dataSync() as Float32Array)];
  model.apply(x, { training: true });
  const [, , mean, deviation] = norm!.getWeights().map((weight) => [...weight.dataSync()]);
  for (let unit = 0; unit < 7; unit++) {
    const own = [0, 1, 2].map((item) => states[item * 7 + unit]!);
    const average = own.reduce((sum, value) => sum + value, 0) / 3;
    // tf counts a batch's variance over all its items, PyTorch over one less: less than a percent for 128.
    const spread = own.reduce((sum, value) => sum + (value - average) ** 2, 0) / 3;
    assert.ok(Math.abs(mean![unit]! - 0.1 * average) < 1e-5);
    assert.ok(Math.abs(deviation![unit]! - (0.9 + 0.1 * spread)) < 1e-4, `${deviation![unit]}, ${0.9 + 0.1 * spread}`);
  }
});

test("states that start from noise make scores unrepeatable, until the flaw is switched off", async () => {
  const { tf } = await loadTensorFlow();
  const x = randomInput(tf, 3);
  const spec = small(PUBLISHED_NETWORKS.LSTM.network);
  const model = buildNetwork(tf, spec, SHAPE, 5);
  const [first, second] = [predict(model, x), predict(model, x)];
  assert.notDeepEqual(first, second);
  const again = buildNetwork(tf, spec, SHAPE, 5);
  assert.deepEqual([predict(again, x), predict(again, x)], [first, second], "a run as a whole repeats");
  await model.save(`file://${folder}/noisy`);
  const loaded = await loadNetwork(tf, `file://${folder}/noisy/model.json`);
  assert.deepEqual(predict(loaded, x), first);
  const sound = buildNetwork(tf, { ...spec, randomInitialState: false }, SHAPE, 5);
  assert.deepEqual(weightsOf(sound), weightsOf(again));
  assert.deepEqual(predict(sound, x), predict(sound, x));
});

test("an ensemble predicts the mean, saves and loads", async () => {
  const { tf } = await loadTensorFlow();
  const x = randomInput(tf, 4);
  const spec = small(OUR_NETWORKS["BiGRU, attention"].network);
  const models = [1, 2, 3].map((seed) => buildNetwork(tf, spec, SHAPE, seed));
  const all = models.map((model) => predict(model, x));
  const ensemble = ensembleOf(tf, models);
  const found = predict(ensemble, x);
  for (const [i, value] of found.entries()) {
    assert.ok(Math.abs(value - (all[0]![i]! + all[1]![i]! + all[2]![i]!) / 3) < 1e-6);
  }
  await ensemble.save(`file://${folder}/ensemble`);
  const loaded = await loadNetwork(tf, `file://${folder}/ensemble/model.json`);
  assert.deepEqual(predict(loaded, x), found);
  assert.deepEqual(predict(ensembleOf(tf, [models[0]!]), x), all[0]);
  assert.throws(() => ensembleOf(tf, []), /no models/);
  const wide = buildNetwork(tf, spec, { ...SHAPE, features: 6 }, 1);
  assert.throws(() => ensembleOf(tf, [models[0]!, wide]), /model 1 of an ensemble goes from ,9,6/);
});

test("sizes that cannot be are refused by name", async () => {
  const { tf } = await loadTensorFlow();
  const spec = PUBLISHED_NETWORKS.RNN.network;
  assert.throws(() => buildNetwork(tf, { ...spec, units: 0 }, SHAPE, 1), /units of a network is 0/);
  const head = [{ kind: "linear", units: 1.5 }] as const;
  assert.throws(() => buildNetwork(tf, { ...spec, head }, SHAPE, 1), /head\[0\]\.units of a network is 1\.5/);
});
