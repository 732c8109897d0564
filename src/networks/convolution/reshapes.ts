import type { Tensor } from "@tensorflow/tfjs";
import { QuadrantError } from "../../errors";
import type { TensorFlow } from "../tensorflow";
import type { AudioLayerKind } from "./audio-layer";
import { differentiable } from "./differentiable";
import type { Run } from "./extent";
import { tensorStore } from "./tensor-store";

/** Frames with a channel of their own, as two-dimensional layers want them: (batch, steps, features, 1). */
export const asPicture: AudioLayerKind<object> = {
  className: "AsPicture",
  complete: () => ({}),
  weights: () => [],
  outputShape: (_, [batch, steps, features]) => [batch!, steps!, features!, 1],
  compute: (tf, _, x, __, run) => reshaped(tf, x, [...x.shape, 1], run),
};

/** Rows of a picture as steps of a sequence: (batch, rows, columns, channels) to (batch, rows, columns * channels). */
export const asSequence: AudioLayerKind<object> = {
  className: "AsSequence",
  complete: () => ({}),
  weights(_, inputShape) {
    if (inputShape.length === 4 && inputShape[2] != null) return [];
    throw new QuadrantError(
      "bad-argument",
      `AsSequence got (${inputShape.join(", ")}), not (batch, rows, columns, channels)`,
    );
  },
  outputShape: (_, [batch, rows, columns, channels]) => [batch!, rows!, columns! * channels!],
  compute(tf, _, x, __, run) {
    const [batch, rows, columns, channels] = x.shape as [number, number, number, number];
    return reshaped(tf, x, [batch, rows, columns * channels], run);
  },
};

/** The same values; tf's own reshape would copy them. */
function reshaped(tf: TensorFlow, x: Tensor, shape: readonly number[], { withInput }: Run): Tensor {
  return differentiable(tf, x, withInput ? [x] : [], (region) => ({
    region: region.hold(),
    shape,
    needs: [],
    back: (outputGradient) => [tensorStore(tf).give(outputGradient.hold(), x.shape)],
  }));
}
