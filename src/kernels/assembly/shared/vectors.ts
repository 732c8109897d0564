/** Ways of vectors of four values through memory. Pointers and distances are in bytes. */

/** Side by side: only such pairs does V8 join to one of 256 bits. */
// @ts-ignore: decorator
@inline
export function storePair(at: usize, a: v128, b: v128): void {
  v128.store(at, a);
  v128.store(at, b, 16);
}

/** Four vectors turned by their diagonal: lane i of the first becomes the first of vector i. */
// @ts-ignore: decorator
@inline
export function turn(from: usize, fromStep: usize, to: usize, toStep: usize): void {
  const a = v128.load(from);
  const b = v128.load(from + fromStep);
  const c = v128.load(from + 2 * fromStep);
  const d = v128.load(from + 3 * fromStep);
  const ab = f32x4.shuffle(a, b, 0, 4, 1, 5);
  const cd = f32x4.shuffle(c, d, 0, 4, 1, 5);
  const ab2 = f32x4.shuffle(a, b, 2, 6, 3, 7);
  const cd2 = f32x4.shuffle(c, d, 2, 6, 3, 7);
  v128.store(to, f64x2.shuffle(ab, cd, 0, 2));
  v128.store(to + toStep, f64x2.shuffle(ab, cd, 1, 3));
  v128.store(to + 2 * toStep, f64x2.shuffle(ab2, cd2, 0, 2));
  v128.store(to + 3 * toStep, f64x2.shuffle(ab2, cd2, 1, 3));
}
