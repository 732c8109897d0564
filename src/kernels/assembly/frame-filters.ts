/**
 * Transforms of overlapping frames, of which only some bins are wanted, weighted and summed: four frames at a time, float32.
 *
 * A vector holds the same point of four frames, so that no transform turns a vector, and silence beside noise stays silent.
 * Of a frame the even samples are real parts, the odd ones imaginary. The transform leaves its results with the digits of
 * their index reversed; the table of bins knows where they lie. Pointers and distances are in bytes.
 */

import { forwards, POINT } from "./shared/four-transforms";
import { turn } from "./shared/vectors";

/** Writes `points` pairs of samples of four frames that begin `hop` bytes apart. */
@inline
function gather(y: usize, hop: usize, points: usize, work: usize): void {
  for (const end = y + 8 * points; y < end; y += 16, work += 2 * POINT) turn(y, hop, work, 16);
}

/** The pass of radix 2 that is left where the number of points is no power of four. */
@inline
function lastPass(work: usize, size: usize): void {
  for (const end = work + size; work < end; work += 2 * POINT) {
    for (let part: usize = 0; part < POINT; part += 16) {
      const first = v128.load(work + part, 0);
      const second = v128.load(work + part, 32);
      v128.store(work + part, f32x4.add(first, second), 0);
      v128.store(work + part, f32x4.sub(first, second), 32);
    }
  }
}

/**
 * Twice the wanted bins of the frames, from the transform of their pairs of samples. An entry of the table, 16 bytes, says
 * where the point of the bin lies, where that of its mirror image, and by which angle (cos, sin) odd samples are late.
 */
@inline
function unpack(work: usize, table: usize, end: usize, bins: usize): void {
  for (; table < end; table += 16, bins += POINT) {
    const here: usize = work + load<u32>(table, 0);
    const there: usize = work + load<u32>(table, 4);
    const cos = v128.load32_splat(table, 8);
    const sin = v128.load32_splat(table, 12);
    const zr = v128.load(here, 0);
    const zi = v128.load(here, 16);
    const mr = v128.load(there, 0);
    const mi = v128.load(there, 16);
    const difR = f32x4.sub(zr, mr);
    const difI = f32x4.add(zi, mi);
    const re = f32x4.sub(f32x4.mul(cos, difI), f32x4.mul(sin, difR));
    const im = f32x4.add(f32x4.mul(cos, difR), f32x4.mul(sin, difI));
    v128.store(bins, f32x4.add(f32x4.add(zr, mr), re), 0);
    v128.store(bins, f32x4.sub(f32x4.sub(zi, mi), im), 16);
  }
}

/**
 * The sums of each filter over four frames, a row of `stride` bytes for each: real parts at `re` and imaginary ones at
 * `im`, or where that is 0, absolute values at `re`; all of them times the filter's gain. For each filter `weights` holds
 * the bytes of its entries, then the entries: where a bin lies in `bins`, its weight's real part, its imaginary part.
 */
@inline
function sum(bins: usize, count: usize, weights: usize, gains: usize, re: usize, im: usize, stride: usize): void {
  for (const last = gains + 4 * count; gains < last; gains += 4, re += stride) {
    const end = weights + 4 + load<u32>(weights);
    let sumR = f32x4.splat(0);
    let sumI = sumR;
    for (weights += 4; weights < end; weights += 12) {
      const at: usize = bins + load<u32>(weights, 0);
      const wr = v128.load32_splat(weights, 4);
      const wi = v128.load32_splat(weights, 8);
      const xr = v128.load(at, 0);
      const xi = v128.load(at, 16);
      sumR = f32x4.add(sumR, f32x4.sub(f32x4.mul(wr, xr), f32x4.mul(wi, xi)));
      sumI = f32x4.add(sumI, f32x4.add(f32x4.mul(wr, xi), f32x4.mul(wi, xr)));
    }
    const gain = v128.load32_splat(gains);
    if (im == 0) {
      v128.store(re, f32x4.mul(gain, f32x4.sqrt(f32x4.add(f32x4.mul(sumR, sumR), f32x4.mul(sumI, sumI)))));
    } else {
      v128.store(re, f32x4.mul(gain, sumR));
      v128.store(im, f32x4.mul(gain, sumI));
      im += stride;
    }
  }
}

/**
 * Filters `quads` times four frames of 2 * `points` samples that begin `hop` bytes apart at `y`. `work` holds `points`
 * points, `bins` as many as the table, which ends at `tableEnd`.
 */
export function filter(
  y: usize, hop: usize, quads: usize, points: usize, twiddles: usize, work: usize, table: usize, tableEnd: usize, bins: usize,
  count: usize, weights: usize, gains: usize, re: usize, im: usize, stride: usize,
): void {
  for (let quad: usize = 0; quad < quads; quad++, y += 4 * hop, re += 16) {
    gather(y, hop, points, work);
    forwards(work, points * POINT, twiddles);
    if ((31 - clz(<u32>points)) & 1) lastPass(work, points * POINT);
    unpack(work, table, tableEnd, bins);
    sum(bins, count, weights, gains, re, im, stride);
    if (im != 0) im += 16;
  }
}
