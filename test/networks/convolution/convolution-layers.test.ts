import assert from "node:assert/strict";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { LayersModel, layers, SymbolicTensor, Tensor, Variable } from "@tensorflow/tfjs";
import { convolutionKernel } from "../../../src/kernels/convolution";
import { accelerateConvolutions, convolutionLayers } from "../../../src/networks/convolution";
import { withInputGradient } from "../../../src/networks/recurrent-layers";
import { loadTensorFlow, type TensorFlow } from "../../../src/networks/tensorflow";
import { MT19937 } from "../../../src/random";

/** Float32 on both sides, summed in different orders. */
const SAME = 1e-5;

type Makers = Pick<TensorFlow["layers"], keyof ReturnType<typeof convolutionLayers>>;
type Network = (make: Makers, tf: TensorFlow) => LayersModel;

/** Layers one after the other. */
function chain(inputShape: (number | null)[], make: (make: Makers, tf: TensorFlow) => layers.Layer[]): Network {
  return (makers, tf) => {
    const input = tf.input({ shape: inputShape });
    const output = make(makers, tf).reduce<SymbolicTensor>((at, layer) => layer.apply(at) as SymbolicTensor, input);
    return tf.model({ inputs: input, outputs: output });
  };
}

/** Every layer, with a layer before it that wants its gradient. */
const NETWORKS: Readonly<Record<string, Network>> = {
  "conv1d, strides": chain([53, 2], (make) => [
    make.conv1d({ filters: 5, kernelSize: 9, strides: 4, padding: "same", activation: "relu" }),
    make.conv1d({ filters: 17, kernelSize: 3, strides: 2, useBias: false }),
  ]),
  "conv1d, dilated": chain([31, 3], (make) => [
    make.conv1d({ filters: 16, kernelSize: 2, padding: "same", activation: "tanh" }),
    make.conv1d({ filters: 4, kernelSize: 3, dilationRate: 3, padding: "same", activation: "relu" }),
  ]),
  "conv2d, strides": chain([11, 14, 1], (make) => [
    make.conv2d({ filters: 8, kernelSize: 3, padding: "same", activation: "relu" }),
    make.conv2d({ filters: 6, kernelSize: [2, 5], strides: [2, 3], padding: "same" }),
  ]),
  "conv2d, dilated": chain([12, 13, 2], (make) => [
    make.conv2d({ filters: 3, kernelSize: [3, 2], dilationRate: [2, 3], activation: "relu" }),
    make.conv2d({ filters: 20, kernelSize: 1 }),
  ]),
  "max pooling": chain([37, 3], (make) => [
    make.conv1d({ filters: 6, kernelSize: 3 }),
    make.maxPooling1d({ poolSize: 4 }),
    make.maxPooling1d({ poolSize: 3, strides: 2, padding: "same" }),
  ]),
  // Of equal values tf takes each for the largest; here the first is, as in tf's other poolings.
  "global max pooling": chain([37, 3], (make) => [
    make.conv1d({ filters: 6, kernelSize: 3 }),
    make.globalMaxPooling1d({}),
  ]),
  "average pooling": chain([9, 13, 2], (make) => [
    make.conv2d({ filters: 6, kernelSize: 3, padding: "same" }),
    make.averagePooling2d({ poolSize: [2, 3] }),
    make.averagePooling2d({ poolSize: 2, strides: 1 }),
    make.globalAveragePooling2d({}),
  ]),
  "average pooling, padded": chain([9, 13, 2], (make) => [
    make.averagePooling2d({ poolSize: 3, strides: 2, padding: "same" }),
  ]),
  "other poolings": chain([12, 10, 2], (make, tf) => [
    make.conv2d({ filters: 4, kernelSize: 2 }),
    make.maxPooling2d({ poolSize: 2, padding: "same" }),
    tf.layers.reshape({ targetShape: [30, 4] }),
    make.averagePooling1d({ poolSize: 4, strides: 3 }),
    make.globalAveragePooling1d({}),
  ]),
  "batch normalisation": chain([23, 3], (make) => [
    make.batchNormalization({}),
    make.conv1d({ filters: 6, kernelSize: 3, activation: "tanh" }),
    make.batchNormalization({ momentum: 0.9, epsilon: 1e-4 }),
    make.activation({ activation: "relu" }),
    make.conv1d({ filters: 5, kernelSize: 1 }),
    make.reLU({}),
  ]),
  branches: (make, tf) => {
    const input = tf.input({ shape: [29, 2] });
    const branch = (kernelSize: number) =>
      make.conv1d({ filters: kernelSize, kernelSize, padding: "same" }).apply(input) as SymbolicTensor;
    const joined = make.concatenate().apply([branch(3), branch(6), branch(5)]) as SymbolicTensor;
    const output = make.maxPooling1d({ poolSize: 2 }).apply(joined) as SymbolicTensor;
    return tf.model({ inputs: input, outputs: output });
  },
};

/**
 * tf knows no gradient of dilated convolutions, and its gradient of means takes windows in the padding for whole ones; the
 * kernel's test compares them with finite differences.
 */
const WITHOUT_GRADIENT_IN_TF = ["conv1d, dilated", "conv2d, dilated", "average pooling, padded"];

function randomTensor(tf: TensorFlow, shape: number[], seed: number): Tensor {
  const random = new MT19937(seed);
  const size = shape.reduce((product, side) => product * side, 1);
  return tf.tensor(
    Float32Array.from({ length: size }, () => random.normal()),
    shape,
  );
}

function inputFor(tf: TensorFlow, model: LayersModel, batch = 3): Tensor {
  return randomTensor(tf, [batch, ...(model.inputs[0]!.shape.slice(1) as number[])], 5);
}

/** The same weights in both, by chance; variances stay above 0. */
function fillAlike(tf: TensorFlow, fast: LayersModel, stock: LayersModel): void {
  const weights = stock.weights.map(({ originalName, shape }, i) => {
    const values = tf.mul(randomTensor(tf, shape as number[], i), 0.5);
    return originalName.includes("variance") ? tf.abs(values) : values;
  });
  fast.setWeights(weights);
  stock.setWeights(weights);
}

function assertSame(what: string, found: Tensor, expected: Tensor): void {
  assert.deepEqual(found.shape, expected.shape, what);
  const [a, b] = [found.dataSync<"float32">(), expected.dataSync<"float32">()];
  const most = b.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1);
  const at = b.findIndex((value, i) => !(Math.abs(value - a[i]!) <= SAME * most));
  assert.equal(at, -1, `${what}: value ${at} is ${a[at]}, not ${b[at]}`);
}

interface Gradients {
  readonly input: Tensor;
  readonly weights: readonly Tensor[];
}

/** Of a weighted sum of squares in training; the weights' in the order of the model. */
function gradients(tf: TensorFlow, model: LayersModel, x: Tensor): Gradients {
  const loss = (input: Tensor) => {
    const output = model.apply(input, { training: true }) as Tensor;
    return tf.sum(tf.mul(tf.square(output), randomTensor(tf, output.shape, 8))).asScalar();
  };
  return withInputGradient(() => {
    const variables = model.trainableWeights.map((weight) => weight.read() as Variable);
    const { grads } = tf.variableGrads(() => loss(x), variables);
    return { input: tf.grad(loss)(x), weights: variables.map(({ name }) => grads[name]!) };
  });
}

test("layers predict and learn as those of tf.layers", async () => {
  const { tf, backend } = await loadTensorFlow();
  for (const [name, network] of Object.entries(NETWORKS)) {
    const [fast, stock] = [network(convolutionLayers(tf, { threads: 2 }), tf), network(tf.layers, tf)];
    fillAlike(tf, fast, stock);
    const x = inputFor(tf, stock);
    assertSame(name, fast.predict(x) as Tensor, stock.predict(x) as Tensor);
    if (WITHOUT_GRADIENT_IN_TF.includes(name)) continue;
    const found = gradients(tf, fast, x);
    // tf's wasm backend knows no gradients of convolutions.
    await tf.setBackend("cpu");
    const expected = gradients(tf, stock, x);
    assertSame(`${name}, gradient of the input`, found.input, expected.input);
    for (const [i, gradient] of found.weights.entries()) {
      assertSame(`${name}, gradient of ${stock.trainableWeights[i]!.originalName}`, gradient, expected.weights[i]!);
    }
    // Of training, which batch normalisation remembers.
    for (const [i, weight] of fast.getWeights().entries()) {
      assertSame(`${name}, ${stock.weights[i]!.originalName}`, weight, stock.getWeights()[i]!);
    }
    await tf.setBackend(backend);
  }
});

test("a saved model is one of tf.layers, and a loaded one can be computed by the kernel", async () => {
  const { tf } = await loadTensorFlow();
  const model = NETWORKS["batch normalisation"]!(convolutionLayers(tf), tf);
  const folder = mkdtempSync(join(tmpdir(), "quadrant-convolution-"));
  await model.save(`file://${folder}`);
  const loaded = await tf.loadLayersModel(`file://${join(folder, "model.json")}`);
  const x = inputFor(tf, model);
  const stock = loaded.predict(x) as Tensor;
  assertSame("loaded", stock, model.predict(x) as Tensor);
  assert.equal(accelerateConvolutions(tf, loaded).length, 6);
  assertSame("accelerated", loaded.predict(x) as Tensor, stock);
});

test("what a training step holds is given back", async () => {
  const { tf } = await loadTensorFlow();
  const used = convolutionKernel().used();
  for (const [name, network] of Object.entries(NETWORKS)) {
    const model = network(convolutionLayers(tf), tf);
    const before = tf.memory().numTensors;
    tf.tidy(() => {
      const x = inputFor(tf, model);
      model.predict(x);
      if (!WITHOUT_GRADIENT_IN_TF.includes(name)) gradients(tf, model, x);
    });
    assert.equal(convolutionKernel().used(), used);
    assert.equal(tf.memory().numTensors, before);
  }
});
