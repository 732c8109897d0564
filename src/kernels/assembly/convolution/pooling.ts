/**
 * Largest values and means of windows. Where windows begin and end stands in tables of 32-bit numbers: for each place down
 * the first row and the one after the last, then the same for each place across.
 */
import { field, pointer } from "../shared/job";
import {
  BAND_ACROSS, BOUNDS, BOUNDS_STRIDE, CHANNELS, COLUMNS, DISJOINT, INPUT, OUT_COLUMNS, OUT_ROWS, OUTPUT,
  OUTPUT_GRADIENT, RESULT, ROWS,
} from "./job";

/** The place at hand: its window, and where its values lie. Each thread has its own. */
let rowFrom: i32, rowTo: i32, columnFrom: i32, columnTo: i32;

// @ts-ignore: decorator
@inline
function openPlace(job: usize, sample: i32, place: i32): void {
  const columns = field(job, OUT_COLUMNS);
  const bounds = pointer(job, BOUNDS) + <usize>sample * pointer(job, BOUNDS_STRIDE);
  const down = bounds + (<usize>(place / columns) << 3);
  const across = bounds + (<usize>(field(job, OUT_ROWS) + place % columns) << 3);
  rowFrom = load<i32>(down);
  rowTo = load<i32>(down, 4);
  columnFrom = load<i32>(across);
  columnTo = load<i32>(across, 4);
}

// @ts-ignore: decorator
@inline
function placesOf(job: usize): i32 {
  return field(job, OUT_ROWS) * field(job, OUT_COLUMNS);
}

/** Of a band of places of one sample. */
export function pool(job: usize, item: i32, largest: bool): void {
  const places = placesOf(job), band = field(job, BAND_ACROSS), bands = (places + band - 1) / band;
  const sample = item / bands, first = (item % bands) * band;
  const line = <usize>field(job, CHANNELS) << 2, row = <usize>field(job, COLUMNS) * line;
  const input = pointer(job, INPUT) + <usize>(sample * field(job, ROWS)) * row;
  let output = pointer(job, OUTPUT) + <usize>(sample * places + first) * line;
  for (let place = first; place < min(first + band, places); place++, output += line) {
    openPlace(job, sample, place);
    copy(input + <usize>rowFrom * row + <usize>columnFrom * line, output, line);
    for (let y = rowFrom; y < rowTo; y++) {
      for (let x = y == rowFrom ? columnFrom + 1 : columnFrom; x < columnTo; x++) {
        const from = input + <usize>y * row + <usize>x * line;
        if (largest) keepLargest(from, output, line);
        else add(from, output, line);
      }
    }
    if (!largest) multiply(output, line, <f32>1 / <f32>((rowTo - rowFrom) * (columnTo - columnFrom)));
  }
}

/** Of a few values, for which memory.copy would take longer to begin. */
// @ts-ignore: decorator
@inline
function copy(from: usize, to: usize, bytes: usize): void {
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) v128.store(to + i, v128.load(from + i));
  for (; i < bytes; i += 4) store<f32>(to + i, load<f32>(from + i));
}

// @ts-ignore: decorator
@inline
function keepLargest(from: usize, to: usize, bytes: usize): void {
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) v128.store(to + i, f32x4.max(v128.load(from + i), v128.load(to + i)));
  for (; i < bytes; i += 4) store<f32>(to + i, max<f32>(load<f32>(from + i), load<f32>(to + i)));
}

// @ts-ignore: decorator
@inline
function add(from: usize, to: usize, bytes: usize): void {
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) v128.store(to + i, f32x4.add(v128.load(from + i), v128.load(to + i)));
  for (; i < bytes; i += 4) store<f32>(to + i, load<f32>(from + i) + load<f32>(to + i));
}

// @ts-ignore: decorator
@inline
function multiply(at: usize, bytes: usize, factor: f32): void {
  const factors = f32x4.splat(factor);
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) v128.store(at + i, f32x4.mul(v128.load(at + i), factors));
  for (; i < bytes; i += 4) store<f32>(at + i, load<f32>(at + i) * factor);
}

/** The gradient of one sample's input. */
export function poolBack(job: usize, sample: i32, largest: bool): void {
  const places = placesOf(job), disjoint = field(job, DISJOINT) != 0;
  const line = <usize>field(job, CHANNELS) << 2, row = <usize>field(job, COLUMNS) * line;
  const size = <usize>field(job, ROWS) * row;
  const input = pointer(job, INPUT) + <usize>sample * size, target = pointer(job, OUTPUT) + <usize>sample * size;
  if (disjoint) fillRest(job, sample, target, line, row);
  else memory.fill(target, 0, size);
  let at = <usize>(sample * places) * line;
  for (let place = 0; place < places; place++, at += line) {
    openPlace(job, sample, place);
    if (largest) largestBack(job, input, target, at, line, row, disjoint);
    else meanBack(job, target, at, line, row, disjoint);
  }
}

/** Zeros where no window reaches: after the last ones. */
function fillRest(job: usize, sample: i32, target: usize, line: usize, row: usize): void {
  openPlace(job, sample, placesOf(job) - 1);
  const rest = <usize>columnTo * line;
  for (let y = 0; y < rowTo; y++) memory.fill(target + <usize>y * row + rest, 0, row - rest);
  memory.fill(target + <usize>rowTo * row, 0, <usize>(field(job, ROWS) - rowTo) * row);
}

/** To the first of the largest values. */
function largestBack(job: usize, input: usize, target: usize, at: usize, line: usize, row: usize, disjoint: bool): void {
  const result = pointer(job, RESULT) + at, gradient = pointer(job, OUTPUT_GRADIENT) + at;
  let i: usize = 0;
  for (; i + 16 <= line; i += 16) {
    const most = v128.load(result + i), through = v128.load(gradient + i);
    let open = f32x4.eq(most, most);
    for (let y = rowFrom; y < rowTo; y++) {
      for (let x = columnFrom; x < columnTo; x++) {
        const place = <usize>y * row + <usize>x * line + i;
        const found = v128.and(f32x4.eq(v128.load(input + place), most), open);
        open = v128.andnot(open, found);
        const value = v128.and(through, found);
        v128.store(target + place, disjoint ? value : f32x4.add(v128.load(target + place), value));
      }
    }
  }
  for (; i < line; i += 4) {
    const most = load<f32>(result + i), through = load<f32>(gradient + i);
    let open = true;
    for (let y = rowFrom; y < rowTo; y++) {
      for (let x = columnFrom; x < columnTo; x++) {
        const place = <usize>y * row + <usize>x * line + i;
        const found = open && load<f32>(input + place) == most;
        if (found) open = false;
        const value: f32 = found ? through : 0;
        store<f32>(target + place, disjoint ? value : load<f32>(target + place) + value);
      }
    }
  }
}

function meanBack(job: usize, target: usize, at: usize, line: usize, row: usize, disjoint: bool): void {
  const gradient = pointer(job, OUTPUT_GRADIENT) + at;
  const factor = <f32>1 / <f32>((rowTo - rowFrom) * (columnTo - columnFrom));
  const factors = f32x4.splat(factor);
  for (let y = rowFrom; y < rowTo; y++) {
    for (let x = columnFrom; x < columnTo; x++) {
      const to = target + <usize>y * row + <usize>x * line;
      let i: usize = 0;
      for (; i + 16 <= line; i += 16) {
        const value = f32x4.mul(v128.load(gradient + i), factors);
        v128.store(to + i, disjoint ? value : f32x4.add(v128.load(to + i), value));
      }
      for (; i < line; i += 4) {
        const value = load<f32>(gradient + i) * factor;
        store<f32>(to + i, disjoint ? value : load<f32>(to + i) + value);
      }
    }
  }
}
