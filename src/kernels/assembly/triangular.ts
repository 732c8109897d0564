/**
 * Cholesky's factor and the systems it solves, in float64. A matrix has rows of `stride` bytes and a size that is a
 * multiple of four, so that no loop has a rest. Pointers are in bytes.
 */
import { at, less, madd, put, total } from "./shared/float64";

/** Columns whose rows, up to there, stay in the second cache while all other rows pass. */
const PANEL: usize = 32;

// @ts-ignore: decorator
@inline
function subtract(from: usize, a: v128, b: v128): void {
  store<f64>(from, load<f64>(from) - total(a, b));
}

/** Takes from two values below each other and the three right of them the products of their rows with rows b to b + 3. */
function subtractDots(bytes: usize, a: usize, b: usize, stride: usize, to: usize): void {
  const a2 = a + stride;
  const b1 = b + stride;
  const b2 = b1 + stride;
  const b3 = b2 + stride;
  let s0 = f64x2.splat(0), s1 = s0, s2 = s0, s3 = s0, s4 = s0, s5 = s0, s6 = s0, s7 = s0;
  let t0 = s0, t1 = s0, t2 = s0, t3 = s0, t4 = s0, t5 = s0, t6 = s0, t7 = s0;
  for (let k: usize = 0; k < bytes; k += 32) {
    const x = v128.load(a + k), x_ = v128.load(a + k, 16);
    const y = v128.load(a2 + k), y_ = v128.load(a2 + k, 16);
    let z = v128.load(b + k), z_ = v128.load(b + k, 16);
    s0 = madd(x, z, s0); s1 = madd(x_, z_, s1);
    t0 = madd(y, z, t0); t1 = madd(y_, z_, t1);
    z = v128.load(b1 + k); z_ = v128.load(b1 + k, 16);
    s2 = madd(x, z, s2); s3 = madd(x_, z_, s3);
    t2 = madd(y, z, t2); t3 = madd(y_, z_, t3);
    z = v128.load(b2 + k); z_ = v128.load(b2 + k, 16);
    s4 = madd(x, z, s4); s5 = madd(x_, z_, s5);
    t4 = madd(y, z, t4); t5 = madd(y_, z_, t5);
    z = v128.load(b3 + k); z_ = v128.load(b3 + k, 16);
    s6 = madd(x, z, s6); s7 = madd(x_, z_, s7);
    t6 = madd(y, z, t6); t7 = madd(y_, z_, t7);
  }
  subtract(to, s0, s1);
  subtract(to + 8, s2, s3);
  subtract(to + 16, s4, s5);
  subtract(to + 24, s6, s7);
  subtract(to + stride, t0, t1);
  subtract(to + stride + 8, t2, t3);
  subtract(to + stride + 16, t4, t5);
  subtract(to + stride + 24, t6, t7);
}

/**
 * Replaces the lower triangle of A by its Cholesky factor; what is above the diagonal is lost.
 *
 * @param done becomes the number of columns that were finished: fewer where A is not positive definite
 */
export function factorise(size: usize, stride: usize, A: usize, done: usize): void {
  store<u32>(done, 0);
  for (let first: usize = 0; first < size; first += PANEL) {
    const last = min<usize>(size, first + PANEL);
    for (let i = first; i < size; i += 2) {
      for (let j = first; j < last; j += 4) {
        if (j < i + 2) subtractDots(first << 3, A + i * stride, A + j * stride, stride, A + i * stride + (j << 3));
      }
    }
    for (let i = first; i < size; i++) {
      const row = A + i * stride;
      for (let j = first; j < min<usize>(i + 1, last); j++) {
        const other = A + j * stride;
        let sum = at(row, j);
        for (let k = first; k < j; k++) sum -= at(row, k) * at(other, k);
        if (i > j) put(row, j, sum / at(other, j));
        else if (!(sum > 0)) return;
        else put(row, i, Math.sqrt(sum));
      }
    }
    store<u32>(done, <u32>last);
  }
}

/** Solves L x = b in place for four rows of b. */
export function solveLowerFour(size: usize, stride: usize, L: usize, b: usize): void {
  for (let i: usize = 0; i < size; i++) {
    const row = L + i * stride;
    const whole = i & ~3;
    let s0 = f64x2.splat(0), s1 = s0, s2 = s0, s3 = s0, s4 = s0, s5 = s0, s6 = s0, s7 = s0;
    for (let k: usize = 0, x = b; k < whole << 3; k += 32, x += 32) {
      const l = v128.load(row + k), l_ = v128.load(row + k, 16);
      const x1 = x + stride, x2 = x1 + stride, x3 = x2 + stride;
      s0 = madd(l, v128.load(x), s0); s1 = madd(l_, v128.load(x, 16), s1);
      s2 = madd(l, v128.load(x1), s2); s3 = madd(l_, v128.load(x1, 16), s3);
      s4 = madd(l, v128.load(x2), s4); s5 = madd(l_, v128.load(x2, 16), s5);
      s6 = madd(l, v128.load(x3), s6); s7 = madd(l_, v128.load(x3, 16), s7);
    }
    const to = b + (i << 3);
    subtract(to, s0, s1);
    subtract(to + stride, s2, s3);
    subtract(to + 2 * stride, s4, s5);
    subtract(to + 3 * stride, s6, s7);
    for (let x = b; x < b + 4 * stride; x += stride) {
      let sum = at(x, i);
      for (let k = whole; k < i; k++) sum -= at(row, k) * at(x, k);
      put(x, i, sum / at(row, i));
    }
  }
}

/** Solves L' x = b in place for four rows of b. L is 0 above the diagonal. */
export function solveUpperFour(size: usize, stride: usize, L: usize, b: usize): void {
  const b1 = b + stride, b2 = b1 + stride, b3 = b2 + stride;
  for (let i = size; i-- > 0; ) {
    const row = L + i * stride;
    const whole = i & ~3;
    for (let x = b; x < b + 4 * stride; x += stride) {
      const value = at(x, i) / at(row, i);
      put(x, i, value);
      for (let k = whole; k < i; k++) put(x, k, at(x, k) - at(row, k) * value);
    }
    const v0 = v128.load64_splat(b + (i << 3)), v1 = v128.load64_splat(b1 + (i << 3));
    const v2 = v128.load64_splat(b2 + (i << 3)), v3 = v128.load64_splat(b3 + (i << 3));
    for (let k: usize = 0; k < whole << 3; k += 32) {
      const l = v128.load(row + k), l_ = v128.load(row + k, 16);
      v128.store(b + k, less(l, v0, v128.load(b + k)));
      v128.store(b + k, less(l_, v0, v128.load(b + k, 16)), 16);
      v128.store(b1 + k, less(l, v1, v128.load(b1 + k)));
      v128.store(b1 + k, less(l_, v1, v128.load(b1 + k, 16)), 16);
      v128.store(b2 + k, less(l, v2, v128.load(b2 + k)));
      v128.store(b2 + k, less(l_, v2, v128.load(b2 + k, 16)), 16);
      v128.store(b3 + k, less(l, v3, v128.load(b3 + k)));
      v128.store(b3 + k, less(l_, v3, v128.load(b3 + k, 16)), 16);
    }
  }
}
