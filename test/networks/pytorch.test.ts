import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { type RecurrentPass, recurrentLayers } from "../../src/kernels/recurrent";
import { type Cell, directionsOf, type RecurrentShape, weightSizes } from "../../src/kernels/recurrent/shape";
import { AdamW, clipNorm } from "../../src/networks";
import { decodeNumbers, decodeZip, type Numbers } from "../../src/store";
import { golden } from "../golden";

/** The issue's: both sides are float32, and rounding grows from step to step. */
const SAME_LOSS = 1e-4;

const recorded = golden<{ updates: number; learningRate: number; maxNorm: number; units: number; networks: string[] }>(
  "networks",
);
const members = decodeZip(readFileSync(join("test", "golden", "networks.npz")));
const arrays = new Map([...members].map(([name, bytes]) => [name.replace(/\.npy$/, ""), decodeNumbers(bytes)]));

function array(name: string): Numbers {
  const found = arrays.get(name);
  assert.ok(found, `networks.npz has no ${name}`);
  return found;
}

/** PyTorch's (gates * units, inputs) to Keras' (inputs, gates * units); its GRU has the gates r, z, n. */
function turned({ data, shape }: Numbers, units: number, isGru: boolean): Float32Array {
  const [columns, rows = 1] = shape as [number, number?];
  const order = isGru ? [1, 0, 2] : [0, 1, 2, 3];
  return Float32Array.from({ length: columns * rows }, (_, i) => {
    const [row, column] = [Math.floor(i / columns), i % columns];
    const from = order[Math.floor(column / units)]! * units + (column % units);
    return Number(data[from * rows + row]);
  });
}

function weightsOf(name: string, shape: RecurrentShape): Float32Array {
  const isGru = shape.cell === "gru-reset-after";
  const parts: Float32Array[] = [];
  for (const suffix of ["", "_reverse"].slice(0, directionsOf(shape))) {
    const names = ["weight_ih", "weight_hh", "bias_ih", ...(isGru ? ["bias_hh"] : [])];
    for (const part of names) parts.push(turned(array(`${name}/${part}_l0${suffix}`), shape.units, isGru));
  }
  const all = Float32Array.from(parts.flatMap((part) => [...part]));
  assert.equal(all.length, directionsOf(shape) * weightSizes(shape).all);
  return all;
}

interface Network {
  readonly pass: RecurrentPass;
  /** Of the layer, then the head's (classes, width) and bias. */
  readonly parameters: [Float32Array, Float32Array, Float32Array];
}

/** Mean cross-entropy of a batch, and the gradients of all parameters. */
function lossOf({ pass, parameters }: Network, labels: readonly number[]) {
  const [weights, headWeights, headBias] = parameters;
  const features = pass.forward(weights, false).slice();
  const gradients: [Float32Array, Float32Array, Float32Array] = [
    new Float32Array(),
    new Float32Array(headWeights.length),
    new Float32Array(headBias.length),
  ];
  const width = features.length / labels.length;
  const outputGradient = new Float32Array(features.length);
  let loss = 0;
  labels.forEach((label, sample) => {
    const own = features.subarray(sample * width, (sample + 1) * width);
    const scores = [...headBias].map((bias, c) =>
      own.reduce((sum, x, k) => sum + x * headWeights[c * width + k]!, bias),
    );
    const total = scores.reduce((sum, score) => sum + Math.exp(score), 0);
    loss -= (scores[label]! - Math.log(total)) / labels.length;
    scores.forEach((score, c) => {
      const through = (Math.exp(score) / total - Number(c === label)) / labels.length;
      gradients[2][c]! += through;
      for (let k = 0; k < width; k++) {
        gradients[1][c * width + k]! += through * own[k]!;
        outputGradient[sample * width + k]! += through * headWeights[c * width + k]!;
      }
    });
  });
  gradients[0] = pass.backward(outputGradient, false).weights;
  return { loss, gradients };
}

for (const name of recorded.networks) {
  test(`${name} loses as PyTorch's does, step by step`, () => {
    const cell = { RNN: "tanh", "RNN-relu": "relu", LSTM: "lstm", GRU: "gru-reset-after" }[
      name.replace("Bi", "")
    ] as Cell;
    const [batches, batch, steps, features] = array("x").shape as [number, number, number, number];
    const direction = name.startsWith("Bi") ? "bidirectional" : "forward";
    const shape = { cell, direction, batch, steps, features, units: recorded.units, sequences: false } as const;
    const pass = recurrentLayers().open(shape, 2);
    const head = ["weight", "bias"].map((part) => Float32Array.from(array(`${name}/head.${part}`).data, Number));
    const network: Network = { pass, parameters: [weightsOf(name, shape), head[0]!, head[1]!] };
    const optimizer = new AdamW({ learningRate: recorded.learningRate });
    const [losses, norms] = [array(`${name}/loss`).data, array(`${name}/norm`).data];
    for (let update = 0; update < recorded.updates; update++) {
      const at = update % batches;
      const size = pass.input.length;
      pass.input.set(Float32Array.from(array("x").data.slice(at * size, (at + 1) * size), Number));
      const labels = [...array("y").data.slice(at * batch, (at + 1) * batch)].map(Number);
      const { loss, gradients } = lossOf(network, labels);
      const norm = clipNorm(gradients, recorded.maxNorm);
      const expected = Number(losses[update]);
      assert.ok(Math.abs(loss / expected - 1) < SAME_LOSS, `loss of step ${update}: ${loss}, not ${expected}`);
      if (update === 0) assert.ok(Math.abs(norm / Number(norms[0]) - 1) < SAME_LOSS, `norm: ${norm}, not ${norms[0]}`);
      optimizer.step(network.parameters, gradients);
    }
    assert.ok(
      [...norms].some((norm) => Number(norm) > recorded.maxNorm),
      "clipping took place",
    );
    pass.close();
  });
}

test("an optimiser goes on from its state to the same bits, and refuses another model", () => {
  const random = (length: number, seed: number) => Float32Array.from({ length }, (_, i) => Math.sin(seed + i * i));
  const [one, two] = [new AdamW(), new AdamW()];
  const [a, b] = [[random(5, 1)], [random(5, 1)]];
  for (let i = 0; i < 3; i++) one.step(a, [random(5, i)]);
  for (let i = 0; i < 2; i++) two.step(b, [random(5, i)]);
  const resumed = new AdamW();
  resumed.state = two.state;
  resumed.step(b, [random(5, 2)]);
  assert.deepEqual(a, b);
  assert.throws(() => one.step([random(4, 1)], [random(4, 1)]), /parameters of lengths 4 where the optimiser knows 5/);
});
