import type { Tensor } from "@tensorflow/tfjs";
import { QuadrantError } from "../../errors";
import type { Pair } from "../../kernels/convolution/shape";

/** How an operation of the kernel is computed. */
export interface Run {
  /** What errors call the layer by. */
  readonly name: string;
  readonly threads: number;
  /** Whether the gradient goes on to the input. */
  readonly withInput: boolean;
  /** Whether the weights of the layer are trained: those that are not have no gradient. */
  readonly learns: boolean;
  /** Steps of each item that are no padding, and how many there are; absent where all count. */
  readonly lengths?: { readonly steps: number; readonly own: readonly number[] } | undefined;
}

/** Sequences (batch, steps, channels) are pictures of one row. */
interface Extent {
  readonly batch: number;
  readonly input: Pair;
  readonly channels: number;
  /** The shape of a result of the same rank. */
  readonly shapeOf: (size: Pair, channels: number) => number[];
}

/** @throws QuadrantError "bad-argument" for other ranks than 3 and 4 */
export function extentOf(x: Tensor, name: string): Extent {
  const [batch = 0, ...rest] = x.shape;
  if (rest.length === 2) {
    const [steps, channels] = rest as [number, number];
    return { batch, input: [1, steps], channels, shapeOf: ([, across], values) => [batch, across, values] };
  }
  if (rest.length === 3) {
    const [rows, columns, channels] = rest as [number, number, number];
    return { batch, input: [rows, columns], channels, shapeOf: (size, values) => [batch, ...size, values] };
  }
  const wanted = "(batch, steps, channels) or (batch, rows, columns, channels)";
  throw new QuadrantError("bad-argument", `${name} got (${x.shape.join(", ")}), not ${wanted}`);
}

/** For an operation of the same layer on what weights of it have already been in. */
export function behind(run: Run): Run {
  return { ...run, withInput: run.withInput || run.learns };
}

/** @param mask (batch, steps), 0 for padding, as `train` gives it to all layers of a model */
export function lengthsOf(mask: Tensor | undefined): Run["lengths"] {
  if (mask == null || mask.rank !== 2) return undefined;
  const [batch, steps] = mask.shape as [number, number];
  const values = mask.dataSync() as Int32Array;
  const own = Array.from({ length: batch }, (_, item) =>
    values.subarray(item * steps, (item + 1) * steps).reduce((sum, value) => sum + value, 0),
  );
  return { steps, own };
}

/** How many of so many steps of each item come from what is no padding; undefined where all do. */
export function ownSteps({ lengths }: Pick<Run, "lengths">, steps: number): number[] | undefined {
  return lengths?.own.map((own) => Math.max(1, Math.min(steps, Math.ceil((own / lengths.steps) * steps))));
}
