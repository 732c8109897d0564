/**
 * What describes a frame's magnitudes in a few numbers, in one go over each frame.
 *
 * Pointers are in bytes. A row holds `bins` float32 values; `width` bytes, a multiple of 16, with zeros after its bins.
 */

/**
 * The sums of m, k m and k^2 m over the bins k of each of `count` frames, float64: (count, 3) at `out`.
 */
export function moments(count: usize, rows: usize, width: usize, out: usize): void {
  for (let t: usize = 0; t < count; t++, rows += width, out += 24) {
    let sum = f64x2.splat(0);
    let first = sum;
    let second = sum;
    let k = f64x2.replace_lane(sum, 1, 1);
    const two = f64x2.splat(2);
    for (let at: usize = 0; at < width; at += 8) {
      const m = f64x2.promote_low_f32x4(v128.load64_zero(rows + at));
      const km = f64x2.mul(k, m);
      sum = f64x2.add(sum, m);
      first = f64x2.add(first, km);
      second = f64x2.add(second, f64x2.mul(k, km));
      k = f64x2.add(k, two);
    }
    store<f64>(out, total(sum), 0);
    store<f64>(out, total(first), 8);
    store<f64>(out, total(second), 16);
  }
}

@inline
function total(sums: v128): f64 {
  return f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
}

/**
 * Of the squares of each of `count` frames, none below `amin`: their sum, and the sum of their logarithms to base 2 as a
 * whole number and a product whose logarithm is to be added: (count, 3) float64 at `out`. `bins` is odd.
 */
export function powers(count: usize, bins: usize, rows: usize, width: usize, amin: f32, out: usize): void {
  const least = f32x4.splat(amin);
  const mantissa = i64x2.splat(0x000fffffffffffff);
  const one = f64x2.splat(1);
  const pairs = bins >> 1;
  for (let t: usize = 0; t < count; t++, rows += width, out += 24) {
    let sum = f64x2.splat(0);
    let exponents = i64x2.splat(0);
    let product = one;
    for (let i: usize = 0; i < pairs; i++) {
      const m = v128.load64_zero(rows + i * 8);
      const power = f64x2.promote_low_f32x4(f32x4.max(least, f32x4.mul(m, m)));
      sum = f64x2.add(sum, power);
      exponents = i64x2.add(exponents, i64x2.shr_u(power, 52));
      product = f64x2.mul(product, v128.or(v128.and(power, mantissa), one));
      // Fractions are below 2: hundreds of them stay within float64.
      if ((i & 255) == 255) {
        exponents = i64x2.add(exponents, i64x2.sub(i64x2.shr_u(product, 52), i64x2.splat(1023)));
        product = v128.or(v128.and(product, mantissa), one);
      }
    }
    const m = load<f32>(rows + (bins - 1) * 4);
    const last = <f64>max<f32>(amin, m * m);
    const biased = i64x2.extract_lane(exponents, 0) + i64x2.extract_lane(exponents, 1);
    store<f64>(out, total(sum) + last, 0);
    store<f64>(out, <f64>(biased - 2 * 1023 * <i64>pairs), 8);
    store<f64>(out, f64x2.extract_lane(product, 0) * f64x2.extract_lane(product, 1) * last, 16);
  }
}

/**
 * The first bin up to which a share of each frame's magnitudes lies, as float32: (4) at `out`, for four frames.
 *
 * Sums are float32 and in order, as numpy.cumsum's: a near tie has to fall on the same bin. Four frames at a time, since
 * each addition waits for the one before. `sums` has room for four rows.
 */
export function rolloffs(bins: usize, rows: usize, width: usize, share: f64, sums: usize, out: usize): void {
  let a: f32 = 0;
  let b: f32 = 0;
  let c: f32 = 0;
  let d: f32 = 0;
  const end = bins * 4;
  for (let at: usize = 0; at < end; at += 4) {
    a += load<f32>(rows + at);
    b += load<f32>(rows + width + at);
    c += load<f32>(rows + 2 * width + at);
    d += load<f32>(rows + 3 * width + at);
    store<f32>(sums + at, a);
    store<f32>(sums + width + at, b);
    store<f32>(sums + 2 * width + at, c);
    store<f32>(sums + 3 * width + at, d);
  }
  for (let lane: usize = 0; lane < 4; lane++, sums += width) {
    const threshold = <f32>(share * <f64>load<f32>(sums + end - 4));
    let low: usize = 0;
    let high = bins - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (load<f32>(sums + middle * 4) < threshold) low = middle + 1;
      else high = middle;
    }
    store<f32>(out + lane * 4, <f32>low);
  }
}
