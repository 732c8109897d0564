/**
 * The local maxima of frames, float32. Pointers are in bytes; a row holds `width` bytes, a multiple of 16, zeros after its
 * bins and at least one of them.
 */

/**
 * Looks through the bins `first` to `end` of each of `count` frames for those that exceed a share of the frame's largest
 * value, and `least`, and the bin before, and that the bin after does not exceed. Writes how many there are to `out`, then
 * their numbers, `from` being that of the first frame's bin 0 and `bins` the distance from frame to frame; the largest
 * values go to `peaks`.
 */
export function localMaxima(
  count: usize, rows: usize, width: usize, bins: u32, from: u32, first: u32, end: u32, share: f32, least: f32, out: usize,
  peaks: usize,
): void {
  let next = out + 4;
  for (let t: usize = 0; t < count; t++, rows += width, from += bins, peaks += 4) {
    const most = largest(rows, width);
    store<f32>(peaks, most);
    const bar = f32x4.splat(max<f32>(least, share * most));
    for (let k = first; k < end; k += 4) {
      const at = rows + (<usize>k << 2);
      const here = v128.load(at);
      const stands = v128.and(f32x4.gt(here, bar), v128.and(f32x4.gt(here, v128.load(at - 4)), f32x4.ge(here, v128.load(at + 4))));
      let lanes = i32x4.bitmask(stands);
      // The last vector may hold bins from `end` on.
      if (end - k < 4) lanes &= (1 << (end - k)) - 1;
      for (; lanes != 0; lanes &= lanes - 1, next += 4) store<u32>(next, from + k + ctz(lanes));
    }
  }
  store<u32>(out, (next - out - 4) >> 2);
}

@inline
function largest(row: usize, width: usize): f32 {
  let most = v128.load(row);
  for (const end = row + width; row < end; row += 16) most = f32x4.max(most, v128.load(row));
  const low = max<f32>(f32x4.extract_lane(most, 0), f32x4.extract_lane(most, 1));
  return max<f32>(low, max<f32>(f32x4.extract_lane(most, 2), f32x4.extract_lane(most, 3)));
}
