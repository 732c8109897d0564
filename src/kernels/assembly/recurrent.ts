/**
 * Recurrent layers and their exact gradient through time, one block of samples at a time: any thread may take any item,
 * that is a block of a direction, since items share nothing that is written. See recurrent/job.ts for what a job is and
 * recurrent/products.ts for how matrices lie.
 */
import { activate, activateBack, gru, gruBack, gruGates, lstm, lstmBack, resetBack } from "./recurrent/cells";
import {
  BACKWARDS, BATCH, BLOCKS, COMPUTED_ORDER, DIRECTIONS, FEATURES, gatesOf, GRU, GRU_RESET_AFTER, INITIAL, INPUT,
  INPUT_GRADIENT, KIND, LSTM, MASK, OUTPUT, OUTPUT_GRADIENT, PACKED, PACKED_STRIDE, padded, RELU, ROWS, SCRATCH,
  SCRATCH_STRIDE, SEQUENCES, STATES, STATES_STRIDE, STEPS, STRETCH, SUMS, SUMS_STRIDE, UNITS, WIDE,
} from "./recurrent/job";
import { addProducts, addRowsTo, addTransposeProducts } from "./recurrent/products";
import { addToPanels, copyRow, fromPanels, toPanels } from "./recurrent/rows";
import { field, pointer } from "./shared/job";

export { gather, pack } from "./recurrent/weights";

/** The item at hand: each thread has an instance, and so globals, of its own. */
let kind: i32, wide: i32, features: i32, units: i32, steps: i32, rows: i32, given: i32, stretch: i32, gates: i32;
let first: i32, direction: i32, directions: i32, reverse: bool, sequences: bool, computedOrder: bool;
let input: usize, mask: usize;
/** Bytes of one step: of the input's panels, of a state, of the gates. */
let inputSize: usize, size: usize, gatesSize: usize;
let panels: i32, width: i32;
let kernel: usize, recurrent: usize, bias: usize, bias2: usize, recurrentT: usize, kernelT: usize;
let states: usize, cells: usize, kept: usize;
let packedInput: usize, scratchGates: usize, spare: usize, projected: usize;

function open(job: usize, item: i32, worker: i32): void {
  kind = field(job, KIND);
  wide = field(job, WIDE);
  features = field(job, FEATURES);
  units = field(job, UNITS);
  steps = field(job, STEPS);
  rows = field(job, ROWS);
  stretch = field(job, STRETCH);
  gates = gatesOf(kind);
  directions = field(job, DIRECTIONS);
  sequences = field(job, SEQUENCES) != 0;
  computedOrder = field(job, COMPUTED_ORDER) != 0;
  direction = item / field(job, BLOCKS);
  reverse = (field(job, BACKWARDS) ^ direction) != 0;
  first = (item % field(job, BLOCKS)) * rows;
  given = min(rows, field(job, BATCH) - first);
  input = pointer(job, INPUT) + ((<usize>first * steps * features) << 2);
  mask = pointer(job, MASK) ? pointer(job, MASK) + <usize>first * steps : 0;
  width = padded(units);
  panels = width >> 3;
  const wideInput = padded(features);
  inputSize = (<usize>rows * wideInput) << 2;
  size = (<usize>rows * width) << 2;
  gatesSize = kind <= RELU ? size : 4 * size;
  const columns = <usize>gates * width;
  kernel = pointer(job, PACKED) + <usize>direction * pointer(job, PACKED_STRIDE);
  recurrent = kernel + ((<usize>wideInput * columns) << 2);
  bias = recurrent + ((<usize>width * columns) << 2);
  bias2 = bias + (columns << 2);
  recurrentT = bias2 + (<usize>width << 2);
  kernelT = recurrentT + ((<usize>width * columns) << 2);
  states = pointer(job, STATES) + <usize>item * pointer(job, STATES_STRIDE);
  cells = states + <usize>(steps + 1) * size;
  kept = kind == LSTM ? cells + <usize>(steps + 1) * size : cells;
  packedInput = pointer(job, SCRATCH) + <usize>worker * pointer(job, SCRATCH_STRIDE);
  scratchGates = packedInput + <usize>stretch * inputSize;
  spare = scratchGates + <usize>stretch * size;
  projected = spare + 5 * size + inputSize;
}

// @ts-ignore: decorator
@inline
function timeOf(step: i32): i32 {
  return reverse ? steps - 1 - step : step;
}

function packInput(from: i32, count: i32): void {
  for (let k = 0; k < count; k++) {
    const at = input + ((<usize>timeOf(from + k) * features) << 2);
    toPanels(at, (<usize>steps * features) << 2, features, given, rows, packedInput + <usize>k * inputSize);
  }
}

/**
 * For a block of one sample: lets the steps of a stretch be the rows of one product with the kernel, which would else be
 * read again for each.
 */
function projectStretch(from: i32, count: i32): void {
  const line = <usize>features << 2;
  const depth = padded(features);
  toPanels(input + <usize>timeOf(from) * line, reverse ? 0 - line : line, features, count, stretch, packedInput);
  addProducts(
    wide, stretch, gates * panels, packedInput, depth, kernel, <usize>depth << 5, 0, 0, 0, 0, bias, projected,
  );
}

/** Whether this sample has nothing to say at this time; the rows that fill a block never have. */
// @ts-ignore: decorator
@inline
function isSilent(row: i32, time: i32): bool {
  return row >= given || (mask != 0 && load<u8>(mask + <usize>row * steps + time) == 0);
}

/** Where the output of this block at this step lies, or its gradient. */
function outputAt(base: usize, step: i32): usize {
  const line = <usize>(directions * units) << 2;
  const column = <usize>(direction * units) << 2;
  if (!sequences) return base + <usize>first * line + column;
  const place = computedOrder ? step : timeOf(step);
  return base + (<usize>first * steps + place) * line + column;
}

// @ts-ignore: decorator
@inline
function outputStride(): usize {
  const places = sequences ? steps : 1;
  return <usize>(places * directions * units) << 2;
}

/** Gates `from` to `to` of one step: bias, plus input times kernel, plus state times recurrent kernel. */
function project(x: usize, state: usize, from: i32, to: i32, out: usize): void {
  const inputDepth = padded(features);
  const skipped = <usize>from * panels;
  if (rows == 1) {
    let at = x + skipped * (<usize>stretch << 5);
    for (let j = 0; j < (to - from) * panels; j++, at += <usize>stretch << 5) copyRow(at, out + (<usize>j << 5), 0, 1, 1);
    if (!state) return;
    const depth = <usize>width << 5;
    addProducts(
      wide, 1, (to - from) * panels, state, width, recurrent + skipped * depth, depth, 0, 0, 0, 0, 0, out,
    );
    return;
  }
  addProducts(
    wide, rows, (to - from) * panels,
    x, inputDepth, kernel + ((skipped * inputDepth) << 5), <usize>inputDepth << 5,
    state, state ? width : 0, recurrent + ((skipped * width) << 5), <usize>width << 5,
    bias + (skipped << 5), out,
  );
}

function stepForward(x: usize, step: i32): void {
  const h = states + <usize>step * size, next = h + size, gate = kept + <usize>step * gatesSize;
  if (kind <= RELU) {
    project(x, h, 0, 1, next);
    activate(kind == RELU, next, size);
  } else if (kind == LSTM) {
    project(x, h, 0, 4, gate);
    lstm(gate, cells + <usize>step * size, cells + <usize>(step + 1) * size, next, size);
  } else {
    const after = kind == GRU_RESET_AFTER;
    const skipped = <usize>(2 * panels * width) << 5;
    project(x, h, 0, 2, gate);
    gruGates(gate, h, after, size);
    if (after) {
      project(x, 0, 2, 3, gate + 2 * size);
      addProducts(wide, rows, panels, h, width, recurrent + skipped, <usize>width << 5, 0, 0, 0, 0, bias2, gate + 3 * size);
    } else project(x, gate + 3 * size, 2, 3, gate + 2 * size);
    gru(gate, h, next, after, size);
  }
}

/** Lets silent samples keep what they had. */
function keepSilent(step: i32): void {
  const time = timeOf(step), h = states + <usize>step * size, c = cells + <usize>step * size;
  for (let row = 0; row < rows; row++) {
    if (!isSilent(row, time)) continue;
    copyRow(h, h + size, row, rows, panels);
    if (kind == LSTM) copyRow(c, c + size, row, rows, panels);
  }
}

/** The states before the first step. */
function start(initial: usize, batch: i32): void {
  if (!initial) {
    memory.fill(states, 0, size);
    if (kind == LSTM) memory.fill(cells, 0, size);
    return;
  }
  const line = <usize>units << 2, all = <usize>batch * line;
  const from = initial + <usize>(direction * (kind == LSTM ? 2 : 1)) * all + <usize>first * line;
  toPanels(from, line, units, given, rows, states);
  if (kind == LSTM) toPanels(from + all, line, units, given, rows, cells);
}

export function forward(job: usize, item: i32, worker: i32): void {
  open(job, item, worker);
  const output = pointer(job, OUTPUT);
  start(pointer(job, INITIAL), field(job, BATCH));
  for (let from = 0; from < steps; from += stretch) {
    const count = min(stretch, steps - from);
    if (rows == 1) projectStretch(from, count);
    else packInput(from, count);
    for (let k = 0; k < count; k++) {
      const step = from + k;
      stepForward(rows == 1 ? projected + (<usize>k << 5) : packedInput + <usize>k * inputSize, step);
      if (mask != 0 || given < rows) keepSilent(step);
      if (sequences || step == steps - 1) {
        fromPanels(states + <usize>(step + 1) * size, rows, units, given, outputAt(output, step), outputStride());
      }
    }
  }
}

/** Gradients of the gates at `gate`, and at `before` and `cBefore` of the states before, but for the recurrent product. */
function cellBack(step: i32, gate: usize, dh: usize, dc: usize, before: usize, cBefore: usize): void {
  const h = states + <usize>step * size, c = cells + <usize>step * size;
  if (kind <= RELU) activateBack(kind == RELU, h + size, dh, gate, before, size);
  else if (kind == LSTM) lstmBack(gate, c, c + size, dh, dc, before, cBefore, size);
  else gruBack(gate, h, dh, before, kind == GRU_RESET_AFTER, size);
  if (mask == 0 && given == rows) return;
  const time = timeOf(step);
  for (let row = 0; row < rows; row++) {
    if (!isSilent(row, time)) continue;
    copyRow(dh, before, row, rows, panels);
    if (kind == LSTM) copyRow(dc, cBefore, row, rows, panels);
    const places = kind <= RELU ? 1 : 4;
    // What r h was, in the fourth place of a GRU, meets gradients of 0 only.
    for (let place = 0; place < places; place++) copyRow(0, gate + <usize>place * size, row, rows, panels);
  }
}

/** Adds to `before` what the state before had to do with the gates. */
function recurrentBack(step: i32, gate: usize, before: usize, dReset: usize): void {
  const next = <usize>(gates * width) << 5;
  if (kind < GRU) {
    addProducts(wide, rows, panels, gate, gates * width, recurrentT, next, 0, 0, 0, 0, 0, before);
    return;
  }
  const proposalT = recurrentT + (<usize>(2 * width) << 5);
  if (kind == GRU_RESET_AFTER) {
    addProducts(wide, rows, panels, gate, 2 * width, recurrentT, next, gate + 3 * size, width, proposalT, next, 0, before);
    return;
  }
  memory.fill(dReset, 0, size);
  addProducts(wide, rows, panels, gate + 2 * size, width, proposalT, next, 0, 0, 0, 0, 0, dReset);
  resetBack(gate, states + <usize>step * size, dReset, before, size);
  addProducts(wide, rows, panels, gate, 2 * width, recurrentT, next, 0, 0, 0, 0, 0, before);
}

/** Adds what some steps mean for the weights. */
function weightsBack(sums: usize, from: i32, count: i32, gate: usize): void {
  const inputDepth = padded(features);
  const columns = <usize>gates * width;
  const state = states + <usize>from * size;
  const recurrentSums = sums + ((<usize>inputDepth * columns) << 2);
  packInput(from, count);
  addTransposeProducts(wide, rows, count, inputDepth, gates * panels, packedInput, inputSize, gate, gatesSize, sums);
  if (kind < GRU) {
    addTransposeProducts(wide, rows, count, width, gates * panels, state, size, gate, gatesSize, recurrentSums);
    return;
  }
  const after = kind == GRU_RESET_AFTER;
  const left = after ? state : gate + 3 * size, next = after ? size : gatesSize;
  const right = gate + (after ? 3 : 2) * size;
  const proposal = recurrentSums + (<usize>(2 * panels * width) << 5);
  addTransposeProducts(wide, rows, count, width, 2 * panels, state, size, gate, gatesSize, recurrentSums);
  addTransposeProducts(wide, rows, count, width, panels, left, next, right, gatesSize, proposal);
}

export function backward(job: usize, item: i32, worker: i32): void {
  open(job, item, worker);
  const given32 = pointer(job, OUTPUT_GRADIENT), inputGradient = pointer(job, INPUT_GRADIENT);
  const sums = pointer(job, SUMS) + <usize>item * pointer(job, SUMS_STRIDE);
  memory.fill(sums, 0, pointer(job, SUMS_STRIDE));
  const biasSums = sums + ((<usize>(padded(features) + width) * gates * width) << 2);
  let dh = spare, before = dh + size, dc = before + size, cBefore = dc + size;
  const dReset = cBefore + size, dx = dReset + size;
  memory.fill(dh, 0, size);
  memory.fill(dc, 0, size);
  for (let end = steps; end > 0; end -= stretch) {
    const from = max(0, end - stretch);
    const gate = kind <= RELU ? scratchGates : kept + <usize>from * gatesSize;
    for (let step = end - 1; step >= from; step--) {
      const here = gate + <usize>(step - from) * gatesSize;
      if (sequences || step == steps - 1) {
        addToPanels(outputAt(given32, step), outputStride(), units, given, rows, dh);
      }
      cellBack(step, here, dh, dc, before, cBefore);
      recurrentBack(step, here, before, dReset);
      addRowsTo(biasSums, rows, gates * panels, here);
      if (kind == GRU_RESET_AFTER) addRowsTo(biasSums + (<usize>(gates * width) << 2), rows, panels, here + 3 * size);
      if (inputGradient) inputBack(inputGradient + <usize>direction * batchSize(job), here, step, dx);
      let swapped = dh;
      dh = before;
      before = swapped;
      swapped = dc;
      dc = cBefore;
      cBefore = swapped;
    }
    weightsBack(sums, from, end - from, gate);
  }
}

function inputBack(gradient: usize, gate: usize, step: i32, dx: usize): void {
  memory.fill(dx, 0, inputSize);
  const next = <usize>(gates * width) << 5;
  addProducts(wide, rows, padded(features) >> 3, gate, gates * width, kernelT, next, 0, 0, 0, 0, 0, dx);
  const to = gradient + ((<usize>(first * steps + timeOf(step)) * features) << 2);
  fromPanels(dx, rows, features, given, to, (<usize>steps * features) << 2);
}

// @ts-ignore: decorator
@inline
function batchSize(job: usize): usize {
  return (<usize>field(job, BATCH) * steps * features) << 2;
}
