import type { LayersModel, layers } from "@tensorflow/tfjs";
import { QuadrantError } from "../../errors";
import { accelerate, type RecurrentOptions, recurrentLayers, startFromNoise } from "../recurrent-layers";
import type { TensorFlow } from "../tensorflow";
import { drawWeights } from "./initial-weights";
import type { HeadLayer, NetworkSpec } from "./network-spec";
import { readoutLayers } from "./readout-layers";

type Layer = layers.Layer;

export interface NetworkShape {
  /** null for sequences of any number of steps. */
  readonly steps: number | null;
  readonly features: number;
  readonly classes: number;
}

/** What a saved model says of itself. */
interface Metadata {
  readonly quadrant?: { readonly spec: NetworkSpec; readonly seed: number };
}

/**
 * PyTorch's, whose momentum of 0.1 tf calls 0.9; tf's own are 1e-3 and 0.99. The variance that is kept for predictions is
 * that of n items here and of n - 1 in PyTorch: 0.8 % apart for batches of 128.
 */
const PYTORCH_NORM = { epsilon: 1e-5, momentum: 0.9 };

const ATTENTION_UNITS = 64;

/**
 * Makes a model of a network: (batch, steps, features) to the probabilities of the classes.
 *
 * It saves with `model.save("file://...")`, and loads with `loadNetwork`. Without attention or mean over time, stock
 * tf.layers and Keras load it too.
 *
 * @param seed of the initial weights and, where the network starts from noise, of that; dropout is seeded by `train`
 * @throws QuadrantError "bad-argument" for a specification that cannot be
 *
 * @example
 * const { network } = PUBLISHED_NETWORKS.RNN;
 * const model = buildNetwork(tf, network, { steps: 1295, features: 204, classes: 4 }, 602);
 */
export function buildNetwork(
  tf: TensorFlow,
  spec: NetworkSpec,
  { steps, features, classes }: NetworkShape,
  seed: number,
  options: RecurrentOptions = {},
): LayersModel {
  check(spec);
  const model = tf.sequential({
    layers: [
      ...recurrentPart(tf, spec, [steps as number, features], options),
      ...spec.head.map((layer) => headLayer(tf, spec, layer)),
      tf.layers.dense({ units: classes, activation: "softmax" }),
    ],
  });
  drawWeights(tf, model, seed, spec.initialisation);
  // Saved with the model, since the standard format has no place for noise.
  model.setUserDefinedMetadata({ quadrant: { spec, seed } } satisfies Metadata);
  if (spec.randomInitialState) addNoise(model, seed);
  return model;
}

/**
 * Loads a saved model, with what the standard format does not know: readout layers, states that start from noise, and
 * that recurrent layers are computed by the kernel.
 *
 * @param url such as "file:///models/rnn/model.json"
 * @throws QuadrantError "bad-store" when it is missing or damaged
 */
export async function loadNetwork(tf: TensorFlow, url: string, options: RecurrentOptions = {}): Promise<LayersModel> {
  readoutLayers(tf);
  const model = await tf.loadLayersModel(url);
  accelerate(tf, model, options);
  const { quadrant } = (model.getUserDefinedMetadata() ?? {}) as Metadata;
  if (quadrant?.spec.randomInitialState === true) addNoise(model, quadrant.seed);
  return model;
}

function recurrentPart(tf: TensorFlow, spec: NetworkSpec, inputShape: number[], options: RecurrentOptions): Layer[] {
  const make = recurrentLayers(tf, options);
  const stack = Array.from({ length: spec.depth }, (_, i): Layer => {
    const first = i === 0 ? { inputShape } : {};
    const args = {
      units: spec.units,
      returnSequences: spec.readout !== "last" || i < spec.depth - 1,
      // Drawn over below; tf's own way to orthogonal matrices is slow.
      recurrentInitializer: "glorotUniform" as const,
      ...(spec.bidirectional ? {} : first),
    };
    const layer = make[spec.cell](args);
    return spec.bidirectional ? make.bidirectional({ layer, ...first }) : layer;
  });
  const { meanOverTime, attentionOverTime } = readoutLayers(tf);
  if (spec.readout === "mean") return [...stack, meanOverTime()];
  return spec.readout === "attention" ? [...stack, attentionOverTime({ units: ATTENTION_UNITS })] : stack;
}

function headLayer(tf: TensorFlow, { initialisation }: NetworkSpec, layer: HeadLayer): Layer {
  switch (layer.kind) {
    case "dropout":
      return tf.layers.dropout({ rate: layer.rate });
    case "linear":
      return tf.layers.dense({ units: layer.units });
    case "batchNorm":
      return tf.layers.batchNormalization(initialisation === "pytorch" ? PYTORCH_NORM : {});
    case "relu":
      return tf.layers.reLU();
  }
}

function addNoise(model: LayersModel, seed: number): void {
  for (const [i, layer] of model.layers.entries()) {
    if (["SimpleRNN", "LSTM", "GRU", "Bidirectional"].includes(layer.getClassName())) startFromNoise(layer, seed + i);
  }
}

function check({ units, depth, head }: NetworkSpec): void {
  const sizes = { units, depth, ...Object.fromEntries(head.map((layer, i) => [`head[${i}].units`, sizeOf(layer)])) };
  for (const [name, value] of Object.entries(sizes)) {
    if (Number.isInteger(value) && value >= 1) continue;
    throw new QuadrantError("bad-argument", `${name} of a network is ${value}, not a whole number from 1 on`);
  }
}

const sizeOf = (layer: HeadLayer): number => (layer.kind === "linear" ? layer.units : 1);
