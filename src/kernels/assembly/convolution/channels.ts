/**
 * What batch normalisation needs, over lines of `CHANNELS` values: sums of each channel, and each value's change by its
 * channel's factors. An item is a stretch of lines; sums run in float32 within a block and in float64 between blocks.
 */
import { field, pointer } from "../shared/job";
import {
  BAND_DOWN, CHANNELS, FROM, FROM_WIDTH, INPUT, LINES, OUTPUT, OUTPUT_GRADIENT, SCRATCH, SCRATCH_STRIDE, SUMS,
  SUMS_STRIDE, TABLES, TABLES_STRIDE, TO, TO_WIDTH,
} from "./job";

/** Lines that are summed in float32. */
const BLOCK: i32 = 64;

/** The item at hand; each thread has its own. */
let first: i32, end: i32, line: usize;

// @ts-ignore: decorator
@inline
function open(job: usize, item: i32): void {
  first = item * field(job, BAND_DOWN);
  end = min(first + field(job, BAND_DOWN), field(job, LINES));
  line = <usize>field(job, CHANNELS) << 2;
}

/** Means, then sums of squared distances from them. */
export function moments(job: usize, item: i32, worker: i32): void {
  open(job, item);
  const channels = field(job, CHANNELS);
  const means = pointer(job, SUMS) + <usize>item * pointer(job, SUMS_STRIDE), squares = means + (<usize>channels << 3);
  const blockMeans = pointer(job, SCRATCH) + <usize>worker * pointer(job, SCRATCH_STRIDE), blockSquares = blockMeans + line;
  memory.fill(means, 0, <usize>channels << 4);
  for (let from = first; from < end; from += BLOCK) {
    const count = min(BLOCK, end - from);
    const input = pointer(job, INPUT) + <usize>from * line;
    memory.fill(blockMeans, 0, 2 * line);
    let i: usize = 0;
    for (; i + 16 <= line; i += 16) {
      let sum = f32x4.splat(0);
      for (let k = 0, at = input + i; k < count; k++, at += line) sum = f32x4.add(sum, v128.load(at));
      const mean = f32x4.div(sum, f32x4.splat(<f32>count));
      let square = f32x4.splat(0);
      for (let k = 0, at = input + i; k < count; k++, at += line) {
        const distance = f32x4.sub(v128.load(at), mean);
        square = f32x4.add(square, f32x4.mul(distance, distance));
      }
      v128.store(blockMeans + i, mean);
      v128.store(blockSquares + i, square);
    }
    for (; i < line; i += 4) {
      let sum: f32 = 0;
      for (let k = 0, at = input + i; k < count; k++, at += line) sum += load<f32>(at);
      const mean = sum / <f32>count;
      let square: f32 = 0;
      for (let k = 0, at = input + i; k < count; k++, at += line) {
        const distance = load<f32>(at) - mean;
        square += distance * distance;
      }
      store<f32>(blockMeans + i, mean);
      store<f32>(blockSquares + i, square);
    }
    const before = <f64>(from - first), all = before + <f64>count;
    for (let c: usize = 0; c < <usize>channels; c++) {
      const mean = load<f64>(means + (c << 3));
      const distance = <f64>load<f32>(blockMeans + (c << 2)) - mean;
      const more = <f64>load<f32>(blockSquares + (c << 2)) + (distance * distance * before * <f64>count) / all;
      store<f64>(means + (c << 3), mean + (distance * <f64>count) / all);
      store<f64>(squares + (c << 3), load<f64>(squares + (c << 3)) + more);
    }
  }
}

/** Sums of the output's gradient, then of its products with the distance of the input from its mean. */
export function gradientSums(job: usize, item: i32): void {
  open(job, item);
  const channels = field(job, CHANNELS), means = pointer(job, TABLES);
  const sums = pointer(job, SUMS) + <usize>item * pointer(job, SUMS_STRIDE), products = sums + (<usize>channels << 3);
  memory.fill(sums, 0, <usize>channels << 4);
  for (let from = first; from < end; from += BLOCK) {
    const count = min(BLOCK, end - from);
    const input = pointer(job, INPUT) + <usize>from * line, gradient = pointer(job, OUTPUT_GRADIENT) + <usize>from * line;
    let i: usize = 0;
    for (; i + 16 <= line; i += 16) {
      const mean = v128.load(means + i);
      let sum = f32x4.splat(0), product = f32x4.splat(0);
      for (let k = 0, at = i; k < count; k++, at += line) {
        const through = v128.load(gradient + at);
        sum = f32x4.add(sum, through);
        product = f32x4.add(product, f32x4.mul(through, f32x4.sub(v128.load(input + at), mean)));
      }
      addTo(sums + 2 * i, sum);
      addTo(products + 2 * i, product);
    }
    for (; i < line; i += 4) {
      const mean = load<f32>(means + i);
      let sum: f32 = 0, product: f32 = 0;
      for (let k = 0, at = i; k < count; k++, at += line) {
        const through = load<f32>(gradient + at);
        sum += through;
        product += through * (load<f32>(input + at) - mean);
      }
      store<f64>(sums + 2 * i, load<f64>(sums + 2 * i) + <f64>sum);
      store<f64>(products + 2 * i, load<f64>(products + 2 * i) + <f64>product);
    }
  }
}

// @ts-ignore: decorator
@inline
function addTo(at: usize, values: v128): void {
  v128.store(at, f64x2.add(v128.load(at), f64x2.promote_low_f32x4(values)));
  const high = v128.shuffle<i32>(values, values, 2, 3, 2, 3);
  v128.store(at + 16, f64x2.add(v128.load(at + 16), f64x2.promote_low_f32x4(high)));
}

/** (input - mean) * factor + summand; tables in this order. */
export function scale(job: usize, item: i32): void {
  open(job, item);
  const means = pointer(job, TABLES), factors = means + pointer(job, TABLES_STRIDE);
  const summands = factors + pointer(job, TABLES_STRIDE);
  let from = pointer(job, INPUT) + <usize>first * line, to = pointer(job, OUTPUT) + <usize>first * line;
  for (let k = first; k < end; k++, from += line, to += line) {
    let i: usize = 0;
    for (; i + 16 <= line; i += 16) {
      const distance = f32x4.sub(v128.load(from + i), v128.load(means + i));
      v128.store(to + i, f32x4.add(f32x4.mul(distance, v128.load(factors + i)), v128.load(summands + i)));
    }
    for (; i < line; i += 4) {
      const distance = load<f32>(from + i) - load<f32>(means + i);
      store<f32>(to + i, distance * load<f32>(factors + i) + load<f32>(summands + i));
    }
  }
}

/** gradient * factor + (input - mean) * slope + summand; tables: means, factors, slopes, summands. */
export function scaleBack(job: usize, item: i32): void {
  open(job, item);
  const stride = pointer(job, TABLES_STRIDE);
  const means = pointer(job, TABLES), factors = means + stride, slopes = factors + stride, summands = slopes + stride;
  const start = <usize>first * line;
  let from = pointer(job, INPUT) + start, through = pointer(job, OUTPUT_GRADIENT) + start, to = pointer(job, OUTPUT) + start;
  for (let k = first; k < end; k++, from += line, through += line, to += line) {
    let i: usize = 0;
    for (; i + 16 <= line; i += 16) {
      const distance = f32x4.sub(v128.load(from + i), v128.load(means + i));
      const part = f32x4.add(f32x4.mul(distance, v128.load(slopes + i)), v128.load(summands + i));
      v128.store(to + i, f32x4.add(f32x4.mul(v128.load(through + i), v128.load(factors + i)), part));
    }
    for (; i < line; i += 4) {
      const distance = load<f32>(from + i) - load<f32>(means + i);
      const part = distance * load<f32>(slopes + i) + load<f32>(summands + i);
      store<f32>(to + i, load<f32>(through + i) * load<f32>(factors + i) + part);
    }
  }
}

/** Values below 0 become 0. */
export function rectify(job: usize, item: i32): void {
  open(job, item);
  const zero = f32x4.splat(0);
  let from = pointer(job, INPUT) + <usize>first * line, to = pointer(job, OUTPUT) + <usize>first * line;
  const stop = pointer(job, INPUT) + <usize>end * line;
  for (; from + 16 <= stop; from += 16, to += 16) v128.store(to, f32x4.max(v128.load(from), zero));
  for (; from < stop; from += 4, to += 4) store<f32>(to, max<f32>(load<f32>(from), 0));
}

/** Copies `CHANNELS` values of each line from one array to another of lines of another width. */
export function copyChannels(job: usize, item: i32): void {
  open(job, item);
  const fromLine = <usize>field(job, FROM_WIDTH) << 2, toLine = <usize>field(job, TO_WIDTH) << 2;
  let from = pointer(job, INPUT) + (<usize>field(job, FROM) << 2) + <usize>first * fromLine;
  let to = pointer(job, OUTPUT) + (<usize>field(job, TO) << 2) + <usize>first * toLine;
  for (let k = first; k < end; k++, from += fromLine, to += toLine) {
    let i: usize = 0;
    for (; i + 16 <= line; i += 16) v128.store(to + i, v128.load(from + i));
    for (; i < line; i += 4) store<f32>(to + i, load<f32>(from + i));
  }
}
