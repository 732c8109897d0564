/**
 * Products of matrices in float64, over panels that ../matrix-product.ts packs.
 *
 * A panel is eight rows: for each position of the sum, their eight values one after another, 64 bytes. So a tile of
 * eight by eight results takes its operands in the order in which they lie. Pointers are in bytes.
 */

const LINE: usize = 64;
/** Panels of the first operand that stay in the second cache while all of the other operand passes. */
const GROUP: usize = 24;

/** Adds four rows of a tile: of the panel at `a` its first or last four rows, against all eight of the one at `b`. */
// @ts-ignore: decorator
@inline
function addHalfTile(depth: usize, a: usize, b: usize, c: usize, stride: usize): void {
  const c1 = c + stride;
  const c2 = c1 + stride;
  const c3 = c2 + stride;
  let s00 = v128.load(c, 0);
  let s01 = v128.load(c, 16);
  let s02 = v128.load(c, 32);
  let s03 = v128.load(c, 48);
  let s10 = v128.load(c1, 0);
  let s11 = v128.load(c1, 16);
  let s12 = v128.load(c1, 32);
  let s13 = v128.load(c1, 48);
  let s20 = v128.load(c2, 0);
  let s21 = v128.load(c2, 16);
  let s22 = v128.load(c2, 32);
  let s23 = v128.load(c2, 48);
  let s30 = v128.load(c3, 0);
  let s31 = v128.load(c3, 16);
  let s32 = v128.load(c3, 32);
  let s33 = v128.load(c3, 48);
  for (const end = b + depth * LINE; b < end; a += LINE, b += LINE) {
    const b0 = v128.load(b, 0);
    const b1 = v128.load(b, 16);
    const b2 = v128.load(b, 32);
    const b3 = v128.load(b, 48);
    let x = v128.load64_splat(a, 0);
    s00 = f64x2.relaxed_madd(x, b0, s00);
    s01 = f64x2.relaxed_madd(x, b1, s01);
    s02 = f64x2.relaxed_madd(x, b2, s02);
    s03 = f64x2.relaxed_madd(x, b3, s03);
    x = v128.load64_splat(a, 8);
    s10 = f64x2.relaxed_madd(x, b0, s10);
    s11 = f64x2.relaxed_madd(x, b1, s11);
    s12 = f64x2.relaxed_madd(x, b2, s12);
    s13 = f64x2.relaxed_madd(x, b3, s13);
    x = v128.load64_splat(a, 16);
    s20 = f64x2.relaxed_madd(x, b0, s20);
    s21 = f64x2.relaxed_madd(x, b1, s21);
    s22 = f64x2.relaxed_madd(x, b2, s22);
    s23 = f64x2.relaxed_madd(x, b3, s23);
    x = v128.load64_splat(a, 24);
    s30 = f64x2.relaxed_madd(x, b0, s30);
    s31 = f64x2.relaxed_madd(x, b1, s31);
    s32 = f64x2.relaxed_madd(x, b2, s32);
    s33 = f64x2.relaxed_madd(x, b3, s33);
  }
  v128.store(c, s00, 0);
  v128.store(c, s01, 16);
  v128.store(c, s02, 32);
  v128.store(c, s03, 48);
  v128.store(c1, s10, 0);
  v128.store(c1, s11, 16);
  v128.store(c1, s12, 32);
  v128.store(c1, s13, 48);
  v128.store(c2, s20, 0);
  v128.store(c2, s21, 16);
  v128.store(c2, s22, 32);
  v128.store(c2, s23, 48);
  v128.store(c3, s30, 0);
  v128.store(c3, s31, 16);
  v128.store(c3, s32, 32);
  v128.store(c3, s33, 48);
}

/**
 * Adds to the results at `c`, rows of `stride` bytes, the products of panels over `depth` positions.
 *
 * @param lower other than 0: both operands are the same, and tiles above the diagonal are left alone
 */
export function addProducts(
  depth: usize, aPanels: usize, bPanels: usize, a: usize, b: usize, c: usize, stride: usize, lower: i32,
): void {
  const size = depth * LINE;
  for (let group: usize = 0; group < aPanels; group += GROUP) {
    const end = min<usize>(group + GROUP, aPanels);
    const last = lower ? end : bPanels;
    for (let j: usize = 0; j < last; j++) {
      for (let i: usize = lower ? max<usize>(j, group) : group; i < end; i++) {
        const tile = c + i * 8 * stride + j * LINE;
        addHalfTile(depth, a + i * size, b + j * size, tile, stride);
        addHalfTile(depth, a + i * size + 32, b + j * size, tile + 4 * stride, stride);
      }
    }
  }
}
