/**
 * Filtering by Fourier transforms (overlap-save), eight blocks of samples at a time, in float32.
 *
 * A vector holds the same point of four blocks, and four more blocks are the imaginary parts: the filter's response is real,
 * so the two do not mix. No transform then turns a vector, and none puts its results into order: the ones forwards leave
 * them with the digits of their index reversed (decimation in frequency), and the ones backwards take them like that.
 *
 * Pointers and distances are in bytes. A point is 32 bytes: real parts, then imaginary ones.
 */

import { forwards, POINT, TWIDDLES } from "./shared/four-transforms";
import { turn } from "./shared/vectors";

/** Writes `points` samples of eight blocks that begin `hop` bytes apart as points. */
@inline
function gather(y: usize, hop: usize, points: usize, work: usize): void {
  for (let part: usize = 0; part < POINT; part += 16, y += 4 * hop) {
    let p: usize = y;
    let out = work + part;
    for (const end = y + 4 * points; p < end; p += 16, out += 4 * POINT) turn(p, hop, out, POINT);
  }
}

/** Writes `bytes` of each of the eight blocks, from the point at `work` on, one block after the other. */
@inline
function scatter(work: usize, bytes: usize, out: usize): void {
  for (let part: usize = 0; part < POINT; part += 16, out += 4 * bytes) {
    let p = work + part;
    let o = out;
    for (const end = out + bytes; o < end; o += 16, p += 4 * POINT) turn(p, POINT, o, bytes);
  }
}

/** The passes of `forwards`, undone from the last to the first; `twiddles` is the end of its table. */
@inline
function backwards(work: usize, size: usize, shortest: usize, twiddles: usize): void {
  const end = work + size;
  for (let length: usize = 4 * shortest; length <= size; length <<= 2) {
    const quarter = length >> 2;
    twiddles -= (quarter / POINT) * TWIDDLES;
    for (let part = work; part < end; part += length) {
      let w = twiddles;
      for (let a = part; a < part + quarter; a += POINT, w += TWIDDLES) {
        const b = a + quarter;
        const c = b + quarter;
        const d = c + quarter;
        const aR = v128.load(a, 0);
        const aI = v128.load(a, 16);
        const bR = turnedR(b, w);
        const bI = turnedI(b, w);
        const cR = turnedR(c, w + 8);
        const cI = turnedI(c, w + 8);
        const dR = turnedR(d, w + 16);
        const dI = turnedI(d, w + 16);
        const sumR = f32x4.add(aR, cR);
        const difR = f32x4.sub(aR, cR);
        const sumI = f32x4.add(aI, cI);
        const difI = f32x4.sub(aI, cI);
        const sum2R = f32x4.add(bR, dR);
        const dif2R = f32x4.sub(bR, dR);
        const sum2I = f32x4.add(bI, dI);
        const dif2I = f32x4.sub(bI, dI);
        v128.store(a, f32x4.add(sumR, sum2R), 0);
        v128.store(a, f32x4.add(sumI, sum2I), 16);
        v128.store(b, f32x4.sub(difR, dif2I), 0);
        v128.store(b, f32x4.add(difI, dif2R), 16);
        v128.store(c, f32x4.sub(sumR, sum2R), 0);
        v128.store(c, f32x4.sub(sumI, sum2I), 16);
        v128.store(d, f32x4.add(difR, dif2I), 0);
        v128.store(d, f32x4.sub(difI, dif2R), 16);
      }
    }
  }
}

/** Of a point times a twiddle (cos, sin): turned on by its angle. */
@inline
function turnedR(at: usize, w: usize): v128 {
  const cos = v128.load32_splat(w, 0);
  const sin = v128.load32_splat(w, 4);
  return f32x4.sub(f32x4.mul(v128.load(at, 0), cos), f32x4.mul(v128.load(at, 16), sin));
}

@inline
function turnedI(at: usize, w: usize): v128 {
  const cos = v128.load32_splat(w, 0);
  const sin = v128.load32_splat(w, 4);
  return f32x4.add(f32x4.mul(v128.load(at, 16), cos), f32x4.mul(v128.load(at, 0), sin));
}

/**
 * The last pass forwards, the response and the first pass backwards in one, all of radix 2, for `pairs` pairs of points.
 * Of each pair there are the sum and the difference of its two responses.
 */
@inline
function weigh(work: usize, pairs: usize, responses: usize): void {
  for (let i: usize = 0; i < pairs; i++, work += 2 * POINT, responses += 8) {
    const sum = v128.load32_splat(responses, 0);
    const dif = v128.load32_splat(responses, 4);
    for (let part: usize = 0; part < POINT; part += 16) {
      const a = v128.load(work + part, 0);
      const b = v128.load(work + part, 32);
      v128.store(work + part, f32x4.add(f32x4.mul(a, sum), f32x4.mul(b, dif)), 0);
      v128.store(work + part, f32x4.add(f32x4.mul(a, dif), f32x4.mul(b, sum)), 32);
    }
  }
}

/** The same where only every second result is wanted: one point is left of a pair. */
@inline
function weighHalf(work: usize, pairs: usize, responses: usize): void {
  let out = work;
  for (let i: usize = 0; i < pairs; i++, work += 2 * POINT, responses += 8, out += POINT) {
    const sum = v128.load32_splat(responses, 0);
    const dif = v128.load32_splat(responses, 4);
    const re = f32x4.add(f32x4.mul(v128.load(work, 0), sum), f32x4.mul(v128.load(work, 32), dif));
    const im = f32x4.add(f32x4.mul(v128.load(work, 16), sum), f32x4.mul(v128.load(work, 48), dif));
    v128.store(out, re, 0);
    v128.store(out, im, 16);
  }
}

/** The same where a zero follows each sample: a point becomes a pair, the last one first. */
@inline
function weighTwice(work: usize, pairs: usize, responses: usize): void {
  let from = work + pairs * POINT;
  let out = work + pairs * 2 * POINT;
  responses += 8 * pairs;
  while (from > work) {
    from -= POINT;
    out -= 2 * POINT;
    responses -= 8;
    const sum = v128.load32_splat(responses, 0);
    const dif = v128.load32_splat(responses, 4);
    const re = v128.load(from, 0);
    const im = v128.load(from, 16);
    v128.store(out, f32x4.mul(re, sum), 0);
    v128.store(out, f32x4.mul(im, sum), 16);
    v128.store(out, f32x4.mul(re, dif), 32);
    v128.store(out, f32x4.mul(im, dif), 48);
  }
}

/**
 * Eight blocks of `points` samples, which begin `hop` bytes apart at `y`, at the rate that they have. Of each, `bytes` of
 * results from result `skip` on go to `out`. `backEnd` is the end of the twiddles for as many points as there are results.
 */
export function keep(
  y: usize, hop: usize, points: usize, twiddles: usize, backEnd: usize, responses: usize, work: usize,
  skip: usize, bytes: usize, out: usize,
): void {
  gather(y, hop, points, work);
  forwards(work, points * POINT, twiddles);
  weigh(work, points >> 1, responses);
  backwards(work, points * POINT, 2 * POINT, backEnd);
  scatter(work + skip * POINT, bytes, out);
}

/** The same to half of their rate. */
export function halve(
  y: usize, hop: usize, points: usize, twiddles: usize, backEnd: usize, responses: usize, work: usize,
  skip: usize, bytes: usize, out: usize,
): void {
  gather(y, hop, points, work);
  forwards(work, points * POINT, twiddles);
  weighHalf(work, points >> 1, responses);
  backwards(work, points * (POINT >> 1), POINT, backEnd);
  scatter(work + skip * POINT, bytes, out);
}

/** The same to twice their rate. */
export function double(
  y: usize, hop: usize, points: usize, twiddles: usize, backEnd: usize, responses: usize, work: usize,
  skip: usize, bytes: usize, out: usize,
): void {
  gather(y, hop, points, work);
  forwards(work, points * POINT, twiddles);
  weighTwice(work, points, responses);
  backwards(work, points * (2 * POINT), 2 * POINT, backEnd);
  scatter(work + skip * POINT, bytes, out);
}
