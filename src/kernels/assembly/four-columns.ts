/**
 * A matrix times four columns, and its transpose times four columns, in float32 or float64 (names that end in 32, 64):
 * what a linear model with up to four classes does at each step. The matrix is row-major, of an even number of rows, with
 * rows of a multiple of 32 bytes. Pointers are in bytes.
 *
 * Sums of float32 are short, and added up in float64.
 */
import { storePair } from "./shared/vectors";

/** Bytes of a row that are summed at a time: the weights of four columns stay in the first cache. */
const STRETCH: usize = 2048;
/** Rows whose sums are kept in the matrix's own precision. */
const BLOCK: usize = 64;
/** The values of a row for four columns, in float64. */
const FOUR: usize = 32;

/** Of the sums kept in 32 bytes. */
// @ts-ignore: decorator
@inline
function total<T>(sums: usize): f64 {
  let sum: f64 = 0;
  for (let at = sums; at < sums + 32; at += sizeof<T>()) sum += <f64>load<T>(at);
  return sum;
}

// @ts-ignore: decorator
@inline
function splat<T>(at: usize): v128 {
  return v128.splat<T>(<T>load<f64>(at));
}

// @ts-ignore: decorator
@inline
function add(to: usize, value: f64): void {
  store<f64>(to, load<f64>(to) + value);
}

// @ts-ignore: decorator
@inline
function forward<T>(rows: usize, width: usize, x: usize, w: usize, sums: usize, out: usize): void {
  memory.fill(out, 0, rows * FOUR);
  for (const end = out + rows * FOUR; out < end; out += 2 * FOUR, x += 2 * width) {
    for (let from: usize = 0; from < width; from += STRETCH) {
      const stop = min<usize>(from + STRETCH, width);
      let a0 = v128.splat<T>(0), a0_ = a0, a1 = a0, a1_ = a0, a2 = a0, a2_ = a0, a3 = a0, a3_ = a0;
      let b0 = a0, b0_ = a0, b1 = a0, b1_ = a0, b2 = a0, b2_ = a0, b3 = a0, b3_ = a0;
      for (let at = from; at < stop; at += 32) {
        const a = v128.load(x + at), a_ = v128.load(x + at, 16);
        const b = v128.load(x + width + at), b_ = v128.load(x + width + at, 16);
        let place = w + at;
        let v = v128.load(place), v_ = v128.load(place, 16);
        a0 = v128.relaxed_madd<T>(a, v, a0); a0_ = v128.relaxed_madd<T>(a_, v_, a0_);
        b0 = v128.relaxed_madd<T>(b, v, b0); b0_ = v128.relaxed_madd<T>(b_, v_, b0_);
        place += width;
        v = v128.load(place); v_ = v128.load(place, 16);
        a1 = v128.relaxed_madd<T>(a, v, a1); a1_ = v128.relaxed_madd<T>(a_, v_, a1_);
        b1 = v128.relaxed_madd<T>(b, v, b1); b1_ = v128.relaxed_madd<T>(b_, v_, b1_);
        place += width;
        v = v128.load(place); v_ = v128.load(place, 16);
        a2 = v128.relaxed_madd<T>(a, v, a2); a2_ = v128.relaxed_madd<T>(a_, v_, a2_);
        b2 = v128.relaxed_madd<T>(b, v, b2); b2_ = v128.relaxed_madd<T>(b_, v_, b2_);
        place += width;
        v = v128.load(place); v_ = v128.load(place, 16);
        a3 = v128.relaxed_madd<T>(a, v, a3); a3_ = v128.relaxed_madd<T>(a_, v_, a3_);
        b3 = v128.relaxed_madd<T>(b, v, b3); b3_ = v128.relaxed_madd<T>(b_, v_, b3_);
      }
      // V8 joins two vectors where it finds them stored side by side: sums that were added up at once would stay single.
      storePair(sums, a0, a0_); storePair(sums + 32, a1, a1_);
      storePair(sums + 64, a2, a2_); storePair(sums + 96, a3, a3_);
      storePair(sums + 128, b0, b0_); storePair(sums + 160, b1, b1_);
      storePair(sums + 192, b2, b2_); storePair(sums + 224, b3, b3_);
      for (let i: usize = 0; i < 8; i++) add(out + (i << 3), total<T>(sums + (i << 5)));
    }
  }
}

// @ts-ignore: decorator
@inline
function backward<T>(rows: usize, width: usize, x: usize, e: usize, sums: usize, out: usize): void {
  const values = (width << 2) / sizeof<T>();
  memory.fill(out, 0, values << 3);
  for (let first: usize = 0; first < rows; first += BLOCK) {
    memory.fill(sums, 0, 4 * width);
    for (const end = e + min<usize>(BLOCK, rows - first) * FOUR; e < end; e += 2 * FOUR, x += 2 * width) {
      const a0 = splat<T>(e), a1 = splat<T>(e + 8), a2 = splat<T>(e + 16), a3 = splat<T>(e + 24);
      const b0 = splat<T>(e + 32), b1 = splat<T>(e + 40), b2 = splat<T>(e + 48), b3 = splat<T>(e + 56);
      for (let at: usize = 0; at < width; at += 32) {
        const a = v128.load(x + at), a_ = v128.load(x + at, 16);
        const b = v128.load(x + width + at), b_ = v128.load(x + width + at, 16);
        let to = sums + at;
        let s = v128.relaxed_madd<T>(a, a0, v128.load(to)), s_ = v128.relaxed_madd<T>(a_, a0, v128.load(to, 16));
        v128.store(to, v128.relaxed_madd<T>(b, b0, s)); v128.store(to, v128.relaxed_madd<T>(b_, b0, s_), 16);
        to += width;
        s = v128.relaxed_madd<T>(a, a1, v128.load(to)); s_ = v128.relaxed_madd<T>(a_, a1, v128.load(to, 16));
        v128.store(to, v128.relaxed_madd<T>(b, b1, s)); v128.store(to, v128.relaxed_madd<T>(b_, b1, s_), 16);
        to += width;
        s = v128.relaxed_madd<T>(a, a2, v128.load(to)); s_ = v128.relaxed_madd<T>(a_, a2, v128.load(to, 16));
        v128.store(to, v128.relaxed_madd<T>(b, b2, s)); v128.store(to, v128.relaxed_madd<T>(b_, b2, s_), 16);
        to += width;
        s = v128.relaxed_madd<T>(a, a3, v128.load(to)); s_ = v128.relaxed_madd<T>(a_, a3, v128.load(to, 16));
        v128.store(to, v128.relaxed_madd<T>(b, b3, s)); v128.store(to, v128.relaxed_madd<T>(b_, b3, s_), 16);
      }
    }
    for (let i: usize = 0; i < values; i++) add(out + (i << 3), <f64>load<T>(sums + i * sizeof<T>()));
  }
}

/** @param w (4, columns); sums: room for 256 bytes; out: (rows, 4) in float64 */
export function times32(rows: usize, width: usize, x: usize, w: usize, sums: usize, out: usize): void {
  forward<f32>(rows, width, x, w, sums, out);
}

export function times64(rows: usize, width: usize, x: usize, w: usize, sums: usize, out: usize): void {
  forward<f64>(rows, width, x, w, sums, out);
}

/** @param e (rows, 4) in float64; sums: room for (4, columns); out: (4, columns) in float64 */
export function transposeTimes32(rows: usize, width: usize, x: usize, e: usize, sums: usize, out: usize): void {
  backward<f32>(rows, width, x, e, sums, out);
}

export function transposeTimes64(rows: usize, width: usize, x: usize, e: usize, sums: usize, out: usize): void {
  backward<f64>(rows, width, x, e, sums, out);
}
