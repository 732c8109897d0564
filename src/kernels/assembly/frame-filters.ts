/**
 * Transforms of overlapping frames, of which only some bins are wanted, weighted and summed: four frames at a time, float32.
 *
 * A vector holds the same point of four frames, so that no transform turns a vector, and silence beside noise stays silent.
 * Of a frame the even samples are real parts, the odd ones imaginary. The passes leave their results with the digits of
 * their index reversed (decimation in frequency); the table of bins knows where they lie.
 *
 * Pointers and distances are in bytes. A point is 32 bytes: four real parts, then four imaginary ones.
 */

const POINT: usize = 32;

/** What a pass multiplies with: three complex numbers. */
const TWIDDLES: usize = 24;

/** Writes `points` pairs of samples of four frames that begin `hop` bytes apart. */
@inline
function gather(y: usize, hop: usize, points: usize, work: usize): void {
  for (const end = y + 8 * points; y < end; y += 16, work += 2 * POINT) {
    const a = v128.load(y);
    const b = v128.load(y + hop);
    const c = v128.load(y + 2 * hop);
    const d = v128.load(y + 3 * hop);
    const ab = f32x4.shuffle(a, b, 0, 4, 1, 5);
    const cd = f32x4.shuffle(c, d, 0, 4, 1, 5);
    const ab2 = f32x4.shuffle(a, b, 2, 6, 3, 7);
    const cd2 = f32x4.shuffle(c, d, 2, 6, 3, 7);
    v128.store(work, f64x2.shuffle(ab, cd, 0, 2), 0);
    v128.store(work, f64x2.shuffle(ab, cd, 1, 3), 16);
    v128.store(work, f64x2.shuffle(ab2, cd2, 0, 2), 32);
    v128.store(work, f64x2.shuffle(ab2, cd2, 1, 3), 48);
  }
}

/** Passes of radix 4 over `size` bytes of points, and one of radix 2 where two points are left. */
@inline
function passes(work: usize, size: usize, twiddles: usize): void {
  const end = work + size;
  let length = size;
  for (; length >= 4 * POINT; length >>= 2) {
    const quarter = length >> 2;
    for (let part = work; part < end; part += length) {
      let w = twiddles;
      for (let a = part; a < part + quarter; a += POINT, w += TWIDDLES) {
        const b = a + quarter;
        const c = b + quarter;
        const d = c + quarter;
        const sumR = f32x4.add(v128.load(a, 0), v128.load(c, 0));
        const difR = f32x4.sub(v128.load(a, 0), v128.load(c, 0));
        const sumI = f32x4.add(v128.load(a, 16), v128.load(c, 16));
        const difI = f32x4.sub(v128.load(a, 16), v128.load(c, 16));
        const sum2R = f32x4.add(v128.load(b, 0), v128.load(d, 0));
        const dif2R = f32x4.sub(v128.load(b, 0), v128.load(d, 0));
        const sum2I = f32x4.add(v128.load(b, 16), v128.load(d, 16));
        const dif2I = f32x4.sub(v128.load(b, 16), v128.load(d, 16));
        v128.store(a, f32x4.add(sumR, sum2R), 0);
        v128.store(a, f32x4.add(sumI, sum2I), 16);
        storeTurned(b, f32x4.add(difR, dif2I), f32x4.sub(difI, dif2R), w);
        storeTurned(c, f32x4.sub(sumR, sum2R), f32x4.sub(sumI, sum2I), w + 8);
        storeTurned(d, f32x4.sub(difR, dif2I), f32x4.add(difI, dif2R), w + 16);
      }
    }
    twiddles += (quarter / POINT) * TWIDDLES;
  }
  if (length == POINT) return;
  for (let a = work; a < end; a += 2 * POINT) {
    for (let part: usize = 0; part < POINT; part += 16) {
      const first = v128.load(a + part, 0);
      const second = v128.load(a + part, 32);
      v128.store(a + part, f32x4.add(first, second), 0);
      v128.store(a + part, f32x4.sub(first, second), 32);
    }
  }
}

/** Stores a point times a twiddle (cos, sin): turned back by its angle. */
@inline
function storeTurned(at: usize, re: v128, im: v128, w: usize): void {
  const cos = v128.load32_splat(w, 0);
  const sin = v128.load32_splat(w, 4);
  v128.store(at, f32x4.add(f32x4.mul(re, cos), f32x4.mul(im, sin)), 0);
  v128.store(at, f32x4.sub(f32x4.mul(im, cos), f32x4.mul(re, sin)), 16);
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
    passes(work, points * POINT, twiddles);
    unpack(work, table, tableEnd, bins);
    sum(bins, count, weights, gains, re, im, stride);
    if (im != 0) im += 16;
  }
}
