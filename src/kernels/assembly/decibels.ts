/** 10 log10 of float32 values, in place; float64 inside. `count` is a multiple of four. */
export function decibels(at: usize, count: usize, amin: f64): void {
  const least = f64x2.splat(amin);
  for (const end = at + count * 4; at < end; at += 16) {
    const values = v128.load(at);
    const low = logarithms(f64x2.max(least, f64x2.promote_low_f32x4(values)));
    const high = logarithms(f64x2.max(least, f64x2.promote_low_f32x4(f32x4.shuffle(values, values, 2, 3, 2, 3))));
    v128.store(at, f64x2.shuffle(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 2));
  }
}

/**
 * x = m 2^e with m between the roots of 1/2 and 2, and log m = 2 artanh z = 2 (z + z^3 / 3 + z^5 / 5 + ...) with
 * z = (m - 1) / (m + 1), which is at most 0.172: what is left out is below 1e-12.
 */
@inline
function logarithms(x: v128): v128 {
  const fraction = v128.or(v128.and(x, i64x2.splat(0x000fffffffffffff)), f64x2.splat(1));
  const large = f64x2.gt(fraction, f64x2.splat(Math.SQRT2));
  const m = f64x2.mul(fraction, v128.bitselect(f64x2.splat(0.5), f64x2.splat(1), large));
  // The exponent's bits below those of 2^52 make the sum of the two.
  const biased = v128.or(i64x2.shr_u(x, 52), f64x2.splat(4503599627370496));
  const exponent = f64x2.sub(biased, f64x2.splat(4503599627370496 + 1023));
  const e = f64x2.add(exponent, v128.and(large, f64x2.splat(1)));
  const z = f64x2.div(f64x2.sub(m, f64x2.splat(1)), f64x2.add(m, f64x2.splat(1)));
  const z2 = f64x2.mul(z, z);
  let series = f64x2.splat(1.0 / 13);
  series = f64x2.add(f64x2.mul(series, z2), f64x2.splat(1.0 / 11));
  series = f64x2.add(f64x2.mul(series, z2), f64x2.splat(1.0 / 9));
  series = f64x2.add(f64x2.mul(series, z2), f64x2.splat(1.0 / 7));
  series = f64x2.add(f64x2.mul(series, z2), f64x2.splat(1.0 / 5));
  series = f64x2.add(f64x2.mul(series, z2), f64x2.splat(1.0 / 3));
  series = f64x2.add(f64x2.mul(series, z2), f64x2.splat(1));
  const natural = f64x2.mul(f64x2.mul(series, z), f64x2.splat(20 / Math.LN10));
  return f64x2.add(f64x2.mul(e, f64x2.splat((10 * Math.LN2) / Math.LN10)), natural);
}
