import { availableParallelism } from "node:os";
import { isMainThread } from "node:worker_threads";
import type { LayersModel, layers, Tensor } from "@tensorflow/tfjs";
import { messageOf, QuadrantError } from "../errors";
import { MT19937 } from "../random";
import { RecurrentEngine } from "./recurrent-engine";
import { isBidirectional, isRecurrent, planOf } from "./recurrent-plan";
import type { TensorFlow } from "./tensorflow";

type Layer = layers.Layer;
type Make = TensorFlow["layers"];
type ArgumentsOf<Name extends "simpleRNN" | "lstm" | "gru" | "bidirectional"> = Parameters<Make[Name]>[0];

export interface RecurrentOptions {
  /**
   * How many threads share a batch; weights come out as the same bits for any number. All cores by default, and one
   * where this thread is itself one of several workers.
   */
  readonly threads?: number;
}

/** What `recurrentLayers` gives; arguments are those of tf.layers, defaults those of Keras. */
export interface RecurrentLayerMakers {
  simpleRNN(args: ArgumentsOf<"simpleRNN">): Layer;
  lstm(args: ArgumentsOf<"lstm">): Layer;
  gru(args: ArgumentsOf<"gru">): Layer;
  /** Concatenates a layer and a copy of it that reads time backwards; the layer may be one of these or a stock one. */
  bidirectional(args: { readonly layer: Layer; readonly name?: string; readonly inputShape?: number[] }): Layer;
}

/** Keras' defaults; tf.layers has a piecewise linear sigmoid and normally distributed kernels instead. */
const GATED = { recurrentActivation: "sigmoid", kernelInitializer: "glorotUniform" } as const;

/**
 * Recurrent layers of tf.layers whose forward pass and gradient are computed by the kernel `recurrent`: a thousand steps
 * of 128 clips take part of a second instead of minutes.
 *
 * They are the stock layers with another way to compute: names, weights and configuration stay, so that a model saves in
 * the standard format, loads with stock tf.layers or Keras, and predicts the same there. The GRU is that of
 * `reset_after: false`, the only one that tf.layers knows. Activations are tanh (simpleRNN also relu) and sigmoid;
 * masks count, as in tf.layers (Keras differs in one place: a bidirectional layer that gives all states out has 0 at masked
 * frames there, and the last state here); dropout inside of a layer, returnState and stateful do not exist here.
 *
 * @example
 * const quadrant = recurrentLayers(tf);
 * const model = tf.sequential({
 *   layers: [quadrant.lstm({ units: 128, inputShape: [1295, 204] }), tf.layers.dense({ units: 4, activation: "softmax" })],
 * });
 *
 * @throws QuadrantError "bad-argument" by the makers, for options that the kernel does not know
 */
export function recurrentLayers(tf: TensorFlow, options: RecurrentOptions = {}): RecurrentLayerMakers {
  return {
    simpleRNN: (args) => compile(tf, tf.layers.simpleRNN(args), options),
    lstm: (args) => compile(tf, tf.layers.lstm({ unitForgetBias: true, ...GATED, ...args }), options),
    gru: (args) => compile(tf, tf.layers.gru({ ...GATED, ...args }), options),
    bidirectional: (args) =>
      compile(tf, tf.layers.bidirectional({ ...args, mergeMode: "concat" } as ArgumentsOf<"bidirectional">), options),
  };
}

/**
 * Lets the recurrent layers of a model, say one that was loaded from a file, be computed by the kernel.
 *
 * @returns the layers that were left as they are, and why
 */
export function accelerate(
  tf: TensorFlow,
  model: LayersModel,
  options: RecurrentOptions = {},
): { readonly layer: string; readonly reason: string }[] {
  const left: { layer: string; reason: string }[] = [];
  for (const layer of model.layers) {
    // A model may hold others, as an ensemble does.
    if ("layers" in layer) left.push(...accelerate(tf, layer as unknown as LayersModel, options));
    if (!isRecurrent(layer) && !isBidirectional(layer)) continue;
    try {
      compile(tf, layer, options);
    } catch (error) {
      left.push({ layer: layer.name, reason: messageOf(error).split("\n")[0]! });
    }
  }
  return left;
}

/** A layer whose states start from noise. */
interface NoisyLayer extends Layer {
  seed: number;
}

const noisy = new WeakMap<Layer, (length: number) => Float32Array>();

/**
 * Lets a layer that is computed by the kernel start each batch from states drawn from a standard normal distribution, in
 * training and afterwards: a flaw of a published network, whose scores are therefore not repeatable within a run.
 *
 * Each call draws on; a new value of the layer's property `seed`, such as `train` gives it in every step, begins anew.
 */
export function startFromNoise(layer: Layer, seed: number): void {
  const drawn = Object.assign(layer, { seed }) as NoisyLayer;
  let [known, random] = [seed, new MT19937(seed)];
  noisy.set(layer, (length) => {
    if (drawn.seed !== known) [known, random] = [drawn.seed, new MT19937(drawn.seed)];
    return Float32Array.from({ length }, () => random.normal());
  });
}

let inputGradientWanted = false;

/**
 * Runs `work` so that gradients with respect to the input of a model can be asked for, as saliency does. Otherwise a
 * recurrent layer that is a model's first does not compute them: it saves a third of the time.
 */
export function withInputGradient<Result>(work: () => Result): Result {
  const before = inputGradientWanted;
  inputGradientWanted = true;
  try {
    return work();
  } finally {
    inputGradientWanted = before;
  }
}

/** Whether this runs inside of `withInputGradient`. */
export function inputGradientIsWanted(): boolean {
  return inputGradientWanted;
}

function compile(tf: TensorFlow, layer: Layer, { threads }: RecurrentOptions): Layer {
  const workers = threads ?? (isMainThread ? availableParallelism() : 1);
  if (!Number.isInteger(workers) || workers < 1) {
    throw new QuadrantError("bad-argument", `threads is ${workers}, not a whole number from 1 on`);
  }
  planOf(layer);
  const engine = new RecurrentEngine(tf, workers);
  layer.call = (inputs, kwargs) => {
    const input = Array.isArray(inputs) ? inputs[0]! : inputs;
    if (kwargs?.initialState != null || (Array.isArray(inputs) && inputs.length > 1)) {
      throw new QuadrantError("bad-argument", `${layer.name} takes no initial state`, {
        remedy: "Use tf.layers for layers that start from a given state.",
      });
    }
    // Weights exist from the first call on, and may be replaced later.
    const plan = planOf(layer);
    const withInput = inputGradientWanted || !isFirst(layer);
    return engine.compute(plan, input, kwargs?.mask as Tensor | undefined, withInput, noisy.get(layer));
  };
  const dispose = layer.dispose.bind(layer);
  layer.dispose = () => {
    engine.close();
    return dispose();
  };
  return layer;
}

/** Whether the layer reads what a model is given. */
function isFirst(layer: Layer): boolean {
  const { inboundNodes } = layer as unknown as { inboundNodes: { inboundLayers: Layer[] }[] };
  return (
    inboundNodes.length > 0 &&
    inboundNodes.every(({ inboundLayers }) => inboundLayers.every((from) => from.getClassName() === "InputLayer"))
  );
}
