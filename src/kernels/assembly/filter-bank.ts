/**
 * Weighted sums of the bins of frames, in float32: mel bands, pitch classes.
 *
 * A filter is its first bin and its weights, padded with zeros to a multiple of four; four frames are summed at a time.
 * Pointers and distances are in bytes. A frame's row is `width` bytes long, a multiple of 16, with zeros after its bins.
 */

/** Squares `length` float32 values, a multiple of four, in place. */
export function square(at: usize, length: usize): void {
  for (const end = at + length * 4; at < end; at += 16) {
    const value = v128.load(at);
    v128.store(at, f32x4.mul(value, value));
  }
}

/**
 * Sums of `count` filters over four frames: four float32 values, one a frame, at `out`, `stride` bytes on for the next
 * filter. `filters` holds for each its first byte in a row and the bytes of its weights, as int32 pairs; `weights` holds
 * the weights one after another.
 */
export function sumFour(count: usize, rows: usize, width: usize, filters: usize, weights: usize, out: usize, stride: usize): void {
  for (const end = filters + count * 8; filters < end; filters += 8, out += stride) {
    let row = rows + load<u32>(filters);
    let a = f32x4.splat(0);
    let b = a;
    let c = a;
    let d = a;
    for (const last = weights + load<u32>(filters, 4); weights < last; weights += 16, row += 16) {
      const weight = v128.load(weights);
      a = f32x4.add(a, f32x4.mul(weight, v128.load(row)));
      b = f32x4.add(b, f32x4.mul(weight, v128.load(row + width)));
      c = f32x4.add(c, f32x4.mul(weight, v128.load(row + 2 * width)));
      d = f32x4.add(d, f32x4.mul(weight, v128.load(row + 3 * width)));
    }
    // The four sums of each vector, turned into one vector.
    const ab = f32x4.add(f32x4.shuffle(a, b, 0, 4, 1, 5), f32x4.shuffle(a, b, 2, 6, 3, 7));
    const cd = f32x4.add(f32x4.shuffle(c, d, 0, 4, 1, 5), f32x4.shuffle(c, d, 2, 6, 3, 7));
    v128.store(out, f32x4.add(f64x2.shuffle(ab, cd, 0, 2), f64x2.shuffle(ab, cd, 1, 3)));
  }
}
