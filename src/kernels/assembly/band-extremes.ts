/**
 * The means of the largest and of the smallest values of bands, for four frames at a time, in float32.
 *
 * Pointers and distances are in bytes.
 */

/** Turns four rows of `count` float32 values, a multiple of four, `width` bytes apart, into `count` vectors of four. */
export function turn(count: usize, rows: usize, width: usize, out: usize): void {
  for (const end = rows + count * 4; rows < end; rows += 16, out += 64) {
    const a = v128.load(rows);
    const b = v128.load(rows + width);
    const c = v128.load(rows + 2 * width);
    const d = v128.load(rows + 3 * width);
    const ab = f32x4.shuffle(a, b, 0, 4, 1, 5);
    const cd = f32x4.shuffle(c, d, 0, 4, 1, 5);
    const ab2 = f32x4.shuffle(a, b, 2, 6, 3, 7);
    const cd2 = f32x4.shuffle(c, d, 2, 6, 3, 7);
    v128.store(out, f64x2.shuffle(ab, cd, 0, 2), 0);
    v128.store(out, f64x2.shuffle(ab, cd, 1, 3), 16);
    v128.store(out, f64x2.shuffle(ab2, cd2, 0, 2), 32);
    v128.store(out, f64x2.shuffle(ab2, cd2, 1, 3), 48);
  }
}

/**
 * The means of the `keep` largest and of the `keep` smallest of `count` vectors, lane by lane: a vector each at `out`.
 * `best` has room for twice `keep` vectors.
 */
export function extremes(count: usize, vectors: usize, keep: usize, best: usize, out: usize): void {
  const size = keep * 16;
  const low = best + size;
  for (let i: usize = 0; i < size; i += 16) {
    v128.store(best + i, f32x4.splat(-Infinity));
    v128.store(low + i, f32x4.splat(Infinity));
  }
  let least = f32x4.splat(-Infinity);
  let most = f32x4.splat(Infinity);
  for (const end = vectors + count * 16; vectors < end; vectors += 16) {
    const value = v128.load(vectors);
    // Few values are among the extremes of any lane once the first ones are in.
    if (v128.any_true(f32x4.gt(value, least))) {
      let carried = value;
      for (let i: usize = 0; i < size; i += 16) {
        const held = v128.load(best + i);
        v128.store(best + i, f32x4.max(held, carried));
        carried = f32x4.min(held, carried);
      }
      least = v128.load(low - 16);
    }
    if (v128.any_true(f32x4.lt(value, most))) {
      let carried = value;
      for (let i: usize = 0; i < size; i += 16) {
        const held = v128.load(low + i);
        v128.store(low + i, f32x4.min(held, carried));
        carried = f32x4.max(held, carried);
      }
      most = v128.load(low + size - 16);
    }
  }
  const share = f32x4.splat(<f32>keep);
  let high = f32x4.splat(0);
  let sum = high;
  for (let i: usize = 0; i < size; i += 16) {
    high = f32x4.add(high, v128.load(best + i));
    sum = f32x4.add(sum, v128.load(low + i));
  }
  v128.store(out, f32x4.div(high, share), 0);
  v128.store(out, f32x4.div(sum, share), 16);
}
