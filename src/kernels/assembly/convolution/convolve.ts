import { field, pointer } from "../shared/job";
import {
  BATCH, BIAS, CHANNELS, CROP_LEFT, CROP_TOP, DILATION_ACROSS, EXPAND, KERNEL_COLUMNS, KERNEL_ROWS, OUT_CHANNELS,
  OUT_COLUMNS, OUT_ROWS, OUTPUT, OUTPUT_GATE, OUTPUT_GRADIENT, PACKED, PANELS, PATCH_ACROSS, PATCH_DOWN, PLACES_ACROSS,
  PLACES_DOWN, RECTIFY, RESULTS, SAMPLES, SCRATCH, SCRATCH_STRIDE, SUMS, SUMS_STRIDE, WIDTH,
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

/** Sums, over some samples, what the weights and the bias have to do with the gradient of the output. */
export function weightsBack(job: usize, item: i32, worker: i32): void {
  const bands = bandsOf(job), width = field(job, WIDTH);
  const scratch = pointer(job, SCRATCH) + <usize>worker * pointer(job, SCRATCH_STRIDE);
  const sums = pointer(job, SUMS) + <usize>item * pointer(job, SUMS_STRIDE);
  const panels = scratch + pointer(job, PANELS);
  memory.fill(sums, 0, pointer(job, SUMS_STRIDE));
  const size = <usize>paddedPositions(job) << 6;
  const samples = field(job, SAMPLES);
  const end = min((item + 1) * samples, field(job, BATCH));
  for (let sample = item * samples; sample < end; sample++) {
    for (let band = 0; band < bands; band++) {
      openBand(job, sample, band, scratch);
      packGradient(job, sample, panels);
      const places = <usize>(down * across) << 6;
      for (let j = 0; j < width >> 4; j++) {
        addTransposed(panels + <usize>j * places, sums + <usize>j * size);
        addPlaces(panels + <usize>j * places, places, sums + <usize>(width >> 4) * size + (<usize>j << 6));
      }
    }
  }
}

/** Positions as `addTransposed` lays them out. */
function paddedPositions(job: usize): i32 {
  const all = positionsOf(job);
  if (field(job, EXPAND)) return (all + 3) & ~3;
  const channels = field(job, CHANNELS);
  const piece = field(job, DILATION_ACROSS) == 1 ? field(job, KERNEL_COLUMNS) * channels : channels;
  return (all / piece) * ((piece + 3) & ~3);
}

/** The gradient of the output of a band, gated, in panels of sixteen columns. */
function packGradient(job: usize, sample: i32, to: usize): void {
  const columns = field(job, PLACES_ACROSS), channels = field(job, OUT_CHANNELS), rows = field(job, PLACES_DOWN);
  const gradient = pointer(job, OUTPUT_GRADIENT), gate = pointer(job, OUTPUT_GATE);
  const width = field(job, WIDTH);
  const places = <usize>(down * across) << 6;
  if (width != channels) memory.fill(to + <usize>((width >> 4) - 1) * places, 0, places);
  const zero = f32x4.splat(0);
  for (let y = 0; y < down; y++) {
    let at = (<usize>((sample * rows + firstDown + y) * columns + firstAcross) * <usize>channels) << 2;
    let line = to + (<usize>(y * across) << 6);
    for (let x = 0; x < across; x++, line += 64) {
      let panel = line, left = channels;
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

/** Adds the sums of all items to those of the first, one after the other. */
export function addSums(job: usize): void {
  const stride = pointer(job, SUMS_STRIDE), first = pointer(job, SUMS);
  let from = first + stride;
  for (let item = 1; item < field(job, SAMPLES); item++) {
    for (let to = first, end = first + stride; to < end; to += 16, from += 16) {
      v128.store(to, f32x4.add(v128.load(to), v128.load(from)));
    }
  }
}
