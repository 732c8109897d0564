import { QuadrantError } from "../../errors";

/**
 * What a layer computes at each step. Gates and formulas are Keras': the LSTM without peepholes (gates i, f, c, o), the
 * GRU of Cho et al. (gates z, r, h; h' = z h + (1 - z) h~), whose reset gate works on the state before the product, or
 * ("gru-reset-after", Keras' default and PyTorch's) on the product, with a recurrent bias. Gates are true sigmoids, not
 * the piecewise linear ones that tf.layers takes by default.
 */
export const CELLS = ["tanh", "relu", "lstm", "gru", "gru-reset-after"] as const;
export type Cell = (typeof CELLS)[number];

export const DIRECTIONS = ["forward", "backward", "bidirectional"] as const;
export type Direction = (typeof DIRECTIONS)[number];

export interface RecurrentShape {
  readonly cell: Cell;
  readonly direction: Direction;
  readonly batch: number;
  readonly steps: number;
  /** Values of a step of the input. */
  readonly features: number;
  /** Size of the state of a direction. */
  readonly units: number;
  /** Whether every state is given out, or the last of each direction only. */
  readonly sequences: boolean;
  /** Whether a backward layer gives its states out in the order in which it computes them, as Keras does. */
  readonly computedOrder?: boolean;
}

export function gatesOf(cell: Cell): number {
  if (cell === "lstm") return 4;
  return cell === "gru" || cell === "gru-reset-after" ? 3 : 1;
}

/** How many states a cell carries from step to step: h, and c for an LSTM. */
export function statesOf(cell: Cell): number {
  return cell === "lstm" ? 2 : 1;
}

export function directionsOf({ direction }: Pick<RecurrentShape, "direction">): number {
  return direction === "bidirectional" ? 2 : 1;
}

/** How the weights of one direction lie: (features, gates * units), (units, gates * units), then one bias or two. */
interface WeightSizes {
  readonly kernel: number;
  readonly recurrent: number;
  readonly bias: number;
  readonly all: number;
}

export function weightSizes({
  cell,
  features,
  units,
}: Pick<RecurrentShape, "cell" | "features" | "units">): WeightSizes {
  const columns = gatesOf(cell) * units;
  const sizes = {
    kernel: features * columns,
    recurrent: units * columns,
    bias: (cell === "gru-reset-after" ? 2 : 1) * columns,
  };
  return { ...sizes, all: sizes.kernel + sizes.recurrent + sizes.bias };
}

export function inputSize({ batch, steps, features }: RecurrentShape): number {
  return batch * steps * features;
}

export function outputSize(shape: RecurrentShape): number {
  return shape.batch * (shape.sequences ? shape.steps : 1) * directionsOf(shape) * shape.units;
}

/** Values of the states that a batch may start from: (directions, states of the cell, batch, units). */
export function initialSize(shape: RecurrentShape): number {
  return directionsOf(shape) * statesOf(shape.cell) * shape.batch * shape.units;
}

/** @throws QuadrantError "bad-argument" when a size is not a whole number from 1 on */
export function checkShape(shape: RecurrentShape): void {
  for (const name of ["batch", "steps", "features", "units"] as const) {
    const value = shape[name];
    if (Number.isInteger(value) && value > 0) continue;
    throw new QuadrantError("bad-argument", `${name} of a recurrent layer is ${value}, not a whole number from 1 on`);
  }
}
