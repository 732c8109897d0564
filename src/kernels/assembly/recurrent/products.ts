/**
 * Products of matrices in panels of eight columns: a matrix of (rows, columns) lies as [columns / 8][rows][8] float32.
 *
 * The inner loops are not unrolled on purpose: V8 would move the loads of all turns to the front and spill the sums.
 * Every sum runs in the same order whatever the tile, so that a tile of one panel and one of two give the same bits.
 */
import { madd } from "../shared/float32";
import { storePair } from "../shared/vectors";

// @ts-ignore: decorator
@inline
function storeTile(at: usize, a: v128, a2: v128, b: v128, b2: v128, c: v128, c2: v128, d: v128, d2: v128): void {
  v128.store(at, a); v128.store(at, a2, 16); v128.store(at, b, 32); v128.store(at, b2, 48);
  v128.store(at, c, 64); v128.store(at, c2, 80); v128.store(at, d, 96); v128.store(at, d2, 112);
}

/** `addProducts` for one row and one product: every weight is read once, and four panels at a time keep the sums apart. */
function addRow(panels: i32, a: usize, k: i32, b: usize, next: usize, bias: usize, out: usize): void {
  let from = bias ? bias : out, j = 0;
  for (; j + 4 <= panels; j += 4, out += 128, from += 128, b += 4 * next) {
    let s00 = v128.load(from), s01 = v128.load(from, 16), s10 = v128.load(from, 32), s11 = v128.load(from, 48);
    let s20 = v128.load(from, 64), s21 = v128.load(from, 80), s30 = v128.load(from, 96), s31 = v128.load(from, 112);
    let b0 = b, b1 = b + next, b2 = b1 + next, b3 = b2 + next;
    for (let at = a, end = a + (<usize>k << 2); at < end; at += 4, b0 += 32, b1 += 32, b2 += 32, b3 += 32) {
      const value = v128.load32_splat(at);
      s00 = madd(value, v128.load(b0), s00); s01 = madd(value, v128.load(b0, 16), s01);
      s10 = madd(value, v128.load(b1), s10); s11 = madd(value, v128.load(b1, 16), s11);
      s20 = madd(value, v128.load(b2), s20); s21 = madd(value, v128.load(b2, 16), s21);
      s30 = madd(value, v128.load(b3), s30); s31 = madd(value, v128.load(b3, 16), s31);
    }
    storeTile(out, s00, s01, s10, s11, s20, s21, s30, s31);
  }
  for (; j < panels; j++, out += 32, from += 32, b += next) {
    let s0 = v128.load(from), s1 = v128.load(from, 16);
    for (let at = a, end = a + (<usize>k << 2), b0 = b; at < end; at += 4, b0 += 32) {
      const value = v128.load32_splat(at);
      s0 = madd(value, v128.load(b0), s0);
      s1 = madd(value, v128.load(b0, 16), s1);
    }
    storePair(out, s0, s1);
  }
}

/** Tiles of four rows by one panel, or by two side by side, from panel `j` on; returns the panel after the last tile. */
// @ts-ignore: decorator
@inline
function addTiles(
  two: bool, j: i32, rows: i32, panels: i32,
  a1: usize, k1: i32, b1: usize, next1: usize,
  a2: usize, k2: i32, b2: usize, next2: usize,
  bias: usize, out: usize,
): i32 {
  const panel = <usize>rows << 5;
  const across = two ? 2 : 1;
  for (; j + across <= panels; j += across) {
    for (let row: usize = 0; row < panel; row += 128) {
      const o = out + <usize>j * panel + row;
      const step: usize = bias ? 0 : 32;
      let f = bias ? bias + (<usize>j << 5) : o, g = bias ? f + 32 : o + panel;
      let s00 = v128.load(f), s01 = v128.load(f, 16), t00 = two ? v128.load(g) : s00, t01 = two ? v128.load(g, 16) : s01;
      f += step; g += step;
      let s10 = v128.load(f), s11 = v128.load(f, 16), t10 = two ? v128.load(g) : s10, t11 = two ? v128.load(g, 16) : s11;
      f += step; g += step;
      let s20 = v128.load(f), s21 = v128.load(f, 16), t20 = two ? v128.load(g) : s20, t21 = two ? v128.load(g, 16) : s21;
      f += step; g += step;
      let s30 = v128.load(f), s31 = v128.load(f, 16), t30 = two ? v128.load(g) : s30, t31 = two ? v128.load(g, 16) : s31;
      let at = a1 + row, next = next1, b = b1 + <usize>j * next1, end = b + (<usize>k1 << 5);
      for (let turn = 0; turn < 2; turn++) {
        while (b < end) {
          let a = at;
          for (const stop = b + 256; b < stop; b += 32, a += 4) {
            const x0 = v128.load(b), x1 = v128.load(b, 16);
            const y0 = two ? v128.load(b + next) : x0, y1 = two ? v128.load(b + next, 16) : x1;
            let value = v128.load32_splat(a);
            s00 = madd(value, x0, s00); s01 = madd(value, x1, s01);
            if (two) { t00 = madd(value, y0, t00); t01 = madd(value, y1, t01); }
            value = v128.load32_splat(a, 32);
            s10 = madd(value, x0, s10); s11 = madd(value, x1, s11);
            if (two) { t10 = madd(value, y0, t10); t11 = madd(value, y1, t11); }
            value = v128.load32_splat(a, 64);
            s20 = madd(value, x0, s20); s21 = madd(value, x1, s21);
            if (two) { t20 = madd(value, y0, t20); t21 = madd(value, y1, t21); }
            value = v128.load32_splat(a, 96);
            s30 = madd(value, x0, s30); s31 = madd(value, x1, s31);
            if (two) { t30 = madd(value, y0, t30); t31 = madd(value, y1, t31); }
          }
          at += panel;
        }
        at = a2 + row; next = next2; b = b2 + <usize>j * next2; end = b + (<usize>k2 << 5);
      }
      storeTile(o, s00, s01, s10, s11, s20, s21, s30, s31);
      if (two) storeTile(o + panel, t00, t01, t10, t11, t20, t21, t30, t31);
    }
  }
  return j;
}

/**
 * out = start + A1 B1 + A2 B2, where start is a row of `bias`, or what `out` holds where there is no bias.
 *
 * @param rows one, or a multiple of four; a1: panels of (rows, k1); b1: panels of k1 rows that lie `next1` bytes apart; k1 and k2 are multiples of eight
 */
export function addProducts(
  wide: i32, rows: i32, panels: i32,
  a1: usize, k1: i32, b1: usize, next1: usize,
  a2: usize, k2: i32, b2: usize, next2: usize,
  bias: usize, out: usize,
): void {
  if (rows == 1) {
    addRow(panels, a1, k1, b1, next1, bias, out);
    if (k2) addRow(panels, a2, k2, b2, next2, 0, out);
    return;
  }
  let j = 0;
  if (wide) j = addTiles(true, j, rows, panels, a1, k1, b1, next1, a2, k2, b2, next2, bias, out);
  addTiles(false, j, rows, panels, a1, k1, b1, next1, a2, k2, b2, next2, bias, out);
}

/** The same for `addTransposeProducts`. */
// @ts-ignore: decorator
@inline
function addTransposeTiles(
  two: bool, j: i32, rows: i32, steps: i32, m: i32, panels: i32, a: usize, nextA: usize, b: usize, nextB: usize, out: usize,
): i32 {
  const panel = <usize>rows << 5;
  const outPanel = <usize>m << 5;
  const across = two ? 2 : 1;
  for (; j + across <= panels; j += across) {
    for (let i = 0; i < m; i += 4) {
      const o = out + <usize>j * outPanel + (<usize>i << 5), p = two ? o + outPanel : o;
      let s00 = v128.load(o), s01 = v128.load(o, 16), t00 = two ? v128.load(p) : s00, t01 = two ? v128.load(p, 16) : s01;
      let s10 = v128.load(o, 32), s11 = v128.load(o, 48), t10 = two ? v128.load(p, 32) : s10, t11 = two ? v128.load(p, 48) : s11;
      let s20 = v128.load(o, 64), s21 = v128.load(o, 80), t20 = two ? v128.load(p, 64) : s20, t21 = two ? v128.load(p, 80) : s21;
      let s30 = v128.load(o, 96), s31 = v128.load(o, 112), t30 = two ? v128.load(p, 96) : s30, t31 = two ? v128.load(p, 112) : s31;
      let fromA = a + <usize>(i >> 3) * panel + (<usize>(i & 7) << 2);
      let fromB = b + <usize>j * panel;
      for (let step = 0; step < steps; step++) {
        let at = fromA, from = fromB;
        for (const end = from + panel; from < end; from += 32, at += 32) {
          const x0 = v128.load(from), x1 = v128.load(from, 16);
          const y0 = two ? v128.load(from + panel) : x0, y1 = two ? v128.load(from + panel, 16) : x1;
          let value = v128.load32_splat(at);
          s00 = madd(value, x0, s00); s01 = madd(value, x1, s01);
          if (two) { t00 = madd(value, y0, t00); t01 = madd(value, y1, t01); }
          value = v128.load32_splat(at, 4);
          s10 = madd(value, x0, s10); s11 = madd(value, x1, s11);
          if (two) { t10 = madd(value, y0, t10); t11 = madd(value, y1, t11); }
          value = v128.load32_splat(at, 8);
          s20 = madd(value, x0, s20); s21 = madd(value, x1, s21);
          if (two) { t20 = madd(value, y0, t20); t21 = madd(value, y1, t21); }
          value = v128.load32_splat(at, 12);
          s30 = madd(value, x0, s30); s31 = madd(value, x1, s31);
          if (two) { t30 = madd(value, y0, t30); t31 = madd(value, y1, t31); }
        }
        fromA += nextA; fromB += nextB;
      }
      storeTile(o, s00, s01, s10, s11, s20, s21, s30, s31);
      if (two) storeTile(p, t00, t01, t10, t11, t20, t21, t30, t31);
    }
  }
  return j;
}

/**
 * Adds to `out`, panels of (m, 8 * panels), the transpose of A times B summed over `steps` steps: how the gradients of
 * weights come about.
 *
 * @param a panels of (rows, m), a step every `nextA` bytes; b: panels of (rows, 8 * panels), every `nextB`
 */
export function addTransposeProducts(
  wide: i32, rows: i32, steps: i32, m: i32, panels: i32, a: usize, nextA: usize, b: usize, nextB: usize, out: usize,
): void {
  let j = 0;
  if (wide) j = addTransposeTiles(true, j, rows, steps, m, panels, a, nextA, b, nextB, out);
  addTransposeTiles(false, j, rows, steps, m, panels, a, nextA, b, nextB, out);
}

/** Adds to `sums`, a row of 8 * panels, the rows of B. */
export function addRowsTo(sums: usize, rows: i32, panels: i32, b: usize): void {
  for (let j = 0; j < panels; j++, sums += 32) {
    let s0 = v128.load(sums), s1 = v128.load(sums, 16);
    for (const end = b + (<usize>rows << 5); b < end; b += 32) {
      s0 = f32x4.add(s0, v128.load(b));
      s1 = f32x4.add(s1, v128.load(b, 16));
    }
    storePair(sums, s0, s1);
  }
}
