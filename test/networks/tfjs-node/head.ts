import type { LayersModel, Tensor } from "@tensorflow/tfjs";
import { recurrentLayers, type TensorFlow } from "../../../src/networks";
import { MT19937 } from "../../../src/random";

const [BATCH, STEPS, FEATURES, CLASSES] = [12, 9, 5, 3];
/** How often the head sees the batch. */
const UPDATES = 12;

/** A model whose recurrent layers the engine computes, and a head of stock layers. */
export function madeByEngine(tf: TensorFlow): LayersModel {
  const engine = recurrentLayers(tf, { threads: 1 });
  const gru = engine.gru({ units: 6, returnSequences: true });
  return tf.sequential({
    layers: [
      tf.layers.masking({ maskValue: 0, inputShape: [STEPS, FEATURES] }),
      engine.bidirectional({ layer: gru }),
      engine.lstm({ units: 7, returnSequences: true }),
      engine.simpleRNN({ units: 8 }),
      tf.layers.dense({ units: 6, activation: "relu", name: "hidden" }),
      tf.layers.dense({ units: CLASSES, activation: "softmax", name: "answer" }),
    ],
  });
}

/** What the model says of the batch, whose second item ends early. */
export function predictions(tf: TensorFlow, model: LayersModel): number[] {
  return [...(model.predict(batch(tf).x) as Tensor).dataSync()];
}

/** Trains the dense layers alone, in an order that leaves nothing to chance. @returns the loss of each update */
export async function trainHead(tf: TensorFlow, model: LayersModel): Promise<number[]> {
  for (const layer of model.layers) layer.trainable = layer.getClassName() === "Dense";
  model.compile({ optimizer: tf.train.adam(0.02), loss: "categoricalCrossentropy" });
  const { x, y } = batch(tf);
  const losses: number[] = [];
  for (let update = 0; update < UPDATES; update++) losses.push(Number(await model.trainOnBatch(x, y)));
  return losses;
}

function batch(tf: TensorFlow): { x: Tensor; y: Tensor } {
  const random = new MT19937(7);
  const values = Float32Array.from({ length: BATCH * STEPS * FEATURES }, () => random.normal());
  values.fill(0, (STEPS + 4) * FEATURES, 2 * STEPS * FEATURES);
  const labels = tf.tensor1d(
    Array.from({ length: BATCH }, (_, item) => item % CLASSES),
    "int32",
  );
  return { x: tf.tensor(values, [BATCH, STEPS, FEATURES]), y: tf.oneHot(labels, CLASSES) };
}
