/** Sums over stretches of samples that lie one after another. Pointers and distances are in bytes. */
import { total } from "./shared/float64";

/** The sums of squares of `count` stretches of `length` samples each: float64, at `out`. */
export function squares(y: usize, length: usize, count: usize, out: usize): void {
  for (let i: usize = 0; i < count; i++, out += 8) {
    const end = y + 4 * length;
    let a = f64x2.splat(0);
    let b = a;
    for (; y + 16 <= end; y += 16) {
      const low = f64x2.promote_low_f32x4(v128.load64_zero(y, 0));
      const high = f64x2.promote_low_f32x4(v128.load64_zero(y, 8));
      a = f64x2.add(a, f64x2.mul(low, low));
      b = f64x2.add(b, f64x2.mul(high, high));
    }
    let sum = total(a, b);
    for (; y < end; y += 4) {
      const value = <f64>load<f32>(y);
      sum += value * value;
    }
    store<f64>(out, sum);
  }
}

/** How many samples of each stretch lie below `least` where the one before does not, or the other way: float64, at `out`. */
export function changes(y: usize, length: usize, count: usize, least: f32, out: usize): void {
  const limit = f32x4.splat(least);
  for (let i: usize = 0; i < count; i++, out += 8) {
    const end = y + 4 * length;
    // A lane that is true is -1.
    let counts = i32x4.splat(0);
    for (; y + 16 <= end; y += 16) {
      const here = f32x4.lt(v128.load(y), limit);
      const before = f32x4.lt(v128.load(y - 4), limit);
      counts = i32x4.sub(counts, v128.xor(here, before));
    }
    const even = i32x4.extract_lane(counts, 0) + i32x4.extract_lane(counts, 2);
    let sum = even + i32x4.extract_lane(counts, 1) + i32x4.extract_lane(counts, 3);
    for (; y < end; y += 4) sum += i32(load<f32>(y) < least != load<f32>(y - 4) < least);
    store<f64>(out, <f64>sum);
  }
}
