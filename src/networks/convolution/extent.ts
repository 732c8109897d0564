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
}

/** Sequences (batch, steps, channels) are pictures of one row. */
export interface Extent {
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
