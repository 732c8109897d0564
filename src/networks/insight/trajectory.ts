import type { LayersModel, layers, SymbolicTensor, Tensor } from "@tensorflow/tfjs";
import type { Matrix } from "../../arrays";
import { PCA } from "../../classifiers";
import { QuadrantError } from "../../errors";
import { RecurrentEngine } from "../recurrent-engine";
import { isBidirectional, isRecurrent, planOf } from "../recurrent-plan";
import type { TensorFlow } from "../tensorflow";
import { maskOf } from "./saliency";

export interface StatesOptions {
  /** Which of the recurrent layers, from 0 on; the last one by default. */
  readonly layer?: number;
  /** Steps of the clip that are no padding; all by default. */
  readonly length?: number;
}

/**
 * The states of a recurrent layer while it reads a clip, whether it gives all of them to the next layer or not. A network
 * whose states start from noise is shown starting from 0.
 *
 * @param clip (steps, features), scaled as those the network was trained on
 * @returns (steps that are no padding, units); of a bidirectional layer (steps, 2 units)
 * @throws QuadrantError "bad-argument" for a model without such a layer, or one that the kernel does not know
 */
export function hiddenStates(
  tf: TensorFlow,
  model: LayersModel,
  { data, shape: [steps, features] }: Matrix,
  { layer, length = steps }: StatesOptions = {},
): Matrix {
  const recurrent = model.layers.filter((one) => isRecurrent(one) || isBidirectional(one));
  const asked = recurrent.at(layer ?? -1);
  if (asked === undefined) {
    throw new QuadrantError(
      "bad-argument",
      `${model.name} has ${recurrent.length} recurrent layers, not a layer ${layer ?? 0}`,
    );
  }
  const engine = new RecurrentEngine(tf, 1);
  try {
    return tf.tidy(() => {
      const { mask } = maskOf(tf, steps, length);
      const clip = tf.tensor3d(data, [1, steps, features]);
      const input = before(tf, model, asked, clip, mask);
      const states = engine.compute({ ...planOf(asked), sequences: true }, input, mask, false);
      const units = states.shape[2]!;
      return { data: Float32Array.from(states.dataSync().subarray(0, length * units)), shape: [length, units] };
    });
  } finally {
    engine.close();
  }
}

/** What a layer of a model is given. */
function before(tf: TensorFlow, model: LayersModel, layer: layers.Layer, clip: Tensor, mask?: Tensor): Tensor {
  const symbol = layer.input as SymbolicTensor;
  if (symbol === model.inputs[0]) return clip;
  const part = tf.model({ inputs: model.inputs, outputs: symbol });
  return part.apply(clip, { training: false, ...(mask === undefined ? {} : { mask }) }) as Tensor;
}

export interface Trajectories {
  /** Of each clip, (steps, components). */
  readonly points: readonly Matrix[];
  /** What share of the variance of all states each component has, 0 to 1. */
  readonly explainedVarianceRatio: Float64Array;
}

/**
 * The paths of states through the plane in which those of all clips together vary most.
 *
 * @param states of each clip, (steps, units), as `hiddenStates` gives them
 * @param components of the space they are shown in
 *
 * @example
 * const states = oneClipAQuadrant.map((clip) => hiddenStates(tf, model, clip));
 * const { points } = trajectories(states);
 */
export function trajectories(states: readonly Matrix[], components = 2): Trajectories {
  const [first] = states;
  if (first === undefined) throw new QuadrantError("bad-argument", "trajectories of no clip");
  const [, units] = first.shape;
  const odd = states.findIndex(({ shape }) => shape[1] !== units);
  if (odd >= 0) {
    throw new QuadrantError(
      "bad-argument",
      `clip ${odd} has states of ${states[odd]!.shape[1]} units, the first of ${units}`,
    );
  }
  const steps = states.reduce((sum, { shape }) => sum + shape[0], 0);
  const all: Matrix = { data: new Float32Array(steps * units), shape: [steps, units] };
  let at = 0;
  for (const { data } of states) {
    all.data.set(data, at);
    at += data.length;
  }
  const pca = new PCA({ nComponents: components }).fit(all);
  return { points: states.map((own) => pca.transform(own)), explainedVarianceRatio: pca.explainedVarianceRatio };
}
