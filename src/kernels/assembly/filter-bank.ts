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
 *
 * Two filters of the same bins, such as those of pitch classes, are summed together: reading costs more than computing.
 */
export function sumFour(count: usize, rows: usize, width: usize, filters: usize, weights: usize, out: usize, stride: usize): void {
  for (const end = filters + count * 8; filters < end; ) {
    const row = rows + load<u32>(filters);
    const length: usize = load<u32>(filters, 4);
    if (filters + 8 < end && load<u64>(filters, 8) == load<u64>(filters)) {
      sumTwice(row, width, weights, length, out, stride);
      filters += 16;
      weights += 2 * length;
      out += 2 * stride;
    } else {
      sumOnce(row, width, weights, length, out);
      filters += 8;
      weights += length;
      out += stride;
    }
  }
}

@inline
function sumOnce(row: usize, width: usize, weights: usize, length: usize, out: usize): void {
  let a = f32x4.splat(0);
  let b = a;
  let c = a;
  let d = a;
  for (const last = weights + length; weights < last; weights += 16, row += 16) {
    const weight = v128.load(weights);
    a = f32x4.add(a, f32x4.mul(weight, v128.load(row)));
    b = f32x4.add(b, f32x4.mul(weight, v128.load(row + width)));
    c = f32x4.add(c, f32x4.mul(weight, v128.load(row + 2 * width)));
    d = f32x4.add(d, f32x4.mul(weight, v128.load(row + 3 * width)));
  }
  v128.store(out, totals(a, b, c, d));
}

@inline
function sumTwice(row: usize, width: usize, weights: usize, length: usize, out: usize, stride: usize): void {
  let a = f32x4.splat(0);
  let b = a;
  let c = a;
  let d = a;
  let a2 = a;
  let b2 = a;
  let c2 = a;
  let d2 = a;
  for (const last = weights + length; weights < last; weights += 16, row += 16) {
    const weight = v128.load(weights);
    const weight2 = v128.load(weights + length);
    const ra = v128.load(row);
    const rb = v128.load(row + width);
    const rc = v128.load(row + 2 * width);
    const rd = v128.load(row + 3 * width);
    a = f32x4.add(a, f32x4.mul(weight, ra));
    a2 = f32x4.add(a2, f32x4.mul(weight2, ra));
    b = f32x4.add(b, f32x4.mul(weight, rb));
    b2 = f32x4.add(b2, f32x4.mul(weight2, rb));
    c = f32x4.add(c, f32x4.mul(weight, rc));
    c2 = f32x4.add(c2, f32x4.mul(weight2, rc));
    d = f32x4.add(d, f32x4.mul(weight, rd));
    d2 = f32x4.add(d2, f32x4.mul(weight2, rd));
  }
  v128.store(out, totals(a, b, c, d));
  v128.store(out + stride, totals(a2, b2, c2, d2));
}

/** The four sums of each vector, as one vector. */
@inline
function totals(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(f32x4.shuffle(a, b, 0, 4, 1, 5), f32x4.shuffle(a, b, 2, 6, 3, 7));
  const cd = f32x4.add(f32x4.shuffle(c, d, 0, 4, 1, 5), f32x4.shuffle(c, d, 2, 6, 3, 7));
  return f32x4.add(f64x2.shuffle(ab, cd, 0, 2), f64x2.shuffle(ab, cd, 1, 3));
}
