/**
 * Products of matrices in float64 or float32 (names that end in 64, 32), over panels.
 *
 * A panel holds some rows: for each position of the sum, their values one after another. Of the first operand there are
 * four, of the second as many as fill a line of 64 bytes, so that a tile of four by a line of results takes its operands
 * in the order in which they lie, and fills the registers. Pointers are in bytes.
 */

const LINE: usize = 64;
/** Rows of a panel of the first operand. */
const ROWS: usize = 4;
/** Bytes of a tile of results. */
const TILE: usize = ROWS * LINE;
/** Bytes of the first operand that stay in the second cache while all of the other operand passes. */
const GROUP: usize = 393_216;

/** Adds a tile: the four rows of the panel at `a` against the line of rows of the one at `b`. */
// @ts-ignore: decorator
@inline
function addTile<T>(depth: usize, a: usize, b: usize, c: usize): void {
  let s00 = v128.load(c, 0);
  let s01 = v128.load(c, 16);
  let s02 = v128.load(c, 32);
  let s03 = v128.load(c, 48);
  let s10 = v128.load(c, 64);
  let s11 = v128.load(c, 80);
  let s12 = v128.load(c, 96);
  let s13 = v128.load(c, 112);
  let s20 = v128.load(c, 128);
  let s21 = v128.load(c, 144);
  let s22 = v128.load(c, 160);
  let s23 = v128.load(c, 176);
  let s30 = v128.load(c, 192);
  let s31 = v128.load(c, 208);
  let s32 = v128.load(c, 224);
  let s33 = v128.load(c, 240);
  for (const end = b + depth * LINE; b < end; a += ROWS * sizeof<T>(), b += LINE) {
    const b0 = v128.load(b, 0);
    const b1 = v128.load(b, 16);
    const b2 = v128.load(b, 32);
    const b3 = v128.load(b, 48);
    let x = splat<T>(a);
    s00 = v128.relaxed_madd<T>(x, b0, s00);
    s01 = v128.relaxed_madd<T>(x, b1, s01);
    s02 = v128.relaxed_madd<T>(x, b2, s02);
    s03 = v128.relaxed_madd<T>(x, b3, s03);
    x = splat<T>(a + sizeof<T>());
    s10 = v128.relaxed_madd<T>(x, b0, s10);
    s11 = v128.relaxed_madd<T>(x, b1, s11);
    s12 = v128.relaxed_madd<T>(x, b2, s12);
    s13 = v128.relaxed_madd<T>(x, b3, s13);
    x = splat<T>(a + 2 * sizeof<T>());
    s20 = v128.relaxed_madd<T>(x, b0, s20);
    s21 = v128.relaxed_madd<T>(x, b1, s21);
    s22 = v128.relaxed_madd<T>(x, b2, s22);
    s23 = v128.relaxed_madd<T>(x, b3, s23);
    x = splat<T>(a + 3 * sizeof<T>());
    s30 = v128.relaxed_madd<T>(x, b0, s30);
    s31 = v128.relaxed_madd<T>(x, b1, s31);
    s32 = v128.relaxed_madd<T>(x, b2, s32);
    s33 = v128.relaxed_madd<T>(x, b3, s33);
  }
  v128.store(c, s00, 0);
  v128.store(c, s01, 16);
  v128.store(c, s02, 32);
  v128.store(c, s03, 48);
  v128.store(c, s10, 64);
  v128.store(c, s11, 80);
  v128.store(c, s12, 96);
  v128.store(c, s13, 112);
  v128.store(c, s20, 128);
  v128.store(c, s21, 144);
  v128.store(c, s22, 160);
  v128.store(c, s23, 176);
  v128.store(c, s30, 192);
  v128.store(c, s31, 208);
  v128.store(c, s32, 224);
  v128.store(c, s33, 240);
}

// @ts-ignore: decorator
@inline
function splat<T>(at: usize): v128 {
  return sizeof<T>() == 4 ? v128.load32_splat(at) : v128.load64_splat(at);
}

// @ts-ignore: decorator
@inline
function addProducts<T>(
  depth: usize, aPanels: usize, bPanels: usize, a: usize, b: usize, c: usize, lower: i32,
): void {
  const aSize = depth * ROWS * sizeof<T>();
  const bSize = depth * LINE;
  // Of two operands that are the same, the first panel of rows that reaches down to the diagonal.
  const across = LINE / sizeof<T>() / ROWS;
  const together = GROUP / aSize;
  for (let group: usize = 0; group < aPanels; group += together) {
    const end = min<usize>(group + together, aPanels);
    for (let j: usize = 0; j < bPanels; j++) {
      for (let i = lower ? max<usize>(j * across, group) : group; i < end; i++) {
        addTile<T>(depth, a + i * aSize, b + j * bSize, c + (j * aPanels + i) * TILE);
      }
    }
  }
}

/**
 * Adds to the results at `c` the products of panels over `depth` positions. Results lie tile by tile, down the first
 * operand and then along the second, as they are computed: so the processor fetches them ahead.
 *
 * @param lower other than 0: both operands are the same, and tiles above the diagonal are left alone
 */
export function addProducts64(
  depth: usize, aPanels: usize, bPanels: usize, a: usize, b: usize, c: usize, lower: i32,
): void {
  addProducts<f64>(depth, aPanels, bPanels, a, b, c, lower);
}

/** The same in float32. */
export function addProducts32(
  depth: usize, aPanels: usize, bPanels: usize, a: usize, b: usize, c: usize, lower: i32,
): void {
  addProducts<f32>(depth, aPanels, bPanels, a, b, c, lower);
}

/** From tiles to rows of `columns` results in float64; the rows that fill up the last panels are left out. */
// @ts-ignore: decorator
@inline
function unpack<T>(aPanels: usize, columns: usize, tiles: usize, to: usize): void {
  const lanes = LINE / sizeof<T>();
  for (let i: usize = 0; i < aPanels; i++) {
    for (let line = i * TILE; line < (i + 1) * TILE; line += LINE) {
      const end = to + columns * sizeof<f64>();
      for (let from = tiles + line; to < end; from += aPanels * TILE) {
        const last = min<usize>(end, to + lanes * sizeof<f64>());
        for (let at = from; to < last; at += sizeof<T>(), to += sizeof<f64>()) store<f64>(to, <f64>load<T>(at));
      }
    }
  }
}

export function unpack64(aPanels: usize, columns: usize, tiles: usize, to: usize): void {
  unpack<f64>(aPanels, columns, tiles, to);
}

export function unpack32(aPanels: usize, columns: usize, tiles: usize, to: usize): void {
  unpack<f32>(aPanels, columns, tiles, to);
}

/** From rows of `depth` values to panels of `lanes` rows. */
// @ts-ignore: decorator
@inline
function packRows<From, To>(panels: usize, lanes: usize, depth: usize, from: usize, to: usize): void {
  const row = depth * sizeof<From>();
  for (let panel: usize = 0; panel < panels; panel++, from += (lanes - 1) * row) {
    for (const end = from + row; from < end; from += sizeof<From>()) {
      let at = from;
      for (const next = to + lanes * sizeof<To>(); to < next; to += sizeof<To>(), at += row) {
        store<To>(to, <To>load<From>(at));
      }
    }
  }
}

/**
 * From `depth` lines, in each of which the values of `count` rows lie side by side. What fills up the last panel is read
 * from the next line.
 */
// @ts-ignore: decorator
@inline
function packColumns<From, To>(panels: usize, lanes: usize, depth: usize, count: usize, line: usize, to: usize): void {
  const size = depth * lanes * sizeof<To>();
  for (const end = to + lanes * depth * sizeof<To>(); to < end; to += lanes * sizeof<To>(), line += count * sizeof<From>()) {
    let at = to;
    let from = line;
    for (let panel: usize = 0; panel < panels; panel++, at += size) {
      for (let lane: usize = 0; lane < lanes; lane += 4, from += 4 * sizeof<From>()) {
        const into = at + lane * sizeof<To>();
        store<To>(into, <To>load<From>(from));
        store<To>(into + sizeof<To>(), <To>load<From>(from + sizeof<From>()));
        store<To>(into + 2 * sizeof<To>(), <To>load<From>(from + 2 * sizeof<From>()));
        store<To>(into + 3 * sizeof<To>(), <To>load<From>(from + 3 * sizeof<From>()));
      }
    }
  }
}

export function packRows32To32(panels: usize, lanes: usize, depth: usize, from: usize, to: usize): void {
  packRows<f32, f32>(panels, lanes, depth, from, to);
}

export function packRows32To64(panels: usize, lanes: usize, depth: usize, from: usize, to: usize): void {
  packRows<f32, f64>(panels, lanes, depth, from, to);
}

export function packRows64To32(panels: usize, lanes: usize, depth: usize, from: usize, to: usize): void {
  packRows<f64, f32>(panels, lanes, depth, from, to);
}

export function packRows64To64(panels: usize, lanes: usize, depth: usize, from: usize, to: usize): void {
  packRows<f64, f64>(panels, lanes, depth, from, to);
}

export function packColumns32To32(
  panels: usize, lanes: usize, depth: usize, count: usize, from: usize, to: usize,
): void {
  packColumns<f32, f32>(panels, lanes, depth, count, from, to);
}

export function packColumns32To64(
  panels: usize, lanes: usize, depth: usize, count: usize, from: usize, to: usize,
): void {
  packColumns<f32, f64>(panels, lanes, depth, count, from, to);
}

export function packColumns64To32(
  panels: usize, lanes: usize, depth: usize, count: usize, from: usize, to: usize,
): void {
  packColumns<f64, f32>(panels, lanes, depth, count, from, to);
}

export function packColumns64To64(
  panels: usize, lanes: usize, depth: usize, count: usize, from: usize, to: usize,
): void {
  packColumns<f64, f64>(panels, lanes, depth, count, from, to);
}

/** Takes from each position of packed rows its shift, and multiplies it by its factor. */
// @ts-ignore: decorator
@inline
function adjustPositions<T>(panels: usize, lanes: usize, depth: usize, packed: usize, shift: usize, factor: usize): void {
  for (let panel: usize = 0; panel < panels; panel++) {
    for (let k: usize = 0; k < depth * sizeof<T>(); k += sizeof<T>()) {
      const less = splat<T>(shift + k);
      const times = splat<T>(factor + k);
      for (const next = packed + lanes * sizeof<T>(); packed < next; packed += 16) {
        v128.store(packed, v128.mul<T>(v128.sub<T>(v128.load(packed), less), times));
      }
    }
  }
}

/** The same with a shift and a factor for each row. */
// @ts-ignore: decorator
@inline
function adjustRows<T>(panels: usize, lanes: usize, depth: usize, packed: usize, shift: usize, factor: usize): void {
  const width = lanes * sizeof<T>();
  for (let panel: usize = 0; panel < panels; panel++, shift += width, factor += width) {
    for (const end = packed + depth * width; packed < end; packed += width) {
      for (let lane: usize = 0; lane < width; lane += 16) {
        const value = v128.sub<T>(v128.load(packed + lane), v128.load(shift + lane));
        v128.store(packed + lane, v128.mul<T>(value, v128.load(factor + lane)));
      }
    }
  }
}

export function adjustPositions32(
  panels: usize, lanes: usize, depth: usize, packed: usize, shift: usize, factor: usize,
): void {
  adjustPositions<f32>(panels, lanes, depth, packed, shift, factor);
}

export function adjustPositions64(
  panels: usize, lanes: usize, depth: usize, packed: usize, shift: usize, factor: usize,
): void {
  adjustPositions<f64>(panels, lanes, depth, packed, shift, factor);
}

export function adjustRows32(
  panels: usize, lanes: usize, depth: usize, packed: usize, shift: usize, factor: usize,
): void {
  adjustRows<f32>(panels, lanes, depth, packed, shift, factor);
}

export function adjustRows64(
  panels: usize, lanes: usize, depth: usize, packed: usize, shift: usize, factor: usize,
): void {
  adjustRows<f64>(panels, lanes, depth, packed, shift, factor);
}
