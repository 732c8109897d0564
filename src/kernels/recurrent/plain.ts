import { directionsOf, gatesOf, inputSize, outputSize, type RecurrentShape, statesOf, weightSizes } from "./shape";

type Numbers = Float32Array | Float64Array;

/** What goes into a layer: weights of each direction in Keras' order, (batch, steps, features), and 0 for silent frames. */
export interface RecurrentInput {
  readonly weights: Numbers;
  readonly input: Numbers;
  readonly mask?: Uint8Array | undefined;
  /** As `initialSize` says; zeros where absent. */
  readonly initial?: Numbers | undefined;
}

export interface RecurrentGradient<Values = Float32Array> {
  /** As the weights lie. */
  readonly weights: Values;
  /** (batch, steps, features) */
  readonly input: Values;
}

/** One sample in one direction. */
interface Walk {
  readonly sample: number;
  readonly direction: number;
  /** h, and c for an LSTM, before each step and after the last. */
  readonly h: Float64Array[];
  readonly c: Float64Array[];
  /** Gates after their activation; for a GRU with the reset after, the recurrent product of the last gate as a fourth. */
  readonly gates: Float64Array[];
}

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/**
 * The reference: plain loops in float64, one sample after another, formulas as they stand in the papers.
 *
 * @returns the output and what the way back needs
 */
export function plainForward(shape: RecurrentShape, given: RecurrentInput): { output: Float64Array; walks: Walk[] } {
  const output = new Float64Array(outputSize(shape));
  const walks: Walk[] = [];
  for (let direction = 0; direction < directionsOf(shape); direction++) {
    for (let sample = 0; sample < shape.batch; sample++) {
      const initial = (which: number) => initialState(shape, given, direction, which, sample);
      const walk: Walk = { sample, direction, h: [initial(0)], c: [initial(1)], gates: [] };
      for (let step = 0; step < shape.steps; step++) {
        stepForward(shape, given, walk, step);
        const at = outputAt(shape, walk, step);
        if (at !== undefined) output.set(walk.h[step + 1]!, at);
      }
      walks.push(walk);
    }
  }
  return { output, walks };
}

function initialState(
  shape: RecurrentShape,
  { initial }: RecurrentInput,
  direction: number,
  which: number,
  sample: number,
): Float64Array {
  const { batch, units } = shape;
  if (initial === undefined || which >= statesOf(shape.cell)) return new Float64Array(units);
  const at = ((direction * statesOf(shape.cell) + which) * batch + sample) * units;
  return Float64Array.from(initial.subarray(at, at + units));
}

/** The exact gradient of a sum of outputs, each times its value in `outputGradient`. */
export function plainBackward(
  shape: RecurrentShape,
  given: RecurrentInput,
  walks: readonly Walk[],
  outputGradient: Numbers,
): RecurrentGradient<Float64Array> {
  const gradient = { weights: new Float64Array(given.weights.length), input: new Float64Array(inputSize(shape)) };
  for (const walk of walks) {
    let dh = new Float64Array(shape.units);
    let dc = new Float64Array(shape.units);
    for (let step = shape.steps - 1; step >= 0; step--) {
      const at = outputAt(shape, walk, step);
      if (at !== undefined) for (let u = 0; u < shape.units; u++) dh[u]! += outputGradient[at + u]!;
      if (isSilent(shape, given, walk, step)) continue;
      [dh, dc] = stepBackward(shape, given, walk, step, dh, dc, gradient);
    }
  }
  return gradient;
}

function timeOf({ direction, steps }: RecurrentShape, walk: Walk, step: number): number {
  return (direction === "backward") !== (walk.direction === 1) ? steps - 1 - step : step;
}

function outputAt(shape: RecurrentShape, walk: Walk, step: number): number | undefined {
  const line = directionsOf(shape) * shape.units;
  const column = walk.direction * shape.units;
  if (!shape.sequences) return step === shape.steps - 1 ? walk.sample * line + column : undefined;
  const place = shape.computedOrder ? step : timeOf(shape, walk, step);
  return (walk.sample * shape.steps + place) * line + column;
}

function isSilent(shape: RecurrentShape, { mask }: RecurrentInput, walk: Walk, step: number): boolean {
  return mask?.[walk.sample * shape.steps + timeOf(shape, walk, step)] === 0;
}

/** Where things lie for a step. */
function places(shape: RecurrentShape, walk: Walk, step: number) {
  const sizes = weightSizes(shape);
  const kernel = walk.direction * sizes.all;
  return {
    x: (walk.sample * shape.steps + timeOf(shape, walk, step)) * shape.features,
    kernel,
    recurrent: kernel + sizes.kernel,
    bias: kernel + sizes.kernel + sizes.recurrent,
    columns: gatesOf(shape.cell) * shape.units,
  };
}

function stepForward(shape: RecurrentShape, given: RecurrentInput, walk: Walk, step: number): void {
  const { cell, units, features } = shape;
  const [before, cellBefore] = [walk.h[step]!, walk.c[step]!];
  if (isSilent(shape, given, walk, step)) {
    walk.h.push(before);
    walk.c.push(cellBefore);
    walk.gates.push(new Float64Array());
    return;
  }
  const { weights, input } = given;
  const { x, kernel, recurrent, bias, columns } = places(shape, walk, step);
  const projected = (column: number) => {
    let sum = weights[bias + column]!;
    for (let k = 0; k < features; k++) sum += input[x + k]! * weights[kernel + k * columns + column]!;
    return sum;
  };
  const recurred = (column: number, state: Float64Array) => {
    let sum = cell === "gru-reset-after" ? weights[bias + columns + column]! : 0;
    for (let k = 0; k < units; k++) sum += state[k]! * weights[recurrent + k * columns + column]!;
    return sum;
  };
  const gates = new Float64Array(4 * units);
  const h = new Float64Array(units);
  const c = new Float64Array(units);
  if (cell === "tanh" || cell === "relu") {
    for (let u = 0; u < units; u++) {
      const sum = projected(u) + recurred(u, before);
      h[u] = cell === "relu" ? Math.max(0, sum) : Math.tanh(sum);
    }
  } else if (cell === "lstm") {
    for (let u = 0; u < units; u++) {
      const [i, f, g, o] = [0, 1, 2, 3].map((gate) => {
        const sum = projected(gate * units + u) + recurred(gate * units + u, before);
        return gate === 2 ? Math.tanh(sum) : sigmoid(sum);
      }) as [number, number, number, number];
      for (const [gate, value] of [i, f, g, o].entries()) gates[gate * units + u] = value;
      c[u] = f * cellBefore[u]! + i * g;
      h[u] = o * Math.tanh(c[u]!);
    }
  } else {
    for (let u = 0; u < 2 * units; u++) gates[u] = sigmoid(projected(u) + recurred(u, before));
    const reset = before.map((value, u) => value * gates[units + u]!);
    for (let u = 0; u < units; u++) {
      const column = 2 * units + u;
      const product = recurred(column, cell === "gru" ? reset : before);
      const inner = cell === "gru" ? product : gates[units + u]! * product;
      const proposal = Math.tanh(projected(column) + inner);
      gates[column] = proposal;
      gates[3 * units + u] = product;
      h[u] = gates[u]! * before[u]! + (1 - gates[u]!) * proposal;
    }
  }
  walk.h.push(h);
  walk.c.push(c);
  walk.gates.push(gates);
}

/** @returns the gradients of h and c before the step */
function stepBackward(
  shape: RecurrentShape,
  { weights, input }: RecurrentInput,
  walk: Walk,
  step: number,
  dh: Float64Array,
  dc: Float64Array,
  gradient: RecurrentGradient<Float64Array>,
): [Float64Array<ArrayBuffer>, Float64Array<ArrayBuffer>] {
  const { cell, units, features } = shape;
  const { x, kernel, recurrent, bias, columns } = places(shape, walk, step);
  const [before, h, c] = [walk.h[step]!, walk.h[step + 1]!, walk.c[step + 1]!];
  const gates = walk.gates[step]!;
  const dBefore = new Float64Array(units);
  const cBefore = new Float64Array(units);
  /** `through` a column's pre-activation flows this much; its recurrent product may see it scaled and another state. */
  const project = (column: number, through: number) => {
    gradient.weights[bias + column]! += through;
    for (let k = 0; k < features; k++) {
      gradient.weights[kernel + k * columns + column]! += through * input[x + k]!;
      gradient.input[x + k]! += through * weights[kernel + k * columns + column]!;
    }
  };
  const recur = (column: number, through: number, state: Float64Array, dState: Float64Array) => {
    if (cell === "gru-reset-after") gradient.weights[bias + columns + column]! += through;
    for (let k = 0; k < units; k++) {
      gradient.weights[recurrent + k * columns + column]! += through * state[k]!;
      dState[k]! += through * weights[recurrent + k * columns + column]!;
    }
  };
  const both = (column: number, through: number) => {
    project(column, through);
    recur(column, through, before, dBefore);
  };
  if (cell === "tanh" || cell === "relu") {
    for (let u = 0; u < units; u++) both(u, dh[u]! * (cell === "relu" ? Number(h[u]! > 0) : 1 - h[u]! ** 2));
  } else if (cell === "lstm") {
    for (let u = 0; u < units; u++) {
      const [i, f, g, o] = [gates[u]!, gates[units + u]!, gates[2 * units + u]!, gates[3 * units + u]!];
      const shown = Math.tanh(c[u]!);
      const through = dc[u]! + dh[u]! * o * (1 - shown ** 2);
      both(u, through * g * i * (1 - i));
      both(units + u, through * walk.c[step]![u]! * f * (1 - f));
      both(2 * units + u, through * i * (1 - g ** 2));
      both(3 * units + u, dh[u]! * shown * o * (1 - o));
      cBefore[u] = through * f;
    }
  } else {
    const reset = before.map((value, u) => value * gates[units + u]!);
    const dReset = new Float64Array(units);
    const dr = new Float64Array(units);
    for (let u = 0; u < units; u++) {
      const [z, r, proposal, product] = [gates[u]!, gates[units + u]!, gates[2 * units + u]!, gates[3 * units + u]!];
      const inner = dh[u]! * (1 - z) * (1 - proposal ** 2);
      dBefore[u]! += dh[u]! * z;
      both(u, dh[u]! * (before[u]! - proposal) * z * (1 - z));
      project(2 * units + u, inner);
      if (cell === "gru") recur(2 * units + u, inner, reset, dReset);
      else {
        recur(2 * units + u, inner * r, before, dBefore);
        dr[u] = inner * product;
      }
    }
    for (let u = 0; u < units; u++) {
      const r = gates[units + u]!;
      if (cell === "gru") {
        dr[u] = dReset[u]! * before[u]!;
        dBefore[u]! += dReset[u]! * r;
      }
      both(units + u, dr[u]! * r * (1 - r));
    }
  }
  return [dBefore, cBefore];
}
