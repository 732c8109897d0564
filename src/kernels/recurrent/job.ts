import { padded } from "../padded";
import {
  CELLS,
  directionsOf,
  gatesOf,
  initialSize,
  inputSize,
  outputSize,
  type RecurrentShape,
  weightSizes,
} from "./shape";

/** In the order of ../assembly/recurrent/job.ts. */
const FIELDS = [
  ...["kind", "wide", "features", "units", "steps", "batch", "rows", "blocks", "stretch", "backwards", "directions"],
  ...["sequences", "computedOrder", "input", "mask", "output", "outputGradient", "inputGradient", "weights"],
  ...["weightsStride", "gradients", "packed", "packedStride", "states", "statesStride", "sums", "sumsStride"],
  ...["scratch", "scratchStride", "initial"],
] as const;

/** Steps whose input and gates stay in the second cache until they are done with; more of them for a single sample. */
const STRETCH = 8;
const STRETCH_OF_ONE = 32;
const MOST_ROWS = 32;
/** Columns of a panel. */
const PANEL = 8;

/** Sizes in bytes of what a layer of this shape works on. */
interface JobSizes {
  /** Samples a block; depends on the batch only, so that sums run in the same order whoever computes them. */
  readonly rows: number;
  readonly blocks: number;
  /** Steps that are worked on at a time. */
  readonly stretch: number;
  /** Blocks of all directions. */
  readonly items: number;
  readonly input: number;
  readonly output: number;
  readonly mask: number;
  readonly initial: number;
  /** Of each direction. */
  readonly weights: number;
  readonly packed: number;
  /** Of each item. */
  readonly states: number;
  readonly sums: number;
  /** Of each worker. */
  readonly scratch: number;
}

const aligned = (bytes: number) => padded(bytes, 64);

export function jobSizes(shape: RecurrentShape): JobSizes {
  const { cell, batch, steps } = shape;
  // One sample needs no rows to fill up; else the products want four at a time.
  const rows = batch === 1 ? 1 : Math.min(MOST_ROWS, 4 * Math.ceil(batch / 16));
  const blocks = Math.ceil(batch / rows);
  const stretch = batch === 1 ? STRETCH_OF_ONE : STRETCH;
  const [features, units] = [padded(shape.features, PANEL), padded(shape.units, PANEL)];
  const columns = gatesOf(cell) * units;
  const state = 4 * rows * units;
  const simple = gatesOf(cell) === 1;
  const kept = simple ? 0 : 4 * steps * state;
  return {
    rows,
    blocks,
    stretch,
    items: blocks * directionsOf(shape),
    input: 4 * inputSize(shape),
    output: 4 * outputSize(shape),
    mask: batch * steps,
    initial: 4 * initialSize(shape),
    weights: aligned(4 * weightSizes(shape).all),
    packed: aligned(4 * (2 * (features + units) * columns + columns + units)),
    states: aligned((cell === "lstm" ? 2 : 1) * (steps + 1) * state + kept),
    sums: aligned(4 * ((features + units) * columns + columns + units)),
    scratch: aligned(stretch * (4 * rows * features + state + 4 * columns) + 5 * state + 4 * rows * features),
  };
}

/** Pointers into the shared memory; 0 for what there is none of. */
export interface JobPlaces {
  readonly input: number;
  readonly mask: number;
  readonly initial: number;
  readonly output: number;
  readonly outputGradient: number;
  readonly inputGradient: number;
  readonly weights: number;
  readonly gradients: number;
  readonly packed: number;
  readonly states: number;
  readonly sums: number;
  readonly scratch: number;
}

/** Writes a job where every thread reads it. */
export function writeJob(
  to: Uint32Array,
  shape: RecurrentShape,
  sizes: JobSizes,
  places: JobPlaces,
  wide: boolean,
): void {
  const values: Record<(typeof FIELDS)[number], number> = {
    ...shape,
    ...places,
    kind: CELLS.indexOf(shape.cell),
    wide: Number(wide),
    rows: sizes.rows,
    blocks: sizes.blocks,
    stretch: sizes.stretch,
    backwards: Number(shape.direction === "backward"),
    directions: directionsOf(shape),
    sequences: Number(shape.sequences),
    computedOrder: Number(shape.computedOrder ?? false),
    weightsStride: sizes.weights,
    packedStride: sizes.packed,
    statesStride: sizes.states,
    sumsStride: sizes.sums,
    scratchStride: sizes.scratch,
  };
  FIELDS.forEach((name, i) => {
    to[i] = values[name];
  });
}
