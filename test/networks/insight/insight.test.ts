import assert from "node:assert/strict";
import { test } from "node:test";
import type { LayersModel, Tensor } from "@tensorflow/tfjs";
import type { Matrix } from "../../../src/arrays";
import { plainForward } from "../../../src/kernels/recurrent/plain";
import type { RecurrentShape } from "../../../src/kernels/recurrent/shape";
import {
  buildNetwork,
  ensembleOf,
  hiddenStates,
  loadTensorFlow,
  OUR_NETWORKS,
  PUBLISHED_NETWORKS,
  saliency,
  trajectories,
} from "../../../src/networks";
import { MT19937 } from "../../../src/random";

const SHAPE = { steps: 8, features: 5, classes: 4 };

function noise(seed: number): Matrix {
  const random = new MT19937(seed);
  return { data: Float32Array.from({ length: 8 * 5 }, () => random.normal()), shape: [8, 5] };
}

/** Without the corners of a ReLU, at which finite differences are wrong. */
const sizes = { units: 6, depth: 1, head: [{ kind: "linear", units: 9 }, { kind: "batchNorm" }] } as const;

async function someModels() {
  const { tf } = await loadTensorFlow();
  const attention = { ...OUR_NETWORKS["BiGRU, attention"].network, ...sizes };
  const models = {
    RNN: buildNetwork(tf, { ...PUBLISHED_NETWORKS.RNN.network, ...sizes }, SHAPE, 1),
    attention: buildNetwork(tf, attention, SHAPE, 2),
    stacked: buildNetwork(tf, { ...OUR_NETWORKS["GRU, mean"].network, ...sizes, depth: 2 }, SHAPE, 3),
  };
  const ensemble = ensembleOf(tf, [models.RNN, models.attention]);
  return { tf, models: { ...models, ensemble } satisfies Record<string, LayersModel> };
}

test("saliency is what finite differences of the log-probability are", async () => {
  const { tf, models } = await someModels();
  const clip = noise(4);
  for (const [name, model] of Object.entries(models)) {
    const probabilities = (data: Float32Array) => (model.apply(tf.tensor3d(data, [1, 8, 5])) as Tensor).dataSync();
    const { label, probability, gradient, ofSteps, ofFeatures } = saliency(tf, model, clip);
    const all = probabilities(clip.data);
    assert.equal(probability, Math.max(...all));
    assert.equal(all[label], probability);
    for (let i = 0; i < clip.data.length; i += 3) {
      const [above, below] = [1e-2, -1e-2].map((step) => {
        const moved = clip.data.slice();
        moved[i]! += step;
        return Math.log(probabilities(moved)[label]!);
      }) as [number, number];
      // Float32 probabilities are right to 1e-7: their difference over 0.02 to 1e-4 or so.
      const difference = (above - below) / 2e-2;
      assert.ok(Math.abs(gradient.data[i]! - difference) < 5e-4, `${name}, ${i}: ${gradient.data[i]}, ${difference}`);
    }
    const squares = gradient.data.reduce((sum, slope) => sum + slope * slope, 0);
    for (const lengths of [ofSteps, ofFeatures]) {
      const sum = lengths.reduce((total, value) => total + value * value, 0);
      assert.ok(Math.abs(sum / squares - 1) < 1e-5);
    }
    assert.ok(Math.abs(ofSteps[2]! - Math.hypot(...gradient.data.subarray(10, 15))) < 1e-6);
  }
});

test("padding has no saliency, and another class may be asked about", async () => {
  const { tf, models } = await someModels();
  const { ofSteps } = saliency(tf, models.attention, noise(4), { length: 5 });
  assert.deepEqual([...ofSteps.subarray(5)], [0, 0, 0]);
  assert.ok(ofSteps.subarray(0, 5).every((value) => value > 0));
  const others = [0, 1, 2, 3].map((label) => saliency(tf, models.RNN, noise(4), { label }));
  // Probabilities add up to 1: weighted by them, the gradients of their logarithms cancel.
  for (let i = 0; i < 40; i++) {
    const sum = others.reduce((total, { probability, gradient }) => total + probability * gradient.data[i]!, 0);
    assert.ok(Math.abs(sum) < 1e-6);
  }
  assert.throws(() => saliency(tf, models.RNN, noise(4), { label: 4 }), /label is 4: the model has the classes 0 to 3/);
  assert.throws(() => saliency(tf, models.RNN, noise(4), { length: 0 }), /length is 0, not a whole number from 1 to 8/);
});

test("hidden states are those of the layer, also where it gives the last one only", async () => {
  const { tf, models } = await someModels();
  const clip = noise(5);
  const weights = Float64Array.from(models.RNN.layers[0]!.getWeights().flatMap((weight) => [...weight.dataSync()]));
  const shape: RecurrentShape = {
    ...{ cell: "tanh", direction: "forward", sequences: true, batch: 1, steps: 8, features: 5, units: 6 },
  };
  const { output } = plainForward(shape, { weights, input: clip.data });
  const states = hiddenStates(tf, models.RNN, clip);
  assert.deepEqual(states.shape, [8, 6]);
  for (const [i, value] of output.entries()) assert.ok(Math.abs(states.data[i]! - value) < 1e-5);
  assert.deepEqual(hiddenStates(tf, models.RNN, clip, { length: 3 }).data, states.data.slice(0, 18));
  assert.deepEqual(hiddenStates(tf, models.attention, clip).shape, [8, 12]);
});

test("of stacked layers the last one is looked at, or the one asked for", async () => {
  const { tf, models } = await someModels();
  const clip = noise(6);
  const [first, second] = models.stacked.layers;
  const one = first!.apply(tf.tensor3d(clip.data, [1, 8, 5])) as Tensor;
  const two = second!.apply(one) as Tensor;
  const isSame = (found: Matrix, expected: Tensor) =>
    expected.dataSync().every((value, i) => Math.abs(value - found.data[i]!) < 1e-6);
  assert.ok(isSame(hiddenStates(tf, models.stacked, clip), two));
  assert.ok(isSame(hiddenStates(tf, models.stacked, clip, { layer: 0 }), one));
  const before = tf.memory().numTensors;
  hiddenStates(tf, models.stacked, clip);
  saliency(tf, models.stacked, clip);
  assert.equal(tf.memory().numTensors, before);
  const dense = tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [8, 5] })] });
  assert.throws(() => hiddenStates(tf, dense, clip), /has 0 recurrent layers/);
});

test("paths of several clips lie in one plane", () => {
  // Points on a tilted ellipse in five dimensions: two components hold all there is.
  const ellipse = (turns: number, steps: number): Matrix => ({
    data: Float32Array.from({ length: steps * 5 }, (_, i) => {
      const [angle, axis] = [(turns * Math.floor(i / 5)) / 3, i % 5];
      return 3 * Math.cos(angle) * [1, 0, 1, 0, 0][axis]! + Math.sin(angle) * [0, 1, 0, 0, 2][axis]!;
    }),
    shape: [steps, 5],
  });
  const [a, b] = [ellipse(1, 30), ellipse(2, 21)];
  const { points, explainedVarianceRatio } = trajectories([a, b]);
  assert.deepEqual(
    points.map(({ shape }) => shape),
    [
      [30, 2],
      [21, 2],
    ],
  );
  assert.ok(explainedVarianceRatio[0]! + explainedVarianceRatio[1]! > 0.9999);
  const distance = ({ data, shape }: Matrix, i: number, j: number) =>
    Math.hypot(...Array.from({ length: shape[1] }, (_, k) => data[i * shape[1] + k]! - data[j * shape[1] + k]!));
  assert.ok(Math.abs(distance(points[1]!, 3, 11) - distance(b, 3, 11)) < 1e-4);
  assert.throws(() => trajectories([]), /no clip/);
  assert.throws(() => trajectories([a, { data: new Float32Array(8), shape: [2, 4] }]), /clip 1 has states of 4 units/);
});
