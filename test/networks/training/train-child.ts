import { loadTensorFlow, recurrentLayers, type TensorFlow, train } from "../../../src/networks";
import { FEATURES, risingOrFalling, STEPS } from "./rising-or-falling";

/**
 * A training in a process of its own: with dropout, batch normalisation, a schedule and label
 * smoothing. Prints each epoch, then the final weights.
 */
async function main(): Promise<void> {
  const { tf } = await loadTensorFlow();
  const model = modelOf(tf);
  const data = { train: risingOrFalling(40, 1), validation: risingOrFalling(20, 2) };
  const history = await train(model, data, {
    epochs: 12,
    batchSize: 16,
    optimizer: { kind: "adamw", learningRate: 0.02 },
    schedule: { kind: "plateau", patience: 0, factor: 0.5 },
    clipNorm: 1,
    labelSmoothing: 0.1,
    seed: 3,
    progress: false,
    ...(process.argv[2] === undefined ? {} : { folder: process.argv[2] }),
    onEpoch: ({ epoch }) => void process.stdout.write(`epoch ${epoch}\n`),
  });
  const weights = model.getWeights().map((weight) => Buffer.from(weight.dataSync().slice().buffer).toString("base64"));
  process.stdout.write(`${JSON.stringify({ weights, history })}\n`);
}

function modelOf(tf: TensorFlow) {
  const make = recurrentLayers(tf, { threads: 1 });
  return tf.sequential({
    layers: [
      make.gru({
        units: 6,
        inputShape: [STEPS, FEATURES],
        kernelInitializer: tf.initializers.glorotUniform({ seed: 1 }),
        recurrentInitializer: tf.initializers.orthogonal({ seed: 2 }),
      }),
      tf.layers.batchNormalization(),
      tf.layers.dropout({ rate: 0.3 }),
      tf.layers.dense({
        units: 2,
        activation: "softmax",
        kernelInitializer: tf.initializers.glorotUniform({ seed: 3 }),
      }),
    ],
  });
}

void main();
