import type { LayersModel, Tensor } from "@tensorflow/tfjs";
import type { Matrix } from "../../arrays";
import { QuadrantError } from "../../errors";
import { withInputGradient } from "../recurrent-layers";
import type { TensorFlow } from "../tensorflow";

export interface SaliencyOptions {
  /** Which class is asked about; the most probable one by default. */
  readonly label?: number;
  /** Steps of the clip that are no padding; all by default. */
  readonly length?: number;
}

export interface Saliency {
  readonly label: number;
  /** Of that class. */
  readonly probability: number;
  /** (steps, features): how fast the logarithm of the probability grows with each value, in nats. */
  readonly gradient: Matrix;
  /** Of each step: the length of its gradient. */
  readonly ofSteps: Float32Array;
  /** Of each feature: the length of its gradient over all steps. */
  readonly ofFeatures: Float32Array;
}

/** Keeps a probability that float32 rounded to 0 out of the logarithm. */
const TINY = 1e-30;

/**
 * What a network looks at in a clip: the gradient of the log-probability of a class with respect to the clip (Simonyan et
 * al. 2014, arXiv 1312.6034).
 *
 * @param clip (steps, features), scaled as those the network was trained on
 * @throws QuadrantError "bad-argument" for a clip that does not fit the network, or a class that it has not
 *
 * @example
 * const { ofSteps } = saliency(tf, model, clip); // draw it over time
 */
export function saliency(
  tf: TensorFlow,
  model: LayersModel,
  { data, shape: [steps, features] }: Matrix,
  { label, length = steps }: SaliencyOptions = {},
): Saliency {
  const classes = model.outputs[0]!.shape.at(-1)!;
  if (label !== undefined && !(Number.isInteger(label) && label >= 0 && label < classes)) {
    throw new QuadrantError("bad-argument", `label is ${label}: the model has the classes 0 to ${classes - 1}`);
  }
  return tf.tidy(() => {
    const kwargs = { training: false, ...maskOf(tf, steps, length) };
    let probabilities: Float32Array | undefined;
    let asked = label ?? 0;
    const logarithm = (x: Tensor) => {
      const output = model.apply(x, kwargs) as Tensor;
      probabilities = output.dataSync() as Float32Array;
      asked = label ?? probabilities.indexOf(Math.max(...probabilities));
      const chosen = tf.oneHot(tf.tensor1d([asked], "int32"), classes);
      return tf.log(tf.add(tf.sum(tf.mul(output, chosen)), TINY)).asScalar();
    };
    const clip = tf.tensor3d(data, [1, steps, features]);
    const gradient = withInputGradient(() => tf.grad(logarithm)(clip))
      .dataSync()
      .slice() as Float32Array;
    const [ofSteps, ofFeatures] = [new Float32Array(steps), new Float32Array(features)];
    for (const [i, slope] of gradient.entries()) {
      ofSteps[Math.floor(i / features)]! += slope * slope;
      ofFeatures[i % features]! += slope * slope;
    }
    return {
      label: asked,
      probability: probabilities![asked]!,
      gradient: { data: gradient, shape: [steps, features] },
      ofSteps: ofSteps.map(Math.sqrt),
      ofFeatures: ofFeatures.map(Math.sqrt),
    };
  });
}

/** What tells layers that know masks of the padding behind a clip. */
export function maskOf(tf: TensorFlow, steps: number, length: number): { mask?: Tensor } {
  if (!(Number.isInteger(length) && length >= 1 && length <= steps)) {
    throw new QuadrantError("bad-argument", `length is ${length}, not a whole number from 1 to ${steps}`);
  }
  if (length === steps) return {};
  return {
    mask: tf.tensor2d(
      Uint8Array.from({ length: steps }, (_, step) => Number(step < length)),
      [1, steps],
      "int32",
    ),
  };
}
