import type { LayersModel, layers } from "@tensorflow/tfjs";
import { MT19937 } from "../../random";
import type { TensorFlow } from "../tensorflow";

type Shape = readonly number[];
type Draw = (shape: Shape) => Float32Array;

/**
 * Draws the initial weights of a network from a seed, the same on every backend of tf and for both directions apart.
 *
 * "pytorch": all weights and biases of a recurrent layer evenly within 1 / sqrt(units), of a linear one within
 * 1 / sqrt(inputs). PyTorch's recurrent layers have two biases, which only their sum makes felt: that sum is drawn.
 * "keras": Glorot's uniform kernels, orthogonal recurrent ones, biases of 0, but 1 for the forget gate of an LSTM.
 */
export function drawWeights(tf: TensorFlow, model: LayersModel, seed: number, scheme: "pytorch" | "keras"): void {
  const random = new MT19937(seed);
  for (const layer of model.layers) {
    const shapes = layer.getWeights().map(({ shape }) => shape);
    const values = drawLayer(layer, shapes, random, scheme);
    if (values === undefined) continue;
    const tensors = values.map((array, i) => tf.tensor(array, shapes[i]!));
    layer.setWeights(tensors);
    tf.dispose(tensors);
  }
}

function drawLayer(
  layer: layers.Layer,
  shapes: readonly Shape[],
  random: MT19937,
  scheme: "pytorch" | "keras",
): Float32Array[] | undefined {
  const within =
    (bound: number): Draw =>
    (shape) =>
      filled(shape, () => bound * (2 * random.random() - 1));
  const glorot: Draw = (shape) => within(Math.sqrt(6 / (shape[0]! + shape.at(-1)!)))(shape);
  const zeros: Draw = (shape) => filled(shape, () => 0);
  const name = layer.getClassName();
  if (name === "Dense" || name === "AttentionOverTime") {
    const even = within(shapes[0]![0]! ** -0.5);
    return shapes.map((shape) => (scheme === "pytorch" ? even : shape.length === 1 ? zeros : glorot)(shape));
  }
  if (!["SimpleRNN", "LSTM", "GRU", "Bidirectional"].includes(name)) return undefined;
  // Of each direction: kernel, recurrent kernel, bias.
  return shapes.map((shape, i) => {
    const units = shapes[1]![0]!;
    const even = within(units ** -0.5);
    if (i % 3 === 2) {
      if (scheme === "pytorch") return even(shape).map((bias) => bias + even([1])[0]!);
      const forgets = isLstm(layer) ? (j: number) => Number(Math.floor(j / units) === 1) : () => 0;
      return filled(shape, forgets);
    }
    if (scheme === "pytorch") return even(shape);
    return i % 3 === 0 ? glorot(shape) : orthogonal(shape, random);
  });
}

function filled(shape: Shape, value: (i: number) => number): Float32Array {
  return Float32Array.from({ length: shape.reduce((size, side) => size * side, 1) }, (_, i) => value(i));
}

function isLstm(layer: layers.Layer): boolean {
  const { forwardLayer } = layer as { forwardLayer?: layers.Layer };
  return (forwardLayer ?? layer).getClassName() === "LSTM";
}

/** Rows of length 1 at right angles to each other, evenly over all such: normal ones, by Gram and Schmidt. */
function orthogonal([rows, columns]: Shape, random: MT19937): Float32Array {
  const basis: Float64Array[] = [];
  while (basis.length < rows!) {
    const row = Float64Array.from({ length: columns! }, () => random.normal());
    // Twice, since rounding leaves something over.
    for (const other of [...basis, ...basis]) {
      const share = row.reduce((sum, value, i) => sum + value * other[i]!, 0);
      for (let i = 0; i < row.length; i++) row[i]! -= share * other[i]!;
    }
    const norm = Math.hypot(...row);
    basis.push(row.map((value) => value / norm));
  }
  return Float32Array.from(basis.flatMap((row) => [...row]));
}
