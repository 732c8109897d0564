import assert from "node:assert/strict";
import { test } from "node:test";
import type { layers, Tensor } from "@tensorflow/tfjs";
import { loadTensorFlow, readoutLayers, type TensorFlow } from "../../../src/networks";
import { MT19937 } from "../../../src/random";

const [BATCH, STEPS, FEATURES, UNITS] = [3, 6, 4, 5];
const LENGTHS = [6, 2, 4];

function noise(length: number, seed: number): Float32Array {
  const random = new MT19937(seed);
  return Float32Array.from({ length }, () => random.normal());
}

const x = noise(BATCH * STEPS * FEATURES, 1);
const weights = [noise(FEATURES * UNITS, 2), noise(UNITS, 3), noise(UNITS, 4)];

function masked(tf: TensorFlow): { mask: Tensor } {
  const rows = LENGTHS.map((length) => Array.from({ length: STEPS }, (_, step) => Number(step < length)));
  return { mask: tf.tensor2d(rows, [BATCH, STEPS], "bool") };
}

/** In float64, from the definition. */
function attention(
  values: ArrayLike<number>,
  [kernel, bias, context]: readonly ArrayLike<number>[],
  lengths: number[],
) {
  return lengths.flatMap((length, item) => {
    const at = (step: number, f: number) => values[(item * STEPS + step) * FEATURES + f]!;
    const scores = Array.from({ length }, (_, step) =>
      sum(
        UNITS,
        (u) => context![u]! * Math.tanh(bias![u]! + sum(FEATURES, (f) => at(step, f) * kernel![f * UNITS + u]!)),
      ),
    );
    const total = sum(length, (step) => Math.exp(scores[step]!));
    return Array.from({ length: FEATURES }, (_, f) =>
      sum(length, (step) => (Math.exp(scores[step]!) / total) * at(step, f)),
    );
  });
}

const sum = (count: number, term: (i: number) => number) =>
  Array.from({ length: count }, (_, i) => term(i)).reduce((all, value) => all + value, 0);

function assertClose(found: ArrayLike<number>, expected: readonly number[], tolerance: number): void {
  assert.equal(found.length, expected.length);
  for (const [i, value] of expected.entries()) {
    assert.ok(Math.abs(found[i]! - value) < tolerance, `value ${i}: ${found[i]}, not ${value}`);
  }
}

async function attentionLayer(): Promise<{ tf: TensorFlow; layer: layers.Layer; input: Tensor }> {
  const { tf } = await loadTensorFlow();
  const layer = readoutLayers(tf).attentionOverTime({ units: UNITS });
  const input = tf.tensor3d(x, [BATCH, STEPS, FEATURES]);
  layer.apply(input);
  const shapes = [[FEATURES, UNITS], [UNITS], [UNITS, 1]];
  layer.setWeights(weights.map((values, i) => tf.tensor(values, shapes[i]!)));
  return { tf, layer, input };
}

test("the mean over time leaves masked steps out", async () => {
  const { tf } = await loadTensorFlow();
  const layer = readoutLayers(tf).meanOverTime();
  const input = tf.tensor3d(x, [BATCH, STEPS, FEATURES]);
  const mean = (lengths: readonly number[]) =>
    lengths.flatMap((length, item) =>
      Array.from(
        { length: FEATURES },
        (_, f) => sum(length, (step) => x[(item * STEPS + step) * FEATURES + f]!) / length,
      ),
    );
  assertClose((layer.apply(input) as Tensor).dataSync(), mean([STEPS, STEPS, STEPS]), 1e-6);
  assertClose((layer.apply(input, masked(tf)) as Tensor).dataSync(), mean(LENGTHS), 1e-6);
});

test("attention is that of its definition, with and without mask", async () => {
  const { tf, layer, input } = await attentionLayer();
  const all = [STEPS, STEPS, STEPS];
  assertClose((layer.apply(input) as Tensor).dataSync(), attention(x, weights, all), 1e-5);
  assertClose((layer.apply(input, masked(tf)) as Tensor).dataSync(), attention(x, weights, LENGTHS), 1e-5);
});

test("the gradient of attention is that of finite differences, masked steps have none", async () => {
  const { tf, layer, input } = await attentionLayer();
  const squares = (values: readonly number[]) => values.reduce((total, value) => total + value * value, 0);
  const difference = (array: Float32Array, i: number, value: (moved: Float64Array) => number) => {
    const [above, below] = [1e-5, -1e-5].map((step) => {
      const moved = Float64Array.from(array);
      moved[i]! += step;
      return value(moved);
    }) as [number, number];
    return (above - below) / 2e-5;
  };
  const loss = (given: Tensor) => tf.sum(tf.square(layer.apply(given, masked(tf)) as Tensor)).asScalar();
  const ofInput = [...tf.grad(loss)(input).dataSync()];
  assertClose(
    ofInput,
    [...x].map((_, i) => difference(x, i, (moved) => squares(attention(moved, weights, LENGTHS)))),
    1e-4,
  );
  assert.ok(ofInput.slice((STEPS + 2) * FEATURES, 2 * STEPS * FEATURES).every((value) => value === 0));
  const { grads } = tf.variableGrads(() => loss(input));
  for (const [w, gradient] of layer.trainableWeights.map(({ originalName }) => grads[originalName]).entries()) {
    const own = weights[w]!;
    const differences = [...own].map((_, i) =>
      difference(own, i, (moved) =>
        squares(
          attention(
            x,
            weights.map((array, j) => (j === w ? moved : array)),
            LENGTHS,
          ),
        ),
      ),
    );
    assertClose((gradient ?? Object.values(grads)[w])!.dataSync(), differences, 1e-4);
  }
});
