import type { LayersModel } from "@tensorflow/tfjs";
import { QuadrantError } from "../../errors";
import type { TensorFlow } from "../tensorflow";

/**
 * One model of several, say of the same network from several seeds: its probabilities are the mean of theirs. It saves and
 * loads like any other; its weights are theirs, not copies.
 *
 * @throws QuadrantError "bad-argument" for no models, or models of other shapes than the first
 */
export function ensembleOf(tf: TensorFlow, models: readonly LayersModel[]): LayersModel {
  const [first] = models;
  if (first === undefined) throw new QuadrantError("bad-argument", "an ensemble of no models");
  for (const [i, model] of models.entries()) {
    const [own, wanted] = [model, first].map(({ inputs, outputs }) => `${inputs[0]!.shape} to ${outputs[0]!.shape}`);
    if (own === wanted) continue;
    throw new QuadrantError("bad-argument", `model ${i} of an ensemble goes from ${own}, the first from ${wanted}`);
  }
  const input = tf.input({ shape: first.inputs[0]!.shape.slice(1) });
  const outputs = models.map((model) => model.apply(input) as typeof input);
  const mean = outputs.length === 1 ? outputs[0]! : (tf.layers.average().apply(outputs) as typeof input);
  return tf.model({ inputs: input, outputs: mean });
}
