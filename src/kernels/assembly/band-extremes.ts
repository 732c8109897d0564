/**
 * The means of the largest and of the smallest values of bands, for four frames at a time, in float32.
 *
 * Pointers and distances are in bytes.
 */

import { turn as turnFour } from "./shared/vectors";

/** Turns four rows of `count` float32 values, a multiple of four, `width` bytes apart, into `count` vectors of four. */
export function turn(count: usize, rows: usize, width: usize, out: usize): void {
  for (const end = rows + count * 4; rows < end; rows += 16, out += 64) turnFour(rows, width, out, 16);
}

/**
 * The means of the `keep` largest and of the `keep` smallest of `count` vectors, lane by lane: a vector each at `out`.
 * `best` has room for `keep` vectors.
 *
 * Spectra fall towards high frequencies: the largest are looked for from below and the smallest from above, so that most
 * values come after those that beat them.
 */
export function extremes(count: usize, vectors: usize, keep: usize, best: usize, out: usize): void {
  const size = keep * 16;
  const last = best + size - 16;
  const end = vectors + count * 16;
  fill(best, size, f32x4.splat(-Infinity));
  let bound = f32x4.splat(-Infinity);
  for (let at = vectors; at < end; at += 16) {
    let carried = v128.load(at);
    if (!v128.any_true(f32x4.gt(carried, bound))) continue;
    for (let i: usize = 0; i < size; i += 16) {
      const held = v128.load(best + i);
      v128.store(best + i, f32x4.max(held, carried));
      carried = f32x4.min(held, carried);
    }
    bound = v128.load(last);
  }
  v128.store(out, mean(best, size), 0);
  fill(best, size, f32x4.splat(Infinity));
  bound = f32x4.splat(Infinity);
  for (let at = end; at > vectors; ) {
    at -= 16;
    let carried = v128.load(at);
    if (!v128.any_true(f32x4.lt(carried, bound))) continue;
    for (let i: usize = 0; i < size; i += 16) {
      const held = v128.load(best + i);
      v128.store(best + i, f32x4.min(held, carried));
      carried = f32x4.max(held, carried);
    }
    bound = v128.load(last);
  }
  v128.store(out, mean(best, size), 16);
}

@inline
function fill(at: usize, size: usize, value: v128): void {
  for (const end = at + size; at < end; at += 16) v128.store(at, value);
}

@inline
function mean(at: usize, size: usize): v128 {
  let sum = f32x4.splat(0);
  for (const end = at + size; at < end; at += 16) sum = f32x4.add(sum, v128.load(at));
  return f32x4.div(sum, f32x4.splat(<f32>(size >> 4)));
}
