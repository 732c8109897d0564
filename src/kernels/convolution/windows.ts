import { QuadrantError } from "../../errors";
import { type Padding, type Pair, slide } from "./shape";

/** Where a window begins, and the first value after it. */
export type Bounds = readonly [from: number, to: number];

/** What is pooled: the windows of each row and of each column of the result. */
export interface PoolingShape {
  readonly batch: number;
  /** Rows and columns. */
  readonly input: Pair;
  readonly channels: number;
  readonly down: readonly Bounds[];
  readonly across: readonly Bounds[];
  /** Of each sample, where they differ: as many as `across`. */
  readonly acrossOf?: readonly (readonly Bounds[])[];
}

/** Keras' windows of a fixed size; where they reach into the padding they are smaller. */
export function stridedBounds(size: number, window: number, stride: number, padding: Padding, name: string): Bounds[] {
  const { before, places } = slide(size, window, stride, padding, name);
  return Array.from({ length: places }, (_, place) => {
    const from = place * stride - before;
    return [Math.max(0, from), Math.min(size, from + window)];
  });
}

/**
 * PyTorch's adaptive windows: as many as are wanted, of almost the same size, for any number of values. They share values
 * where the numbers do not divide, and repeat them where more are wanted than there are.
 *
 * @throws QuadrantError "bad-argument" unless both are whole numbers from 1 on
 */
export function adaptiveBounds(size: number, wanted: number): Bounds[] {
  for (const [name, value] of [
    ["values", size],
    ["windows", wanted],
  ] as const) {
    if (Number.isInteger(value) && value > 0) continue;
    throw new QuadrantError("bad-argument", `adaptive pooling has ${value} ${name}, not a whole number from 1 on`);
  }
  return Array.from({ length: wanted }, (_, place) => [
    Math.floor((place * size) / wanted),
    Math.ceil(((place + 1) * size) / wanted),
  ]);
}

/** Whether no value is in two windows, and none between two is left out. */
export function areDisjoint(windows: readonly Bounds[]): boolean {
  return windows.every(([from], i) => from === (i === 0 ? 0 : windows[i - 1]![1]));
}

export function poolingInputSize({ batch, input, channels }: PoolingShape): number {
  return batch * input[0] * input[1] * channels;
}

export function poolingOutputSize({ batch, channels, down, across }: PoolingShape): number {
  return batch * down.length * across.length * channels;
}
