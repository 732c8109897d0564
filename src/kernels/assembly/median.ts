/**
 * Medians of 31 values that slide down or across a matrix, and soft masks, in float32.
 *
 * 16 neighbouring medians have 16 of their values in common: these are sorted once, for all 16. Each half of the 16 has 8
 * more in common; of all 24, only the 8 in the middle can become a median, as 7 are still to come. So it goes on with 4, 2
 * and 1, halving each time. (Hierarchical tiling, as Adams 2021 does it for images, along one direction.)
 *
 * A strip is a row of vectors, each of which holds values of four columns (or rows) side by side: comparing vectors sorts
 * all four. Pointers and sizes are in bytes unless they are counts. Values are 0 or more, so that their bits compare as
 * integers do, which takes one instruction.
 */

import { turn } from "./shared/vectors";

const VECTOR: usize = 16;
/** Values before and after the one in the middle. */
const REACH: usize = 15;

@inline
function least(a: v128, b: v128): v128 {
  return i32x4.min_s(a, b);
}

@inline
function most(a: v128, b: v128): v128 {
  return i32x4.max_s(a, b);
}

@inline
function at(strip: usize, i: usize): v128 {
  return v128.load(strip + i * VECTOR);
}

@inline
function put(strip: usize, i: usize, values: v128): void {
  v128.store(strip + i * VECTOR, values);
}

/** Stores two values in order. */
@inline
function put2(out: usize, a: v128, b: v128): void {
  put(out, 0, least(a, b));
  put(out, 1, most(a, b));
}

/** Stores in order what rises, then falls (or the other way round): Batcher's bitonic merging. */
@inline
function put4(out: usize, a: v128, b: v128, c: v128, d: v128): void {
  put2(out, least(a, c), least(b, d));
  put2(out + 2 * VECTOR, most(a, c), most(b, d));
}

@inline
function put8(out: usize, a: v128, b: v128, c: v128, d: v128, e: v128, f: v128, g: v128, h: v128): void {
  put4(out, least(a, e), least(b, f), least(c, g), least(d, h));
  put4(out + 4 * VECTOR, most(a, e), most(b, f), most(c, g), most(d, h));
}

@inline
function sort4(x: usize, out: usize): void {
  put4(out, least(at(x, 0), at(x, 1)), most(at(x, 0), at(x, 1)), most(at(x, 2), at(x, 3)), least(at(x, 2), at(x, 3)));
}

function sort8(x: usize, out: usize): void {
  sort4(x, out);
  sort4(x + 4 * VECTOR, out + 4 * VECTOR);
  put8(out, at(out, 0), at(out, 1), at(out, 2), at(out, 3), at(out, 7), at(out, 6), at(out, 5), at(out, 4));
}

/** The 8 smaller of two sorted eights, as they rise and fall. */
@inline
function putLower8(a: usize, b: usize, out: usize): void {
  put8(
    out,
    least(at(a, 0), at(b, 7)), least(at(a, 1), at(b, 6)), least(at(a, 2), at(b, 5)), least(at(a, 3), at(b, 4)),
    least(at(a, 4), at(b, 3)), least(at(a, 5), at(b, 2)), least(at(a, 6), at(b, 1)), least(at(a, 7), at(b, 0)),
  );
}

/** The 8 larger ones. */
@inline
function putUpper8(a: usize, b: usize, out: usize): void {
  put8(
    out,
    most(at(a, 0), at(b, 7)), most(at(a, 1), at(b, 6)), most(at(a, 2), at(b, 5)), most(at(a, 3), at(b, 4)),
    most(at(a, 4), at(b, 3)), most(at(a, 5), at(b, 2)), most(at(a, 6), at(b, 1)), most(at(a, 7), at(b, 0)),
  );
}

function merge8(a: usize, b: usize, out: usize): void {
  putLower8(a, b, out);
  putUpper8(a, b, out + 8 * VECTOR);
}

/** The 8 in the middle of 16 sorted and 8 sorted values. */
function middle8(wide: usize, narrow: usize, out: usize): void {
  putUpper8(wide, narrow, out);
  putLower8(out, wide + 8 * VECTOR, out);
}

/** The 4 in the middle of 8 sorted and 4 sorted values. */
@inline
function middle4(wide: usize, narrow: usize, out: usize): void {
  put4(
    out,
    most(at(wide, 0), at(narrow, 3)), most(at(wide, 1), at(narrow, 2)),
    most(at(wide, 2), at(narrow, 1)), most(at(wide, 3), at(narrow, 0)),
  );
  put4(
    out,
    least(at(out, 0), at(wide, 7)), least(at(out, 1), at(wide, 6)),
    least(at(out, 2), at(wide, 5)), least(at(out, 3), at(wide, 4)),
  );
}

/** Two medians: of the window that begins at `x` and of the next. Four candidates are known, and a and b are in both. */
@inline
function twoMedians(wide: usize, a: v128, b: v128, x: usize, out: usize): void {
  const upper0 = most(at(wide, 0), most(a, b));
  const upper1 = most(at(wide, 1), least(a, b));
  const middle0 = least(least(upper0, upper1), at(wide, 3));
  const middle1 = least(most(upper0, upper1), at(wide, 2));
  const low = least(middle0, middle1);
  const high = most(middle0, middle1);
  put(out, 0, least(most(low, at(x, 0)), high));
  put(out, 1, least(most(low, at(x, 31)), high));
}

function fourMedians(wide: usize, x: usize, out: usize): void {
  twoMedians(wide, at(x, 1), at(x, 2), x, out);
  twoMedians(wide, at(x, 31), at(x, 32), x + 2 * VECTOR, out + 2 * VECTOR);
}

function eightMedians(wide: usize, x: usize, work: usize, out: usize): void {
  const middle = work + 4 * VECTOR;
  sort4(x + 3 * VECTOR, work);
  middle4(wide, work, middle);
  fourMedians(middle, x, out);
  sort4(x + 31 * VECTOR, work);
  middle4(wide, work, middle);
  fourMedians(middle, x + 4 * VECTOR, out + 4 * VECTOR);
}

/**
 * Medians of the windows that begin at each of `count` vectors of the strip `x`, which goes on for 30 vectors more.
 *
 * @param count a multiple of 16
 * @param work room for count + 64 vectors
 */
function medians(x: usize, count: usize, work: usize, out: usize): void {
  const core = work;
  const middle = core + 16 * VECTOR;
  const rest = middle + 8 * VECTOR;
  const eights = rest + 8 * VECTOR;
  for (let i: usize = 0; i < count + 16; i += 8) sort8(x + (i + 7) * VECTOR, eights + i * VECTOR);
  for (let i: usize = 0; i < count; i += 16) {
    const sorted = eights + i * VECTOR;
    const from = x + i * VECTOR;
    const to = out + i * VECTOR;
    merge8(sorted + 8 * VECTOR, sorted + 16 * VECTOR, core);
    middle8(core, sorted, middle);
    eightMedians(middle, from, rest, to);
    middle8(core, sorted + 24 * VECTOR, middle);
    eightMedians(middle, from + 8 * VECTOR, rest, to + 8 * VECTOR);
  }
}

@inline
function multipleOf(unit: usize, count: usize): usize {
  return ((count + unit - 1) / unit) * unit;
}

/**
 * Medians down the columns: (rows, columns) at `out` from (rows + 30, columns) at `x`. `columns` is a multiple of 16; rows
 * are `stride` and `outStride` apart.
 *
 * @param work room for nine strips of rows + 64 vectors
 */
export function down(
  x: usize, stride: usize, rows: usize, columns: usize, work: usize, out: usize, outStride: usize,
): void {
  const count = multipleOf(16, rows);
  const length = (count + 2 * REACH + 2) * VECTOR;
  const results = work + 4 * length;
  const rest = results + 4 * length;
  // Four strips at a time: what the processor fetches is four vectors long.
  for (let column: usize = 0; column < columns * 4; column += 4 * VECTOR) {
    for (let row: usize = 0; row < rows + 2 * REACH; row++) {
      const from = x + row * stride + column;
      const strip = work + row * VECTOR;
      v128.store(strip, v128.load(from));
      v128.store(strip + length, v128.load(from, 16));
      v128.store(strip + 2 * length, v128.load(from, 32));
      v128.store(strip + 3 * length, v128.load(from, 48));
    }
    for (let i: usize = 0; i < 4 * length; i += length) medians(work + i, count, rest, results + i);
    for (let row: usize = 0; row < rows; row++) {
      const result = results + row * VECTOR;
      const to = out + row * outStride + column;
      v128.store(to, v128.load(result));
      v128.store(to, v128.load(result + length), 16);
      v128.store(to, v128.load(result + 2 * length), 32);
      v128.store(to, v128.load(result + 3 * length), 48);
    }
  }
}

/**
 * Medians across the rows: (rows, columns) at `out` from (rows, columns + 30) at `x`. `rows` is a multiple of 4;
 * rows are `stride` and `outStride` apart, whole vectors both.
 *
 * @param work room for three strips of columns + 64 vectors
 */
export function across(
  x: usize, stride: usize, rows: usize, columns: usize, work: usize, out: usize, outStride: usize,
): void {
  const count = multipleOf(16, columns);
  const strip = work;
  const result = strip + (count + 2 * REACH + 2) * VECTOR;
  const rest = result + count * VECTOR;
  for (let row: usize = 0; row < rows; row += 4) {
    for (let i: usize = 0; i < columns + 2 * REACH; i += 4) {
      turn(x + row * stride + i * 4, stride, strip + i * VECTOR, VECTOR);
    }
    medians(strip, count, rest, result);
    for (let i: usize = 0; i < columns; i += 4) {
      turn(result + i * VECTOR, VECTOR, out + row * outStride + i * 4, outStride);
    }
  }
}

/** own^2 / (own^2 + other^2), and `share` where both are next to nothing. */
@inline
function shareOf(own: v128, other: v128, share: v128): v128 {
  const tiny = f32x4.splat(1.1754943508222875e-38);
  const larger = most(own, other);
  const a = f32x4.div(own, larger);
  const b = f32x4.div(other, larger);
  const a2 = f32x4.mul(a, a);
  const mask = f32x4.div(a2, f32x4.add(a2, f32x4.mul(b, b)));
  return v128.bitselect(share, mask, f32x4.lt(larger, tiny));
}

/** The soft mask of own against margin times other, of `bytes` of whole vectors. */
export function softMask(own: usize, other: usize, margin: f32, share: f32, bytes: usize, out: usize): void {
  const margins = f32x4.splat(margin);
  const shares = f32x4.splat(share);
  for (let i: usize = 0; i < bytes; i += VECTOR) {
    v128.store(out + i, shareOf(v128.load(own + i), f32x4.mul(v128.load(other + i), margins), shares));
  }
}

/**
 * The soft mask times complex values, in place: these are `columns` a row, the medians `width` bytes.
 */
export function applyMask(
  own: usize, other: usize, margin: f32, share: f32, width: usize, rows: usize, columns: usize, re: usize, im: usize,
): void {
  const margins = f32x4.splat(margin);
  const shares = f32x4.splat(share);
  const ones = f32x4.splat(1);
  // A row's last vector reaches into the next row, whose values are kept.
  const full = (columns & ~3) * 4;
  const rest = i32x4.splat(i32(columns & 3));
  const inside = i32x4.gt_s(rest, v128(0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0));
  for (let row: usize = 0; row < rows; row++, own += width, other += width, re += columns * 4, im += columns * 4) {
    for (let i: usize = 0; i < columns * 4; i += VECTOR) {
      let mask = shareOf(v128.load(own + i), f32x4.mul(v128.load(other + i), margins), shares);
      if (i == full) mask = v128.bitselect(mask, ones, inside);
      v128.store(re + i, f32x4.mul(v128.load(re + i), mask));
      v128.store(im + i, f32x4.mul(v128.load(im + i), mask));
    }
  }
}

/**
 * Magnitudes of complex values, `columns` a row, at `x`, rows being `stride` apart, with 15 before and after each row that
 * mirror it.
 *
 * @param columns at least 15
 */
export function mirroredMagnitudes(
  re: usize, im: usize, rows: usize, columns: usize, x: usize, stride: usize,
): void {
  const end = columns * 4;
  for (let row: usize = 0; row < rows; row++, re += end, im += end, x += stride) {
    for (let i: usize = 0; i < end; i += VECTOR) {
      const a = v128.load(re + i);
      const b = v128.load(im + i);
      v128.store(x + i, f32x4.sqrt(f32x4.add(f32x4.mul(a, a), f32x4.mul(b, b))));
    }
    for (let i: usize = 0; i < REACH * 4; i += 4) {
      store<f32>(x - 4 - i, load<f32>(x + i));
      store<f32>(x + end + i, load<f32>(x + end - 4 - i));
    }
  }
}
