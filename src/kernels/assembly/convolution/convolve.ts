import { field, pointer } from "../shared/job";
import {
  BATCH, BIAS, CHANNELS, CROP_LEFT, CROP_TOP, INPUT, ITEM_GROUPS, ITEM_PANELS, KERNEL_COLUMNS, KERNEL_ROWS, OUT_CHANNELS,
  OUT_COLUMNS, OUT_ROWS, OUTPUT, OUTPUT_GATE, OUTPUT_GRADIENT, PACKED, PANELS, PARTS, PATCH_ACROSS, PATCH_DOWN, PIECES,
  PLACES_ACROSS, PLACES_DOWN, RECTIFY, RESULTS, SAMPLES, SCRATCH, SCRATCH_STRIDE, SUMS, SUMS_STRIDE, WIDTH,
} from "./job";
import { addTransposed, addWindows } from "./products";
import { across, bandsOf, copyGated, down, firstAcross, firstDown, openBand } from "./windows";

/** Positions of the sum: how many values each window sees. */
// @ts-ignore: decorator
@inline
function positionsOf(job: usize): i32 {
  return field(job, KERNEL_ROWS) * field(job, KERNEL_COLUMNS) * field(job, CHANNELS);
}

/** Slides the windows of one band of one sample over the input. */
export function convolve(job: usize, item: i32, worker: i32): void {
  const bands = bandsOf(job), width = field(job, WIDTH), channels = field(job, OUT_CHANNELS);
  const sample = item / bands;
  const scratch = pointer(job, SCRATCH) + <usize>worker * pointer(job, SCRATCH_STRIDE);
  openBand(job, sample, item % bands, scratch);
  const patchDown = field(job, PATCH_DOWN), patchAcross = field(job, PATCH_ACROSS);
  const packed = pointer(job, PACKED), bias = pointer(job, BIAS);
  const panel = <usize>positionsOf(job) << 6;
  const lowest: f32 = field(job, RECTIFY) ? 0 : -Infinity;
  const results = scratch + pointer(job, RESULTS);
  const spare = results - 256;
  const direct = width == channels && patchDown == 1 && patchAcross == 1;
  const line = <usize>width << 2;
  const outLine = direct ? <usize>field(job, OUT_COLUMNS) * line : <usize>across * line;
  const outAt = <usize>((sample * field(job, OUT_ROWS) + firstDown) * field(job, OUT_COLUMNS) + firstAcross) * line;
  const out = direct ? pointer(job, OUTPUT) + outAt : results;
  for (let j = 0; j < width >> 4; j++) {
    addWindows(packed + <usize>j * panel, bias + (<usize>j << 6), lowest, out + (<usize>j << 6), line, outLine, spare);
  }
  if (!direct) scatter(job, sample, results, patchDown, patchAcross);
}

/** Copies the results of a band to where they belong, and leaves out what lies outside. */
function scatter(job: usize, sample: i32, results: usize, patchDown: i32, patchAcross: i32): void {
  const rows = field(job, OUT_ROWS), columns = field(job, OUT_COLUMNS), channels = field(job, OUT_CHANNELS);
  const top = field(job, CROP_TOP), left = field(job, CROP_LEFT);
  const line = <usize>field(job, WIDTH) << 2, pixel = <usize>channels << 2;
  const output = pointer(job, OUTPUT);
  for (let y = 0; y < down; y++) {
    for (let patchRow = 0; patchRow < patchDown; patchRow++) {
      const row = (firstDown + y) * patchDown + patchRow - top;
      if (row < 0 || row >= rows) continue;
      const target = output + <usize>((sample * rows + row) * columns) * pixel;
      let from = results + <usize>(y * across) * line + <usize>(patchRow * patchAcross) * pixel;
      for (let x = 0; x < across; x++, from += line) {
        const column = (firstAcross + x) * patchAcross - left;
        const skipped = min(max(0, -column), patchAcross), end = min(patchAcross, columns - column);
        if (end <= skipped) continue;
        let to = target + <usize>(column + skipped) * pixel;
        let at = from + <usize>skipped * pixel;
        const stop = from + <usize>end * pixel;
        for (; at + 16 <= stop; at += 16, to += 16) v128.store(to, v128.load(at));
        for (; at < stop; at += 4, to += 4) store<f32>(to, load<f32>(at));
      }
    }
  }
}

/** Sums, over some samples and for some panels, what the weights and the bias have to do with the output's gradient. */
export function weightsBack(job: usize, item: i32, worker: i32): void {
  const bands = bandsOf(job), groups = field(job, ITEM_GROUPS), all = field(job, WIDTH) >> 4;
  const first = (item % groups) * field(job, ITEM_PANELS), last = min(first + field(job, ITEM_PANELS), all);
  const scratch = pointer(job, SCRATCH) + <usize>worker * pointer(job, SCRATCH_STRIDE);
  const sums = pointer(job, SUMS) + <usize>(item / groups) * pointer(job, SUMS_STRIDE);
  const panels = scratch + pointer(job, PANELS);
  const size = <usize>paddedPositions(job) << 6;
  const biases = sums + <usize>all * size;
  memory.fill(sums + <usize>first * size, 0, <usize>(last - first) * size);
  memory.fill(biases + (<usize>first << 6), 0, <usize>(last - first) << 6);
  const samples = field(job, SAMPLES);
  const start = item / groups * samples, end = min(start + samples, field(job, BATCH));
  for (let sample = start; sample < end; sample++) {
    for (let band = 0; band < bands; band++) {
      openBand(job, sample, band, scratch);
      packGradient(job, sample, panels, first, last);
      const places = <usize>(down * across) << 6;
      for (let j = first, panel = panels; j < last; j++, panel += places) {
        addTransposed(panel, sums + <usize>j * size);
        addPlaces(panel, places, biases + (<usize>j << 6));
      }
    }
  }
}

/** Positions as `addTransposed` lays them out. */
function paddedPositions(job: usize): i32 {
  const pieces = field(job, PIECES);
  return pieces * ((positionsOf(job) / pieces + 3) & ~3);
}

/** Some panels of sixteen columns of the gradient of the output of a band, gated. */
function packGradient(job: usize, sample: i32, to: usize, first: i32, last: i32): void {
  const columns = field(job, PLACES_ACROSS), channels = field(job, OUT_CHANNELS), rows = field(job, PLACES_DOWN);
  const gradient = pointer(job, OUTPUT_GRADIENT), gate = pointer(job, OUTPUT_GATE);
  const places = <usize>(down * across) << 6;
  if (last << 4 > channels) memory.fill(to + <usize>(last - first - 1) * places, 0, places);
  const zero = f32x4.splat(0);
  for (let y = 0; y < down; y++) {
    const place = (sample * rows + firstDown + y) * columns + firstAcross;
    let line = to + (<usize>(y * across) << 6);
    for (let x = 0; x < across; x++, line += 64) {
      let panel = line, left = min(last << 4, channels) - (first << 4);
      let at = (<usize>(place + x) * <usize>channels + (<usize>first << 4)) << 2;
      for (; left > 0; left -= 16, panel += places) {
        const size = <usize>min(left, 16) << 2;
        let k: usize = 0;
        for (; k + 16 <= size; k += 16, at += 16) {
          let value = v128.load(gradient + at);
          if (gate) value = v128.and(value, f32x4.gt(v128.load(gate + at), zero));
          v128.store(panel + k, value);
        }
        for (; k < size; k += 4, at += 4) {
          store<f32>(panel + k, gate && !(load<f32>(gate + at) > 0) ? 0 : load<f32>(gradient + at));
        }
      }
    }
  }
}

/** Adds the sixteen columns of a panel up. */
function addPlaces(panel: usize, bytes: usize, to: usize): void {
  let s0 = v128.load(to), s1 = v128.load(to, 16), s2 = v128.load(to, 32), s3 = v128.load(to, 48);
  for (const end = panel + bytes; panel < end; panel += 64) {
    s0 = f32x4.add(s0, v128.load(panel)); s1 = f32x4.add(s1, v128.load(panel, 16));
    s2 = f32x4.add(s2, v128.load(panel, 32)); s3 = f32x4.add(s3, v128.load(panel, 48));
  }
  v128.store(to, s0); v128.store(to, s1, 16); v128.store(to, s2, 32); v128.store(to, s3, 48);
}

/** Adds all parts of a panel's sums to the first, one after the other, and brings them into the order of the weights. */
export function addSums(job: usize, panel: i32): void {
  const size = <usize>paddedPositions(job) << 6, sums = pointer(job, SUMS);
  const from = sums + <usize>panel * size, biases = sums + <usize>(field(job, WIDTH) >> 4) * size + (<usize>panel << 6);
  addParts(job, from, size);
  addParts(job, biases, 64);
  const channels = field(job, OUT_CHANNELS), columns = min(16, channels - (panel << 4));
  const all = positionsOf(job), piece = all / field(job, PIECES), padding = <usize>(-piece & 3) << 6;
  const line = <usize>channels << 2;
  let at = from, to = pointer(job, OUTPUT) + (<usize>panel << 6);
  for (let position = 0; position < all; position += piece, at += padding) {
    for (let k = 0; k < piece; k++, at += 64, to += line) copyColumns(at, to, columns);
  }
}

function addParts(job: usize, first: usize, bytes: usize): void {
  const stride = pointer(job, SUMS_STRIDE);
  let part = first;
  for (let i = 1; i < field(job, PARTS); i++) {
    part += stride;
    for (let k: usize = 0; k < bytes; k += 16) {
      v128.store(first + k, f32x4.add(v128.load(first + k), v128.load(part + k)));
    }
  }
}

/** Weights (positions, filters) as a panel of sixteen columns, filled up with zeros. */
export function pack(job: usize, panel: i32): void {
  const all = positionsOf(job), channels = field(job, OUT_CHANNELS), columns = min(16, channels - (panel << 4));
  const line = <usize>channels << 2;
  let from = pointer(job, INPUT) + (<usize>panel << 6), to = pointer(job, PACKED) + <usize>(all * panel << 6);
  if (columns < 16) memory.fill(to, 0, <usize>all << 6);
  for (const end = to + (<usize>all << 6); to < end; to += 64, from += line) copyColumns(from, to, columns);
}

/** Up to sixteen values. */
// @ts-ignore: decorator
@inline
function copyColumns(from: usize, to: usize, columns: i32): void {
  if (columns == 16) {
    v128.store(to, v128.load(from)); v128.store(to, v128.load(from, 16), 16);
    v128.store(to, v128.load(from, 32), 32); v128.store(to, v128.load(from, 48), 48);
  } else {
    for (const end = from + (<usize>columns << 2); from < end; from += 4, to += 4) store<f32>(to, load<f32>(from));
  }
}
