/**
 * What windows see, side by side: values of a channel lie next to each other, and so do neighbouring columns, so that a row
 * of a window is one piece of memory, and most of a convolution is a product of matrices whose rows overlap.
 */
import { field, pointer } from "../shared/job";
import {
  BAND_ACROSS, BAND_DOWN, BANDS_ACROSS, BANDS_DOWN, CHANNELS, COLUMNS, DILATION_ACROSS, DILATION_DOWN, EXPAND, EXPANDED,
  GATE, INPUT, KERNEL_COLUMNS, KERNEL_ROWS, LEFT, PLACES_ACROSS, PLACES_DOWN, ROWS, STRIDE_ACROSS, STRIDE_DOWN, TOP,
} from "./job";

/** The band at hand: its places, and where the window of its first place begins. Each thread has its own. */
export let firstDown: i32, firstAcross: i32, down: i32, across: i32, windows: usize;
/** Bytes from a place to the next across and down, and from a piece of a window to the next. */
export let stepAcross: usize, stepDown: usize, pieceAcross: usize, pieceDown: usize;
/** Pieces of a window, and values of a piece. */
export let piecesDown: i32, piecesAcross: i32, length: i32;

/** Copies values, or zeros where `gate` is not above 0. */
export function copyGated(from: usize, gate: usize, to: usize, count: usize): void {
  if (!gate) {
    memory.copy(to, from, count << 2);
    return;
  }
  const zero = f32x4.splat(0);
  let i: usize = 0;
  for (; i + 4 <= count; i += 4, from += 16, gate += 16, to += 16) {
    v128.store(to, v128.and(v128.load(from), f32x4.gt(v128.load(gate), zero)));
  }
  for (; i < count; i++, from += 4, gate += 4, to += 4) store<f32>(to, load<f32>(gate) > 0 ? load<f32>(from) : 0);
}

/** Copies a rectangle of one sample, with zeros where it reaches beyond. */
function copyRectangle(job: usize, sample: i32, top: i32, left: i32, rows: i32, columns: i32, to: usize): void {
  const height = field(job, ROWS), width = field(job, COLUMNS), channels = field(job, CHANNELS);
  const input = pointer(job, INPUT), gate = pointer(job, GATE);
  const before = min(max(0, -left), columns), end = max(before, min(columns, width - left));
  const line = <usize>(columns * channels) << 2;
  for (let row = top; row < top + rows; row++, to += line) {
    if (row < 0 || row >= height || end == before) {
      memory.fill(to, 0, line);
      continue;
    }
    const at = (<usize>((sample * height + row) * width + left + before) * <usize>channels) << 2;
    const count = <usize>((end - before) * channels);
    const start = <usize>(before * channels) << 2;
    if (before) memory.fill(to, 0, start);
    copyGated(input + at, gate ? gate + at : 0, to + start, count);
    if (end < columns) memory.fill(to + start + (count << 2), 0, line - start - (count << 2));
  }
}

/** Lays out what the windows of a band see, from `scratch` on. */
export function openBand(job: usize, sample: i32, band: i32, scratch: usize): void {
  const bandDown = field(job, BAND_DOWN), bandAcross = field(job, BAND_ACROSS), bands = field(job, BANDS_ACROSS);
  const strideDown = field(job, STRIDE_DOWN), strideAcross = field(job, STRIDE_ACROSS);
  const dilationDown = field(job, DILATION_DOWN), dilationAcross = field(job, DILATION_ACROSS);
  const kernelRows = field(job, KERNEL_ROWS), kernelColumns = field(job, KERNEL_COLUMNS);
  const channels = field(job, CHANNELS);
  firstDown = (band / bands) * bandDown;
  firstAcross = (band % bands) * bandAcross;
  down = min(bandDown, field(job, PLACES_DOWN) - firstDown);
  across = min(bandAcross, field(job, PLACES_ACROSS) - firstAcross);
  const rows = (down - 1) * strideDown + (kernelRows - 1) * dilationDown + 1;
  const columns = (across - 1) * strideAcross + (kernelColumns - 1) * dilationAcross + 1;
  const top = firstDown * strideDown - field(job, TOP), left = firstAcross * strideAcross - field(job, LEFT);
  copyRectangle(job, sample, top, left, rows, columns, scratch);
  const line = <usize>(columns * channels) << 2;
  windows = scratch;
  stepAcross = <usize>(strideAcross * channels) << 2;
  stepDown = <usize>strideDown * line;
  pieceDown = <usize>dilationDown * line;
  pieceAcross = <usize>(dilationAcross * channels) << 2;
  piecesDown = kernelRows;
  piecesAcross = dilationAcross == 1 ? 1 : kernelColumns;
  length = dilationAcross == 1 ? kernelColumns * channels : channels;
  if (field(job, EXPAND)) expand(scratch + pointer(job, EXPANDED));
}

/** Lines of some values as windows. */
export function openLines(at: usize, count: i32, values: i32): void {
  windows = at;
  down = piecesDown = piecesAcross = 1;
  across = count;
  length = values;
  stepAcross = <usize>values << 2;
}

/** Copies the pieces of each window side by side. */
function expand(to: usize): void {
  const start = to, piece = <usize>length << 2;
  for (let row = 0; row < down; row++) {
    for (let column = 0; column < across; column++) {
      let from = windows + <usize>row * stepDown + <usize>column * stepAcross;
      for (let i = 0; i < piecesDown; i++, from += pieceDown) {
        for (let j = 0, at = from; j < piecesAcross; j++, at += pieceAcross) {
          // What is copied beyond a piece is written over by the next one.
          for (let k: usize = 0; k < piece; k += 16) v128.store(to + k, v128.load(at + k));
          to += piece;
        }
      }
    }
  }
  length *= piecesDown * piecesAcross;
  piecesDown = piecesAcross = 1;
  windows = start;
  stepAcross = <usize>length << 2;
  stepDown = <usize>across * stepAcross;
}

// @ts-ignore: decorator
@inline
export function bandsOf(job: usize): i32 {
  return field(job, BANDS_DOWN) * field(job, BANDS_ACROSS);
}
