/**
 * Products of matrices in float64 or float32 (names that end in 64, 32), over panels.
 *
 * A panel is eight rows: for each position of the sum, their eight values one after another, 64 or 32 bytes. So a tile of
 * eight by eight results takes its operands in the order in which they lie. Pointers are in bytes.
 */

const LINE: usize = 64;
const SHORT_LINE: usize = 32;
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
export function addProducts64(
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

/** Adds a tile in float32: all eight rows of the panel at `a` against all of the one at `b`. */
// @ts-ignore: decorator
@inline
function addTile(depth: usize, a: usize, b: usize, c: usize, stride: usize): void {
  const c1 = c + stride;
  const c2 = c1 + stride;
  const c3 = c2 + stride;
  const c4 = c3 + stride;
  const c5 = c4 + stride;
  const c6 = c5 + stride;
  const c7 = c6 + stride;
  let s00 = v128.load(c, 0);
  let s01 = v128.load(c, 16);
  let s10 = v128.load(c1, 0);
  let s11 = v128.load(c1, 16);
  let s20 = v128.load(c2, 0);
  let s21 = v128.load(c2, 16);
  let s30 = v128.load(c3, 0);
  let s31 = v128.load(c3, 16);
  let s40 = v128.load(c4, 0);
  let s41 = v128.load(c4, 16);
  let s50 = v128.load(c5, 0);
  let s51 = v128.load(c5, 16);
  let s60 = v128.load(c6, 0);
  let s61 = v128.load(c6, 16);
  let s70 = v128.load(c7, 0);
  let s71 = v128.load(c7, 16);
  for (const end = b + depth * SHORT_LINE; b < end; a += SHORT_LINE, b += SHORT_LINE) {
    const b0 = v128.load(b, 0);
    const b1 = v128.load(b, 16);
    let x = v128.load32_splat(a, 0);
    s00 = f32x4.relaxed_madd(x, b0, s00);
    s01 = f32x4.relaxed_madd(x, b1, s01);
    x = v128.load32_splat(a, 4);
    s10 = f32x4.relaxed_madd(x, b0, s10);
    s11 = f32x4.relaxed_madd(x, b1, s11);
    x = v128.load32_splat(a, 8);
    s20 = f32x4.relaxed_madd(x, b0, s20);
    s21 = f32x4.relaxed_madd(x, b1, s21);
    x = v128.load32_splat(a, 12);
    s30 = f32x4.relaxed_madd(x, b0, s30);
    s31 = f32x4.relaxed_madd(x, b1, s31);
    x = v128.load32_splat(a, 16);
    s40 = f32x4.relaxed_madd(x, b0, s40);
    s41 = f32x4.relaxed_madd(x, b1, s41);
    x = v128.load32_splat(a, 20);
    s50 = f32x4.relaxed_madd(x, b0, s50);
    s51 = f32x4.relaxed_madd(x, b1, s51);
    x = v128.load32_splat(a, 24);
    s60 = f32x4.relaxed_madd(x, b0, s60);
    s61 = f32x4.relaxed_madd(x, b1, s61);
    x = v128.load32_splat(a, 28);
    s70 = f32x4.relaxed_madd(x, b0, s70);
    s71 = f32x4.relaxed_madd(x, b1, s71);
  }
  v128.store(c, s00, 0);
  v128.store(c, s01, 16);
  v128.store(c1, s10, 0);
  v128.store(c1, s11, 16);
  v128.store(c2, s20, 0);
  v128.store(c2, s21, 16);
  v128.store(c3, s30, 0);
  v128.store(c3, s31, 16);
  v128.store(c4, s40, 0);
  v128.store(c4, s41, 16);
  v128.store(c5, s50, 0);
  v128.store(c5, s51, 16);
  v128.store(c6, s60, 0);
  v128.store(c6, s61, 16);
  v128.store(c7, s70, 0);
  v128.store(c7, s71, 16);
}

/** The same in float32, for operands that differ. */
export function addProducts32(
  depth: usize, aPanels: usize, bPanels: usize, a: usize, b: usize, c: usize, stride: usize,
): void {
  const size = depth * SHORT_LINE;
  for (let group: usize = 0; group < aPanels; group += GROUP) {
    const end = min<usize>(group + GROUP, aPanels);
    for (let j: usize = 0; j < bPanels; j++) {
      for (let i: usize = group; i < end; i++) {
        addTile(depth, a + i * size, b + j * size, c + i * 8 * stride + j * SHORT_LINE, stride);
      }
    }
  }
}

/** From rows of `depth` values. */
// @ts-ignore: decorator
@inline
function packRows<From, To>(panels: usize, depth: usize, from: usize, to: usize): void {
  const row = depth * sizeof<From>();
  for (let panel: usize = 0; panel < panels; panel++, from += 7 * row) {
    for (const end = from + row; from < end; from += sizeof<From>(), to += 8 * sizeof<To>()) {
      let at = from;
      for (let lane: usize = 0; lane < 8; lane++, at += row) store<To>(to + lane * sizeof<To>(), <To>load<From>(at));
    }
  }
}

/** From `depth` lines, in each of which the positions of all rows lie side by side. */
// @ts-ignore: decorator
@inline
function packColumns<From, To>(panels: usize, depth: usize, from: usize, to: usize): void {
  for (let k: usize = 0; k < depth; k++) {
    for (let panel: usize = 0; panel < panels; panel++, from += 8 * sizeof<From>()) {
      const at = to + (panel * depth + k) * 8 * sizeof<To>();
      for (let lane: usize = 0; lane < 8; lane++) {
        store<To>(at + lane * sizeof<To>(), <To>load<From>(from + lane * sizeof<From>()));
      }
    }
  }
}

export function packRows32To32(panels: usize, depth: usize, from: usize, to: usize): void {
  packRows<f32, f32>(panels, depth, from, to);
}

export function packRows32To64(panels: usize, depth: usize, from: usize, to: usize): void {
  packRows<f32, f64>(panels, depth, from, to);
}

export function packRows64To32(panels: usize, depth: usize, from: usize, to: usize): void {
  packRows<f64, f32>(panels, depth, from, to);
}

export function packRows64To64(panels: usize, depth: usize, from: usize, to: usize): void {
  packRows<f64, f64>(panels, depth, from, to);
}

export function packColumns32To32(panels: usize, depth: usize, from: usize, to: usize): void {
  packColumns<f32, f32>(panels, depth, from, to);
}

export function packColumns32To64(panels: usize, depth: usize, from: usize, to: usize): void {
  packColumns<f32, f64>(panels, depth, from, to);
}

export function packColumns64To32(panels: usize, depth: usize, from: usize, to: usize): void {
  packColumns<f64, f32>(panels, depth, from, to);
}

export function packColumns64To64(panels: usize, depth: usize, from: usize, to: usize): void {
  packColumns<f64, f64>(panels, depth, from, to);
}

/** Takes from each position of packed rows its shift, and multiplies it by its factor. */
export function adjustPositions64(panels: usize, depth: usize, packed: usize, shift: usize, factor: usize): void {
  for (let panel: usize = 0; panel < panels; panel++) {
    for (let k: usize = 0; k < depth << 3; k += 8, packed += LINE) {
      const less = v128.load64_splat(shift + k);
      const times = v128.load64_splat(factor + k);
      for (let at = packed; at < packed + LINE; at += 16) {
        v128.store(at, f64x2.mul(f64x2.sub(v128.load(at), less), times));
      }
    }
  }
}

/** The same with a shift and a factor for each row. */
export function adjustRows64(panels: usize, depth: usize, packed: usize, shift: usize, factor: usize): void {
  for (let panel: usize = 0; panel < panels; panel++, shift += LINE, factor += LINE) {
    for (const end = packed + depth * LINE; packed < end; packed += LINE) {
      for (let lane: usize = 0; lane < LINE; lane += 16) {
        const value = f64x2.sub(v128.load(packed + lane), v128.load(shift + lane));
        v128.store(packed + lane, f64x2.mul(value, v128.load(factor + lane)));
      }
    }
  }
}
