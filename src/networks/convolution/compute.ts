import type { layers, Tensor } from "@tensorflow/tfjs";
import { QuadrantError } from "../../errors";
import type { Pooling } from "../../kernels/convolution/plain-pooling";
import type { Padding, Pair } from "../../kernels/convolution/shape";
import { type Bounds, stridedBounds } from "../../kernels/convolution/windows";
import type { TensorFlow } from "../tensorflow";
import { concatenate } from "./concatenate";
import { convolve } from "./convolve";
import type { Run } from "./extent";
import { normalise } from "./normalise";
import { pool } from "./pool";
import { rectify } from "./rectify";

type Layer = layers.Layer;

/** What a layer computes. */
export type Compute = (tf: TensorFlow, inputs: readonly Tensor[], run: Run, training: boolean) => Tensor;

/** What this needs of tf's classes, whose types do not show it. */
interface Variable {
  read(): Tensor;
  write(value: Tensor): void;
}

/** For each class of tf.layers, how a layer is computed; undefined for options that are tf's to compute. */
export const COMPUTE: Readonly<Record<string, (layer: Layer) => Compute | undefined>> = {
  Conv1D: convolution,
  Conv2D: convolution,
  MaxPooling1D: (layer) => pooling(layer, "largest"),
  MaxPooling2D: (layer) => pooling(layer, "largest"),
  AveragePooling1D: (layer) => pooling(layer, "mean"),
  AveragePooling2D: (layer) => pooling(layer, "mean"),
  GlobalMaxPooling1D: (layer) => globalPooling(layer, "largest"),
  GlobalMaxPooling2D: (layer) => globalPooling(layer, "largest"),
  GlobalAveragePooling1D: (layer) => globalPooling(layer, "mean"),
  GlobalAveragePooling2D: (layer) => globalPooling(layer, "mean"),
  BatchNormalization: normalisation,
  Activation: (layer) => (layer.getConfig().activation === "relu" ? rectification : undefined),
  ReLU: (layer) => (layer.getConfig().maxValue == null ? rectification : undefined),
  Concatenate: (layer) =>
    layer.getConfig().axis === -1 ? (tf, inputs, run) => concatenate(tf, inputs, run) : undefined,
};

const rectification: Compute = (tf, [x], run) => rectify(tf, x!, run);

function convolution(layer: Layer): Compute {
  const config = layer.getConfig() as Record<string, unknown>;
  refuseChannelsFirst(layer);
  const rectified = config.activation === "relu";
  const linear = config.activation == null || config.activation === "linear";
  const options = {
    strides: pairOf(config.strides),
    dilations: pairOf(config.dilationRate ?? 1),
    padding: config.padding as Padding,
    rectify: rectified,
  };
  return (tf, [x], run) => {
    const own = layer as unknown as ConvolutionOfTf;
    const output = convolve(tf, x!, own.kernel.read(), own.bias?.read(), options, run);
    return linear || rectified ? output : own.activation.apply(output);
  };
}

interface ConvolutionOfTf {
  readonly kernel: Variable;
  readonly bias?: Variable | null;
  readonly activation: { apply(x: Tensor): Tensor };
}

type BoundsOf = (input: Pair) => readonly [readonly Bounds[], readonly Bounds[]];

function pooling(layer: Layer, kind: Pooling): Compute {
  const config = layer.getConfig() as Record<string, unknown>;
  refuseChannelsFirst(layer);
  const [window, strides] = [pairOf(config.poolSize), pairOf(config.strides)];
  const boundsOf: BoundsOf = ([rows, columns]) => [
    stridedBounds(rows, window[0], strides[0], config.padding as Padding, layer.name),
    stridedBounds(columns, window[1], strides[1], config.padding as Padding, layer.name),
  ];
  return (tf, [x], run) => pool(tf, x!, kind, boundsOf, run);
}

function globalPooling(layer: Layer, kind: Pooling): Compute {
  refuseChannelsFirst(layer);
  const boundsOf: BoundsOf = ([rows, columns]) => [[[0, rows]], [[0, columns]]];
  return (tf, [x], run) => {
    const outputShape = [x!.shape[0]!, x!.shape.at(-1)!];
    return pool(tf, x!, kind, boundsOf, run, { wholeClips: true, outputShape });
  };
}

interface NormalisationOfTf {
  readonly axis: number;
  readonly epsilon: number;
  readonly momentum: number;
  readonly gamma?: Variable;
  readonly beta?: Variable;
  readonly movingMean: Variable;
  readonly movingVariance: Variable;
}

function normalisation(layer: Layer): Compute | undefined {
  const own = layer as unknown as NormalisationOfTf;
  if (own.axis !== -1) return undefined;
  return (tf, [x], run, training) => {
    const parameters = { gamma: own.gamma?.read(), beta: own.beta?.read(), epsilon: own.epsilon };
    const moving = [own.movingMean, own.movingVariance] as const;
    if (!training) {
      const [means, variances] = moving.map((variable) => Float64Array.from(variable.read().dataSync()));
      return normalise(tf, x!, { ...parameters, moments: { means: means!, variances: variances! } }, run);
    }
    return normalise(
      tf,
      x!,
      {
        ...parameters,
        onMoments({ means, variances }) {
          for (const [i, values] of [means, variances].entries()) {
            const before = moving[i]!.read().dataSync();
            const after = Float32Array.from(values, (value, c) => value + (before[c]! - value) * own.momentum);
            moving[i]!.write(tf.tensor1d(after));
          }
        },
      },
      run,
    );
  };
}

function pairOf(value: unknown): Pair {
  const sides = [value].flat() as number[];
  return sides.length === 1 ? [1, sides[0]!] : [sides[0]!, sides[1]!];
}

function refuseChannelsFirst(layer: Layer): void {
  if (layer.getConfig().dataFormat !== "channelsFirst") return;
  throw new QuadrantError("bad-argument", `${layer.name} has dataFormat "channelsFirst"`, {
    remedy: 'Only "channelsLast", the default, is known here.',
  });
}
