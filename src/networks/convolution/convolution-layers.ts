import { availableParallelism } from "node:os";
import { isMainThread } from "node:worker_threads";
import type { LayersModel, layers, Tensor } from "@tensorflow/tfjs";
import { QuadrantError } from "../../errors";
import { inputGradientIsWanted } from "../recurrent-layers";
import type { TensorFlow } from "../tensorflow";
import { COMPUTE, type Compute } from "./compute";
import { lengthsOf, type Run } from "./extent";

type Layer = layers.Layer;
type Make = TensorFlow["layers"];

export interface ConvolutionOptionsOfLayers {
  /**
   * How many threads share a batch; results are the same bits for any number. All cores by default, and one where this
   * thread is itself one of several workers.
   */
  readonly threads?: number;
}

/** The makers of tf.layers whose layers the kernel computes. */
const MAKERS = [
  ...(["conv1d", "conv2d", "maxPooling1d", "maxPooling2d", "averagePooling1d", "averagePooling2d"] as const),
  ...(["globalAveragePooling1d", "globalAveragePooling2d", "globalMaxPooling1d", "globalMaxPooling2d"] as const),
  ...(["batchNormalization", "activation", "reLU", "concatenate"] as const),
] as const;

/** What `convolutionLayers` gives: the makers of tf.layers, with their arguments and defaults. */
export type ConvolutionLayerMakers = Pick<Make, (typeof MAKERS)[number]>;

/**
 * Layers of tf.layers whose forward pass and gradient are computed by the kernel `convolution`, on several threads. Between
 * them nothing is copied.
 *
 * They are the stock layers with another way to compute: names, weights and configuration stay, so that a model saves in
 * the standard format, loads with stock tf.layers or Keras, and predicts the same there.
 *
 * @example
 * const quadrant = convolutionLayers(tf);
 * const model = tf.sequential({
 *   layers: [
 *     quadrant.conv1d({ filters: 32, kernelSize: 64, strides: 4, activation: "relu", inputShape: [66150, 1] }),
 *     quadrant.globalAveragePooling1d({}),
 *     tf.layers.dense({ units: 4, activation: "softmax" }),
 *   ],
 * });
 *
 * @throws QuadrantError "bad-argument" by the makers, for options that the kernel does not know
 */
export function convolutionLayers(tf: TensorFlow, options: ConvolutionOptionsOfLayers = {}): ConvolutionLayerMakers {
  const makers = MAKERS.map((name) => {
    const make = tf.layers[name] as (args: object) => Layer;
    return [name, (args: object = {}) => computeByKernel(tf, make(args), options)] as const;
  });
  return Object.fromEntries(makers) as unknown as ConvolutionLayerMakers;
}

/**
 * Lets the convolutional layers of a model, say one that was loaded from a file, be computed by the kernel.
 *
 * @returns the names of those layers
 */
export function accelerateConvolutions(
  tf: TensorFlow,
  model: LayersModel,
  options: ConvolutionOptionsOfLayers = {},
): string[] {
  const known = model.layers.filter((layer) => computeOf(layer) !== undefined);
  for (const layer of known) computeByKernel(tf, layer, options);
  return known.map(({ name }) => name);
}

/** How many threads a layer is to use. */
export function threadsOf({ threads = isMainThread ? availableParallelism() : 1 }: ConvolutionOptionsOfLayers): number {
  if (Number.isInteger(threads) && threads > 0) return threads;
  throw new QuadrantError("bad-argument", `threads is ${threads}, not a whole number from 1 on`);
}

/** How a layer is to be computed now. */
export function runOf(layer: Layer, threads: number, mask: Tensor | undefined): Run {
  const learns = layer.trainableWeights.length > 0;
  return { name: layer.name, threads, withInput: needsInputGradient(layer), learns, lengths: lengthsOf(mask) };
}

/** Whether the gradient of a layer's input is wanted: whether a layer before it learns. */
function needsInputGradient(layer: Layer): boolean {
  if (inputGradientIsWanted()) return true;
  const seen = new Set<Layer>();
  const learnsBefore = (at: Layer): boolean => {
    if (seen.has(at)) return false;
    seen.add(at);
    const { inboundNodes } = at as unknown as { inboundNodes: { inboundLayers: Layer[] }[] };
    // A layer that is called without a model may stand behind anything.
    if (inboundNodes.length === 0) return at.getClassName() !== "InputLayer";
    return inboundNodes.some(({ inboundLayers }) =>
      inboundLayers.some((before) => before.trainableWeights.length > 0 || learnsBefore(before)),
    );
  };
  return learnsBefore(layer);
}

function computeOf(layer: Layer): Compute | undefined {
  return COMPUTE[layer.getClassName()]?.(layer);
}

function computeByKernel(tf: TensorFlow, layer: Layer, options: ConvolutionOptionsOfLayers): Layer {
  const threads = threadsOf(options);
  const compute = computeOf(layer);
  if (compute === undefined) return layer;
  layer.call = (inputs, kwargs) =>
    tf.tidy(() => {
      const tensors = [inputs].flat() as Tensor[];
      const run = runOf(layer, threads, kwargs?.mask as Tensor | undefined);
      return compute(tf, tensors, run, kwargs?.training === true);
    });
  return layer;
}
