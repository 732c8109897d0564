/**
 * Energies of complex values, smoothed: re^2 + im^2 of each channel, summed under a window of the channel's own that moves
 * by `STRIDE_ACROSS`. Lines hold the real parts of all channels, then the imaginary ones; windows are (columns, channels).
 */
import { field, pointer } from "../shared/job";
import {
  BAND_ACROSS, CHANNELS, COLUMNS, INPUT, KERNEL_COLUMNS, LEFT, OUTPUT, OUTPUT_GRADIENT, PACKED, PLACES_ACROSS, SCRATCH,
  SCRATCH_STRIDE, STRIDE_ACROSS, SUMS, SUMS_STRIDE,
} from "./job";

/** Of a band of places of one sample. */
export function energy(job: usize, item: i32): void {
  const places = field(job, PLACES_ACROSS), band = field(job, BAND_ACROSS), bands = (places + band - 1) / band;
  const sample = item / bands, first = (item % bands) * band;
  const line = <usize>field(job, CHANNELS) << 2, columns = field(job, COLUMNS), size = field(job, KERNEL_COLUMNS);
  const input = pointer(job, INPUT) + <usize>(sample * columns) * 2 * line, weights = pointer(job, PACKED);
  let to = pointer(job, OUTPUT) + <usize>(sample * places + first) * line;
  for (let place = first; place < min(first + band, places); place++, to += line) {
    memory.fill(to, 0, line);
    const start = place * field(job, STRIDE_ACROSS) - field(job, LEFT);
    for (let k = max(0, -start); k < min(size, columns - start); k++) {
      const real = input + <usize>(start + k) * 2 * line, imaginary = real + line, weight = weights + <usize>k * line;
      let i: usize = 0;
      for (; i + 16 <= line; i += 16) {
        const re = v128.load(real + i), im = v128.load(imaginary + i);
        const both = f32x4.add(f32x4.mul(re, re), f32x4.mul(im, im));
        v128.store(to + i, f32x4.add(v128.load(to + i), f32x4.mul(both, v128.load(weight + i))));
      }
      for (; i < line; i += 4) {
        const re = load<f32>(real + i), im = load<f32>(imaginary + i);
        store<f32>(to + i, load<f32>(to + i) + (re * re + im * im) * load<f32>(weight + i));
      }
    }
  }
}

/** The gradient of one sample's input, and what the sample has to do with that of the windows. */
export function energyBack(job: usize, sample: i32, worker: i32): void {
  const places = field(job, PLACES_ACROSS), columns = field(job, COLUMNS), size = field(job, KERNEL_COLUMNS);
  const line = <usize>field(job, CHANNELS) << 2;
  const input = pointer(job, INPUT) + <usize>(sample * columns) * 2 * line, weights = pointer(job, PACKED);
  const sums = pointer(job, SUMS) + <usize>sample * pointer(job, SUMS_STRIDE);
  // Of the energy at each column.
  const slopes = pointer(job, SCRATCH) + <usize>worker * pointer(job, SCRATCH_STRIDE);
  memory.fill(sums, 0, pointer(job, SUMS_STRIDE));
  memory.fill(slopes, 0, <usize>columns * line);
  let through = pointer(job, OUTPUT_GRADIENT) + <usize>(sample * places) * line;
  for (let place = 0; place < places; place++, through += line) {
    const start = place * field(job, STRIDE_ACROSS) - field(job, LEFT);
    for (let k = max(0, -start); k < min(size, columns - start); k++) {
      const real = input + <usize>(start + k) * 2 * line, imaginary = real + line;
      const weight = weights + <usize>k * line, sum = sums + <usize>k * line, slope = slopes + <usize>(start + k) * line;
      let i: usize = 0;
      for (; i + 16 <= line; i += 16) {
        const gradient = v128.load(through + i), re = v128.load(real + i), im = v128.load(imaginary + i);
        const both = f32x4.add(f32x4.mul(re, re), f32x4.mul(im, im));
        v128.store(sum + i, f32x4.add(v128.load(sum + i), f32x4.mul(both, gradient)));
        v128.store(slope + i, f32x4.add(v128.load(slope + i), f32x4.mul(gradient, v128.load(weight + i))));
      }
      for (; i < line; i += 4) {
        const gradient = load<f32>(through + i), re = load<f32>(real + i), im = load<f32>(imaginary + i);
        store<f32>(sum + i, load<f32>(sum + i) + (re * re + im * im) * gradient);
        store<f32>(slope + i, load<f32>(slope + i) + gradient * load<f32>(weight + i));
      }
    }
  }
  let from = input, to = pointer(job, OUTPUT) + <usize>(sample * columns) * 2 * line;
  for (let column = 0; column < columns; column++) {
    const slope = slopes + <usize>column * line;
    for (let half = 0; half < 2; half++, from += line, to += line) {
      let i: usize = 0;
      for (; i + 16 <= line; i += 16) {
        const value = v128.load(from + i);
        v128.store(to + i, f32x4.mul(f32x4.add(value, value), v128.load(slope + i)));
      }
      for (; i < line; i += 4) store<f32>(to + i, 2 * load<f32>(from + i) * load<f32>(slope + i));
    }
  }
}
