import assert from "node:assert/strict";
import { test } from "node:test";
import type { Tensor } from "@tensorflow/tfjs";
import { recurrentLayers as kernel } from "../../src/kernels/recurrent";
import { frameBuffer, loadTensorFlow, recurrentLayers, withInputGradient } from "../../src/networks";
import { MT19937 } from "../../src/random";

const [BATCH, STEPS, FEATURES] = [5, 12, 6] as const;

function noise(seed: number): Float32Array {
  const random = new MT19937(seed);
  return Float32Array.from({ length: BATCH * STEPS * FEATURES }, () => random.normal());
}

async function someModel() {
  const { tf } = await loadTensorFlow();
  const quadrant = recurrentLayers(tf);
  const model = tf.sequential({
    layers: [
      quadrant.gru({ units: 8, inputShape: [STEPS, FEATURES], returnSequences: true }),
      quadrant.lstm({ units: 4 }),
    ],
  });
  const gradients = (x: Tensor) => {
    const { value, grads } = tf.variableGrads(() =>
      tf.sum(tf.square(model.apply(x, { training: true }) as Tensor)).asScalar(),
    );
    const values = [value, ...Object.values(grads)].map((tensor) => [...tensor.dataSync()]);
    tf.dispose([value, ...Object.values(grads)]);
    return values;
  };
  return { tf, model, gradients };
}

test("a tensor of a buffer gives layers the same values and gradients as a copy does, and tf makes none", async () => {
  const { tf, gradients } = await someModel();
  const buffer = frameBuffer(BATCH * STEPS * FEATURES + 7);
  assert.ok(buffer.values.buffer instanceof SharedArrayBuffer);
  for (const seed of [1, 2]) {
    const expected = tf.tidy(() => gradients(tf.tensor3d(noise(seed), [BATCH, STEPS, FEATURES])));
    buffer.values.set(noise(seed));
    const x = buffer.tensor(tf, [BATCH, STEPS, FEATURES]);
    // Were it fetched by tf, later changes would not be seen.
    buffer.values.fill(0);
    assert.notDeepEqual(gradients(x), expected);
    buffer.values.set(noise(seed));
    assert.deepEqual(gradients(x), expected);
    x.dispose();
  }
  buffer.close();
});

test("stock layers, masks and gradients of the input fetch a copy, once", async () => {
  const { tf, model } = await someModel();
  const buffer = frameBuffer(BATCH * STEPS * FEATURES);
  buffer.values.set(noise(3));
  const x = buffer.tensor(tf, [BATCH, STEPS, FEATURES]);
  const copy = tf.tensor3d(noise(3), [BATCH, STEPS, FEATURES]);
  const saliency = (input: Tensor) =>
    withInputGradient(() =>
      tf
        .grad((given) => tf.sum(model.apply(given) as Tensor))(input)
        .dataSync(),
    );
  assert.deepEqual(saliency(x), saliency(copy));
  const dense = tf.layers.dense({ units: 3 });
  assert.deepEqual((dense.apply(x) as Tensor).dataSync(), (dense.apply(copy) as Tensor).dataSync());
  assert.deepEqual(x.mul(2).dataSync(), copy.mul(2).dataSync());
  assert.deepEqual(x.dataSync(), noise(3));
  assert.deepEqual(await x.data(), noise(3));
  buffer.close();
});

test("the first smaller batch of a buffer begins where it does, and too large a one is refused", async () => {
  const { tf, model } = await someModel();
  const buffer = frameBuffer(BATCH * STEPS * FEATURES);
  buffer.values.set(noise(4));
  const two = noise(4).subarray(0, 2 * STEPS * FEATURES);
  const expected = model.apply(tf.tensor3d(two, [2, STEPS, FEATURES])) as Tensor;
  const found = model.apply(buffer.tensor(tf, [2, STEPS, FEATURES])) as Tensor;
  assert.deepEqual(found.dataSync(), expected.dataSync());
  assert.throws(() => buffer.tensor(tf, [BATCH + 1, STEPS, FEATURES]), /360 values has no room for \(6, 12, 6\)/);
  buffer.close();
});

test("buffers and their tensors leave nothing behind", async () => {
  const { tf, gradients } = await someModel();
  const step = () => {
    const buffer = frameBuffer(BATCH * STEPS * FEATURES);
    buffer.values.set(noise(5));
    tf.tidy(() => {
      const x = buffer.tensor(tf, [BATCH, STEPS, FEATURES]);
      gradients(x);
      x.clone();
      x.add(1);
    });
    tf.tidy(() => gradients(buffer.tensor(tf, [BATCH, STEPS, FEATURES])));
    buffer.close();
  };
  step();
  const [before, shared] = [tf.memory(), kernel().used()];
  for (let i = 0; i < 50; i++) step();
  const { numTensors, numDataBuffers, numBytes } = tf.memory();
  assert.deepEqual([numTensors, numDataBuffers, numBytes], [before.numTensors, before.numDataBuffers, before.numBytes]);
  assert.equal(kernel().used(), shared);
});
