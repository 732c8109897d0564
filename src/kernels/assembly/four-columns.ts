/**
 * A matrix times four columns, and its transpose times four columns, in float64: what a linear model with up to four
 * classes does at each step. The matrix is float32 (names that end in 32) or float64 (64), row-major and a multiple of
 * four rows. The four values of a place lie one after another, 32 bytes. Pointers are in bytes.
 */

const FOUR: usize = 32;

// @ts-ignore: decorator
@inline
function splat<T>(at: usize): v128 {
  return f64x2.splat(<f64>load<T>(at));
}

// @ts-ignore: decorator
@inline
function forward<T>(rows: usize, columns: usize, x: usize, w: usize, out: usize): void {
  const width = columns * sizeof<T>();
  for (const end = out + rows * FOUR; out < end; out += 4 * FOUR, x += 4 * width) {
    let a = f64x2.splat(0);
    let a2 = f64x2.splat(0);
    let b = f64x2.splat(0);
    let b2 = f64x2.splat(0);
    let c = f64x2.splat(0);
    let c2 = f64x2.splat(0);
    let d = f64x2.splat(0);
    let d2 = f64x2.splat(0);
    for (let at = x, from = w; at < x + width; at += sizeof<T>(), from += FOUR) {
      const w0 = v128.load(from, 0);
      const w1 = v128.load(from, 16);
      let value = splat<T>(at);
      a = f64x2.relaxed_madd(value, w0, a);
      a2 = f64x2.relaxed_madd(value, w1, a2);
      value = splat<T>(at + width);
      b = f64x2.relaxed_madd(value, w0, b);
      b2 = f64x2.relaxed_madd(value, w1, b2);
      value = splat<T>(at + 2 * width);
      c = f64x2.relaxed_madd(value, w0, c);
      c2 = f64x2.relaxed_madd(value, w1, c2);
      value = splat<T>(at + 3 * width);
      d = f64x2.relaxed_madd(value, w0, d);
      d2 = f64x2.relaxed_madd(value, w1, d2);
    }
    v128.store(out, a, 0);
    v128.store(out, a2, 16);
    v128.store(out, b, 32);
    v128.store(out, b2, 48);
    v128.store(out, c, 64);
    v128.store(out, c2, 80);
    v128.store(out, d, 96);
    v128.store(out, d2, 112);
  }
}

// @ts-ignore: decorator
@inline
function backward<T>(rows: usize, columns: usize, x: usize, e: usize, out: usize): void {
  const width = columns * sizeof<T>();
  memory.fill(out, 0, columns * FOUR);
  for (const end = e + rows * FOUR; e < end; e += 4 * FOUR, x += 4 * width) {
    const a = v128.load(e, 0);
    const a2 = v128.load(e, 16);
    const b = v128.load(e, 32);
    const b2 = v128.load(e, 48);
    const c = v128.load(e, 64);
    const c2 = v128.load(e, 80);
    const d = v128.load(e, 96);
    const d2 = v128.load(e, 112);
    for (let at = x, to = out; at < x + width; at += sizeof<T>(), to += FOUR) {
      let sum = v128.load(to, 0);
      let sum2 = v128.load(to, 16);
      let value = splat<T>(at);
      sum = f64x2.relaxed_madd(value, a, sum);
      sum2 = f64x2.relaxed_madd(value, a2, sum2);
      value = splat<T>(at + width);
      sum = f64x2.relaxed_madd(value, b, sum);
      sum2 = f64x2.relaxed_madd(value, b2, sum2);
      value = splat<T>(at + 2 * width);
      sum = f64x2.relaxed_madd(value, c, sum);
      sum2 = f64x2.relaxed_madd(value, c2, sum2);
      value = splat<T>(at + 3 * width);
      sum = f64x2.relaxed_madd(value, d, sum);
      sum2 = f64x2.relaxed_madd(value, d2, sum2);
      v128.store(to, sum, 0);
      v128.store(to, sum2, 16);
    }
  }
}

export function times32(rows: usize, columns: usize, x: usize, w: usize, out: usize): void {
  forward<f32>(rows, columns, x, w, out);
}

export function times64(rows: usize, columns: usize, x: usize, w: usize, out: usize): void {
  forward<f64>(rows, columns, x, w, out);
}

export function transposeTimes32(rows: usize, columns: usize, x: usize, e: usize, out: usize): void {
  backward<f32>(rows, columns, x, e, out);
}

export function transposeTimes64(rows: usize, columns: usize, x: usize, e: usize, out: usize): void {
  backward<f64>(rows, columns, x, e, out);
}
