/** Weights between Keras' order, (rows, gates * units), and panels whose gates are padded to eight units each. */
import { field, pointer } from "../shared/job";
import {
  BLOCKS, DIRECTIONS, FEATURES, gatesOf, GRADIENTS, GRU_RESET_AFTER, KIND, PACKED, PACKED_STRIDE, padded, SUMS,
  SUMS_STRIDE, UNITS, WEIGHTS, WEIGHTS_STRIDE,
} from "./job";

/** Panels of (rows, gates * units) at `to`, from `count` rows at `from`. */
function spread(from: usize, count: i32, rows: i32, units: i32, gates: i32, to: usize): void {
  const width = padded(units);
  for (let gate = 0; gate < gates; gate++) {
    for (let unit = 0; unit < width; unit++) {
      const column = gate * width + unit;
      let out = to + ((<usize>(column >> 3) * rows) << 5) + (<usize>(column & 7) << 2);
      for (let row = 0; row < rows; row++, out += 32) {
        const there = row < count && unit < units;
        store<f32>(out, there ? load<f32>(from + (<usize>((row * gates + gate) * units + unit) << 2)) : 0);
      }
    }
  }
}

/** Panels of the transpose: (gates * units, rows). */
function spreadTranspose(from: usize, count: i32, rows: i32, units: i32, gates: i32, to: usize): void {
  const width = padded(units);
  for (let panel = 0; panel < rows; panel += 8) {
    for (let gate = 0; gate < gates; gate++) {
      for (let unit = 0; unit < width; unit++) {
        for (let row = panel; row < panel + 8; row++, to += 4) {
          const there = row < count && unit < units;
          store<f32>(to, there ? load<f32>(from + (<usize>((row * gates + gate) * units + unit) << 2)) : 0);
        }
      }
    }
  }
}

/** Brings the weights of all directions into panels. */
export function pack(job: usize): void {
  const kind = field(job, KIND), features = field(job, FEATURES), units = field(job, UNITS);
  const gates = gatesOf(kind), wide = padded(features), width = padded(units);
  const columns: usize = gates * width;
  for (let direction = 0; direction < field(job, DIRECTIONS); direction++) {
    const kernel = pointer(job, WEIGHTS) + <usize>direction * pointer(job, WEIGHTS_STRIDE);
    const recurrent = kernel + (<usize>(features * gates * units) << 2);
    const bias = recurrent + (<usize>(units * gates * units) << 2);
    let to = pointer(job, PACKED) + <usize>direction * pointer(job, PACKED_STRIDE);
    spread(kernel, features, wide, units, gates, to);
    to += (<usize>wide * columns) << 2;
    spread(recurrent, units, width, units, gates, to);
    to += (<usize>width * columns) << 2;
    // A bias is spread as a matrix of one row would be, but without the panels' empty rows.
    const after = kind == GRU_RESET_AFTER;
    const second = bias + (<usize>(gates * units) << 2);
    for (let gate = 0; gate < gates; gate++) {
      for (let unit = 0; unit < width; unit++, to += 4) {
        const at = <usize>(gate * units + unit) << 2;
        let value: f32 = unit < units ? load<f32>(bias + at) : 0;
        if (after && gate < 2 && unit < units) value += load<f32>(second + at);
        store<f32>(to, value);
      }
    }
    for (let unit = 0; unit < width; unit++, to += 4) {
      store<f32>(to, after && unit < units ? load<f32>(second + (<usize>(2 * units + unit) << 2)) : 0);
    }
    spreadTranspose(recurrent, units, width, units, gates, to);
    to += (<usize>width * columns) << 2;
    spreadTranspose(kernel, features, wide, units, gates, to);
  }
}

/** One value of the gradient: the blocks' sums one after another, always in this order. */
// @ts-ignore: decorator
@inline
function total(at: usize, blocks: i32, stride: usize): f32 {
  let sum: f32 = 0;
  for (let block = 0; block < blocks; block++, at += stride) sum += load<f32>(at);
  return sum;
}

/** Adds the blocks' sums and brings them into Keras' order. */
export function gather(job: usize): void {
  const kind = field(job, KIND), features = field(job, FEATURES), units = field(job, UNITS), blocks = field(job, BLOCKS);
  const gates = gatesOf(kind), wide = padded(features), width = padded(units), stride = pointer(job, SUMS_STRIDE);
  const columns: usize = gates * width;
  for (let direction = 0; direction < field(job, DIRECTIONS); direction++) {
    let to = pointer(job, GRADIENTS) + <usize>direction * pointer(job, WEIGHTS_STRIDE);
    let from = pointer(job, SUMS) + <usize>(direction * blocks) * stride;
    for (let part = 0; part < 2; part++) {
      const count = part ? units : features, rows = part ? width : wide;
      for (let row = 0; row < count; row++) {
        for (let gate = 0; gate < gates; gate++) {
          for (let unit = 0; unit < units; unit++, to += 4) {
            const column = gate * width + unit;
            const at = ((<usize>((column >> 3) * rows + row)) << 5) + (<usize>(column & 7) << 2);
            store<f32>(to, total(from + at, blocks, stride));
          }
        }
      }
      from += (<usize>rows * columns) << 2;
    }
    const biases = kind == GRU_RESET_AFTER ? 2 : 1;
    for (let bias = 0; bias < biases; bias++) {
      for (let gate = 0; gate < gates; gate++) {
        // The recurrent bias of the last gate has sums of its own, behind the others.
        const place = bias && gate == 2 ? 3 : gate;
        for (let unit = 0; unit < units; unit++, to += 4) {
          store<f32>(to, total(from + (<usize>(place * width + unit) << 2), blocks, stride));
        }
      }
    }
  }
}
