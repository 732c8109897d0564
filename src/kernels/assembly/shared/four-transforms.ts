/**
 * Transforms of four at a time, float32: a vector holds the same point of four, so that none has to be turned on the way.
 * A point is 32 bytes: four real parts, then four imaginary ones. Pointers and distances are in bytes.
 */

export const POINT: usize = 32;

/** What a pass multiplies with: three complex numbers, from radix4Twiddles of ../../fft-tables.ts. */
export const TWIDDLES: usize = 24;

/**
 * Passes of radix 4 over `size` bytes of points (decimation in frequency), until transforms of one or two points are left.
 * Results lie with the digits of their index reversed.
 */
@inline
export function forwards(work: usize, size: usize, twiddles: usize): void {
  const end = work + size;
  for (let length: usize = size; length >= 4 * POINT; length >>= 2) {
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
}

/** Stores a point times a twiddle (cos, sin): turned back by its angle. */
@inline
function storeTurned(at: usize, re: v128, im: v128, w: usize): void {
  const cos = v128.load32_splat(w, 0);
  const sin = v128.load32_splat(w, 4);
  v128.store(at, f32x4.add(f32x4.mul(re, cos), f32x4.mul(im, sin)), 0);
  v128.store(at, f32x4.sub(f32x4.mul(im, cos), f32x4.mul(re, sin)), 16);
}
