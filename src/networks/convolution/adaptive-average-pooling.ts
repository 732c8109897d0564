import { QuadrantError } from "../../errors";
import { adaptiveBounds } from "../../kernels/convolution/windows";
import type { AudioLayerKind } from "./audio-layer";
import { pool } from "./pool";

export interface AdaptiveAveragePoolingArguments {
  /** Steps of the result: a whole number from 1 on. */
  readonly outputSize: number;
}

/**
 * Means over a fixed number of windows, whatever the length of a sequence: (batch, steps, channels) to (batch, outputSize,
 * channels); the padding of shorter clips in a batch is left out. With the windows of PyTorch's AdaptiveAvgPool1d.
 */
export const adaptiveAveragePooling: AudioLayerKind<AdaptiveAveragePoolingArguments> = {
  className: "AdaptiveAveragePooling1D",
  complete({ outputSize }) {
    checkWhole("outputSize", outputSize);
    return { outputSize };
  },
  weights: () => [],
  outputShape: ({ outputSize }, [batch, , channels]) => [batch!, outputSize, channels!],
  compute: (tf, { outputSize }, x, _, run) =>
    pool(tf, x, "mean", ([rows, columns]) => [[[0, rows]], adaptiveBounds(columns, outputSize)], run, {
      wholeClips: true,
    }),
};

/** @throws QuadrantError "bad-argument" by the name of the argument */
export function checkWhole(name: string, value: number): void {
  if (Number.isInteger(value) && value > 0) return;
  throw new QuadrantError("bad-argument", `${name} is ${value}, not a whole number from 1 on`);
}

/** @throws QuadrantError "bad-argument" by the name of the argument */
export function checkAbove0(name: string, value: number): void {
  if (Number.isFinite(value) && value > 0) return;
  throw new QuadrantError("bad-argument", `${name} is ${value}, not a number above 0`);
}
