/**
 * Convolutions by windows of three by three that move by one, in tiles of two by two results: Winograd's F(2x2, 3x3)
 * (Lavin & Gray, arXiv 1509.09308), 16 products instead of 36. Of each of the sixteen values of a transformed tile, a
 * product of matrices sums over the channels.
 */
import { field, pointer } from "../shared/job";
import {
  BAND_ACROSS, BANDS_ACROSS, BIAS, CHANNELS, COLUMNS, INPUT, LEFT, OUTPUT, PACKED, PANELS, PLACES_ACROSS, PLACES_DOWN,
  RECTIFY, RESULTS, ROWS, SCRATCH, SCRATCH_STRIDE, TABLES, TOP, WIDTH,
} from "./job";
import { addWindows } from "./products";
import { openLines } from "./windows";

/** One panel of packed weights, (9, channels, 16), as sixteen (channels, 16) that lie in the tables panel by panel. */
export function transformWeights(job: usize, panel: i32): void {
  const row = <usize>field(job, CHANNELS) << 6, step = <usize>(field(job, WIDTH) >> 4) * row;
  const from = pointer(job, PACKED) + <usize>panel * 9 * row, to = pointer(job, TABLES) + <usize>panel * row;
  const half = f32x4.splat(0.5);
  for (let i: usize = 0; i < row; i += 16) {
    let line = to + i;
    const g0 = from + i, g1 = g0 + 3 * row, g2 = g1 + 3 * row;
    for (let k = 0; k < 4; k++, line += 4 * step) {
      const a = rowOf(k, g0, g1, g2, half), b = rowOf(k, g0 + row, g1 + row, g2 + row, half);
      const c = rowOf(k, g0 + 2 * row, g1 + 2 * row, g2 + 2 * row, half);
      const ends = f32x4.add(a, c);
      v128.store(line, a);
      v128.store(line + step, f32x4.mul(half, f32x4.add(ends, b)));
      v128.store(line + 2 * step, f32x4.mul(half, f32x4.sub(ends, b)));
      v128.store(line + 3 * step, c);
    }
  }
}

// @ts-ignore: decorator
@inline
function rowOf(k: i32, a: usize, b: usize, c: usize, half: v128): v128 {
  if (k == 0) return v128.load(a);
  if (k == 3) return v128.load(c);
  const ends = f32x4.add(v128.load(a), v128.load(c)), middle = v128.load(b);
  return f32x4.mul(half, k == 1 ? f32x4.add(ends, middle) : f32x4.sub(ends, middle));
}

/** A band of tiles of one sample. */
export function winograd(job: usize, item: i32, worker: i32): void {
  const channels = field(job, CHANNELS), width = field(job, WIDTH), most = field(job, BAND_ACROSS);
  const sample = item / field(job, BANDS_ACROSS), first = (item % field(job, BANDS_ACROSS)) * most;
  const tilesAcross = (field(job, PLACES_ACROSS) + 1) >> 1, tilesDown = (field(job, PLACES_DOWN) + 1) >> 1;
  const count = min(most, tilesDown * tilesAcross - first);
  const scratch = pointer(job, SCRATCH) + <usize>worker * pointer(job, SCRATCH_STRIDE);
  const results = scratch + pointer(job, RESULTS), places = scratch + pointer(job, PANELS);
  const spare = places + 64, zeros = spare + 256;
  const line = <usize>channels << 2, outLine = <usize>width << 2;
  // As ../../convolution/winograd.ts has it.
  const step = <usize>most * line + 64, outStep = <usize>most * outLine + 64;
  memory.fill(zeros, 0, line);
  for (let tile = 0; tile < count; tile++) {
    const at = first + tile;
    placesOf(job, sample, 2 * (at / tilesAcross), 2 * (at % tilesAcross), zeros, places);
    transformInput(places, line, scratch + <usize>tile * line, step);
  }
  const panels = pointer(job, TABLES), panel = <usize>channels << 6;
  for (let k = 0; k < 16; k++) {
    openLines(scratch + <usize>k * step, count, channels);
    for (let j = 0; j < width >> 4; j++) {
      const weights = panels + <usize>(k * (width >> 4) + j) * panel;
      addWindows(weights, zeros, -Infinity, results + <usize>k * outStep + (<usize>j << 6), outLine, 0, spare);
    }
  }
  for (let tile = 0; tile < count; tile++) {
    const at = first + tile;
    transformResults(job, sample, 2 * (at / tilesAcross), 2 * (at % tilesAcross), results + <usize>tile * outLine, outStep);
  }
}

/** Where the sixteen pixels lie that the windows of a tile see; zeros where there are none. */
function placesOf(job: usize, sample: i32, y: i32, x: i32, zeros: usize, to: usize): void {
  const rows = field(job, ROWS), columns = field(job, COLUMNS), channels = field(job, CHANNELS);
  const top = y - field(job, TOP), left = x - field(job, LEFT);
  for (let row = top; row < top + 4; row++) {
    for (let column = left; column < left + 4; column++, to += 4) {
      const inside = row >= 0 && row < rows && column >= 0 && column < columns;
      const at = <usize>((sample * rows + row) * columns + column) * <usize>channels << 2;
      store<u32>(to, <u32>(inside ? pointer(job, INPUT) + at : zeros));
    }
  }
}

function transformInput(places: usize, line: usize, to: usize, step: usize): void {
  for (let i: usize = 0; i < line; i += 16, to += 16) {
    let at = to;
    for (let k = 0; k < 4; k++, at += 4 * step) {
      const a = inputOf(k, places, i), b = inputOf(k, places + 4, i);
      const c = inputOf(k, places + 8, i), d = inputOf(k, places + 12, i);
      v128.store(at, f32x4.sub(a, c));
      v128.store(at + step, f32x4.add(b, c));
      v128.store(at + 2 * step, f32x4.sub(c, b));
      v128.store(at + 3 * step, f32x4.sub(b, d));
    }
  }
}

// @ts-ignore: decorator
@inline
function inputOf(k: i32, places: usize, i: usize): v128 {
  const first = v128.load(<usize>load<u32>(places + (k == 0 ? 0 : 16)) + i);
  const second = v128.load(<usize>load<u32>(places + (k == 3 ? 48 : 32)) + i);
  if (k == 1) return f32x4.add(first, second);
  if (k == 2) return f32x4.sub(second, first);
  return f32x4.sub(first, second);
}

/** The two by two results of a tile, as far as they are in the output. */
function transformResults(job: usize, sample: i32, y: i32, x: i32, from: usize, step: usize): void {
  const rows = field(job, PLACES_DOWN), columns = field(job, PLACES_ACROSS), line = <usize>field(job, WIDTH) << 2;
  const floor = f32x4.splat(field(job, RECTIFY) ? 0 : -Infinity);
  const bias = pointer(job, BIAS);
  const both = x + 1 < columns;
  let to = pointer(job, OUTPUT) + <usize>((sample * rows + y) * columns + x) * line;
  for (let row = 0; row < min(2, rows - y); row++, to += <usize>columns * line) {
    for (let i: usize = 0; i < line; i += 16) {
      const at = from + i;
      const a = resultOf(row, at, step), b = resultOf(row, at + step, step);
      const c = resultOf(row, at + 2 * step, step), d = resultOf(row, at + 3 * step, step);
      const start = v128.load(bias + i);
      v128.store(to + i, f32x4.max(floor, f32x4.add(start, f32x4.add(a, f32x4.add(b, c)))));
      if (both) v128.store(to + line + i, f32x4.max(floor, f32x4.add(start, f32x4.sub(f32x4.sub(b, c), d))));
    }
  }
}

// @ts-ignore: decorator
@inline
function resultOf(row: i32, at: usize, step: usize): v128 {
  const b = v128.load(at + 4 * step), c = v128.load(at + 8 * step);
  return row == 0
    ? f32x4.add(v128.load(at), f32x4.add(b, c))
    : f32x4.sub(f32x4.sub(b, c), v128.load(at + 12 * step));
}
