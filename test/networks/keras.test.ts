import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { layers, Tensor } from "@tensorflow/tfjs";
import { recurrentLayers as kernel } from "../../src/kernels/recurrent";
import { loadTensorFlow, recurrentLayers } from "../../src/networks";
import { decodeNumbers, decodeZip } from "../../src/store";
import { golden } from "../golden";

/** Float32 on both sides, summed in different orders. */
const SAME = 1e-5;

const { units } = golden<{ units: number }>("keras");
const members = decodeZip(readFileSync(join("test", "golden", "keras.npz")));

function array(name: string): { data: Float32Array; shape: readonly number[] } {
  const bytes = members.get(`${name}.npy`);
  assert.ok(bytes, `keras.npz has no ${name}`);
  const { data, shape } = decodeNumbers(bytes);
  return { data: Float32Array.from(data, Number), shape };
}

/** Whether a frame is more than padding. */
function isHeard(data: Float32Array, frame: number): boolean {
  const features = array("x").shape[2]!;
  return data.subarray(frame * features, (frame + 1) * features).some((value) => value !== 0);
}

/** All arrays "<layer>/<number>". */
function weightsOf(layer: string) {
  const count = [...members.keys()].filter((name) => name.startsWith(`${layer}/`) && /\/\d+\.npy$/.test(name)).length;
  return Array.from({ length: count }, (_, i) => array(`${layer}/${i}`));
}

/** @param silent values that need not agree */
function assertSame(
  what: string,
  found: ArrayLike<number>,
  { data }: { data: Float32Array },
  silent: (i: number) => boolean = () => false,
): void {
  assert.equal(found.length, data.length);
  const at = data.findIndex((value, i) => !(Math.abs(value - found[i]!) <= SAME) && !silent(i));
  assert.equal(at, -1, `${what}: value ${at} is ${found[at]}, Keras has ${data[at]}`);
}

test("with Keras' weights the layers predict what Keras predicts, with and without masked frames", async () => {
  const { tf } = await loadTensorFlow();
  const quadrant = recurrentLayers(tf);
  const made: Record<string, layers.Layer> = {
    simpleRNN: quadrant.simpleRNN({ units }),
    "simpleRNN-relu": quadrant.simpleRNN({ units, activation: "relu", returnSequences: true }),
    lstm: quadrant.lstm({ units, returnSequences: true }),
    "lstm-backwards": quadrant.lstm({ units, goBackwards: true, returnSequences: true }),
    gru: quadrant.gru({ units }),
    "bidirectional-lstm": quadrant.bidirectional({ layer: quadrant.lstm({ units }) }),
    "bidirectional-gru": quadrant.bidirectional({ layer: quadrant.gru({ units, returnSequences: true }) }),
  };
  for (const [name, layer] of Object.entries(made)) {
    const inputShape = [...array("x").shape.slice(1)];
    const model = tf.sequential({ layers: [tf.layers.masking({ maskValue: 0, inputShape }), layer] });
    model.setWeights(weightsOf(name).map(({ data, shape }) => tf.tensor(data, [...shape])));
    for (const given of ["x", "padded"]) {
      const { data, shape } = array(given);
      const found = model.predict(tf.tensor(data, [...shape])) as Tensor;
      // Around a layer that gives all states out, Keras puts 0 where tf.layers repeats the state: at frames that later
      // layers do not look at.
      const zeroed = given === "padded" && name === "bidirectional-gru";
      const isSilent = (i: number) => zeroed && !isHeard(data, Math.floor(i / (2 * units)));
      assertSame(`${name} of ${given}`, found.dataSync(), array(`${name}/${given}`), isSilent);
    }
  }
});

test("the GRU that resets after the product, which tf.layers has not, is Keras' default", () => {
  const [batch, steps, features] = array("x").shape as [number, number, number];
  const weights = Float32Array.from(weightsOf("gru-reset-after").flatMap(({ data }) => [...data]));
  const shape = {
    cell: "gru-reset-after",
    direction: "forward",
    sequences: true,
    batch,
    steps,
    features,
    units,
  } as const;
  const pass = kernel().open(shape, 1);
  for (const given of ["x", "padded"]) {
    const { data } = array(given);
    pass.input.set(data);
    for (let frame = 0; frame < batch * steps; frame++) {
      pass.mask[frame] = Number(isHeard(data, frame));
    }
    assertSame(given, pass.forward(weights, true), array(`gru-reset-after/${given}`));
  }
  pass.close();
});
