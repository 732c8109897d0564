/**
 * Sums over what windows see, in tiles of four places (or four positions of the window) by sixteen columns.
 *
 * The inner loops are not unrolled on purpose: V8 would move the loads of all turns to the front and spill the sums. Every
 * sum runs in the same order, whatever the tile.
 */
import { madd } from "../shared/float32";
import { across, down, length, pieceAcross, pieceDown, piecesAcross, piecesDown, stepAcross, stepDown, windows } from "./windows";

/**
 * Writes the sums of one panel for all places of a band: `bias` plus windows times panel, and what is below `lowest`
 * becomes that.
 *
 * @param out where the first place's go, places `outAcross` and `outDown` bytes apart
 * @param spare room for a tile
 */
export function addWindows(
  panel: usize, bias: usize, lowest: f32, out: usize, outAcross: usize, outDown: usize, spare: usize,
): void {
  const floor = f32x4.splat(lowest);
  const piece = <usize>length << 2;
  const step1 = stepAcross, step2 = step1 + step1, step3 = step2 + step1;
  for (let row = 0; row < down; row++) {
    let first = windows + <usize>row * stepDown;
    let to = out + <usize>row * outDown;
    for (let place = 0; place < across; place += 4, first += 4 * step1, to += 4 * outAcross) {
      let s00 = v128.load(bias), s01 = v128.load(bias, 16), s02 = v128.load(bias, 32), s03 = v128.load(bias, 48);
      let s10 = v128.load(bias), s11 = v128.load(bias, 16), s12 = v128.load(bias, 32), s13 = v128.load(bias, 48);
      let s20 = v128.load(bias), s21 = v128.load(bias, 16), s22 = v128.load(bias, 32), s23 = v128.load(bias, 48);
      let s30 = v128.load(bias), s31 = v128.load(bias, 16), s32 = v128.load(bias, 32), s33 = v128.load(bias, 48);
      let b = panel;
      for (let i = 0, line = first; i < piecesDown; i++, line += pieceDown) {
        for (let j = 0, from = line; j < piecesAcross; j++, from += pieceAcross) {
          for (let a = from, end = from + piece; a < end; a += 4, b += 64) {
            const x0 = v128.load(b), x1 = v128.load(b, 16), x2 = v128.load(b, 32), x3 = v128.load(b, 48);
            let value = v128.load32_splat(a);
            s00 = madd(value, x0, s00); s01 = madd(value, x1, s01); s02 = madd(value, x2, s02); s03 = madd(value, x3, s03);
            value = v128.load32_splat(a + step1);
            s10 = madd(value, x0, s10); s11 = madd(value, x1, s11); s12 = madd(value, x2, s12); s13 = madd(value, x3, s13);
            value = v128.load32_splat(a + step2);
            s20 = madd(value, x0, s20); s21 = madd(value, x1, s21); s22 = madd(value, x2, s22); s23 = madd(value, x3, s23);
            value = v128.load32_splat(a + step3);
            s30 = madd(value, x0, s30); s31 = madd(value, x1, s31); s32 = madd(value, x2, s32); s33 = madd(value, x3, s33);
          }
        }
      }
      s00 = f32x4.max(s00, floor); s01 = f32x4.max(s01, floor); s02 = f32x4.max(s02, floor); s03 = f32x4.max(s03, floor);
      s10 = f32x4.max(s10, floor); s11 = f32x4.max(s11, floor); s12 = f32x4.max(s12, floor); s13 = f32x4.max(s13, floor);
      s20 = f32x4.max(s20, floor); s21 = f32x4.max(s21, floor); s22 = f32x4.max(s22, floor); s23 = f32x4.max(s23, floor);
      s30 = f32x4.max(s30, floor); s31 = f32x4.max(s31, floor); s32 = f32x4.max(s32, floor); s33 = f32x4.max(s33, floor);
      const whole = place + 4 <= across;
      const next = whole ? outAcross : 64;
      let o = whole ? to : spare;
      v128.store(o, s00); v128.store(o, s01, 16); v128.store(o, s02, 32); v128.store(o, s03, 48);
      o += next;
      v128.store(o, s10); v128.store(o, s11, 16); v128.store(o, s12, 32); v128.store(o, s13, 48);
      o += next;
      v128.store(o, s20); v128.store(o, s21, 16); v128.store(o, s22, 32); v128.store(o, s23, 48);
      o += next;
      v128.store(o, s30); v128.store(o, s31, 16); v128.store(o, s32, 32); v128.store(o, s33, 48);
      if (!whole) {
        for (let k = 0; k < across - place; k++) memory.copy(to + <usize>k * outAcross, spare + (<usize>k << 6), 64);
      }
    }
  }
}

/**
 * Adds to sums, for each position of the window and each of a panel's columns, the products of what the windows see there
 * with the panel's rows, one of which belongs to each place: how gradients of weights come about.
 *
 * @param sums sixteen values for each position; the positions of a piece filled up to a multiple of four
 */
export function addTransposed(panel: usize, sums: usize): void {
  const step = stepAcross;
  for (let i = 0; i < piecesDown; i++) {
    for (let j = 0; j < piecesAcross; j++) {
      let from = windows + <usize>i * pieceDown + <usize>j * pieceAcross;
      for (let k = 0; k < length; k += 4, from += 16, sums += 256) {
        let s00 = v128.load(sums), s01 = v128.load(sums, 16), s02 = v128.load(sums, 32), s03 = v128.load(sums, 48);
        let s10 = v128.load(sums, 64), s11 = v128.load(sums, 80), s12 = v128.load(sums, 96), s13 = v128.load(sums, 112);
        let s20 = v128.load(sums, 128), s21 = v128.load(sums, 144), s22 = v128.load(sums, 160), s23 = v128.load(sums, 176);
        let s30 = v128.load(sums, 192), s31 = v128.load(sums, 208), s32 = v128.load(sums, 224), s33 = v128.load(sums, 240);
        let b = panel;
        for (let row = 0, line = from; row < down; row++, line += stepDown) {
          for (let a = line, end = b + (<usize>across << 6); b < end; b += 64, a += step) {
            const x0 = v128.load(b), x1 = v128.load(b, 16), x2 = v128.load(b, 32), x3 = v128.load(b, 48);
            let value = v128.load32_splat(a);
            s00 = madd(value, x0, s00); s01 = madd(value, x1, s01); s02 = madd(value, x2, s02); s03 = madd(value, x3, s03);
            value = v128.load32_splat(a, 4);
            s10 = madd(value, x0, s10); s11 = madd(value, x1, s11); s12 = madd(value, x2, s12); s13 = madd(value, x3, s13);
            value = v128.load32_splat(a, 8);
            s20 = madd(value, x0, s20); s21 = madd(value, x1, s21); s22 = madd(value, x2, s22); s23 = madd(value, x3, s23);
            value = v128.load32_splat(a, 12);
            s30 = madd(value, x0, s30); s31 = madd(value, x1, s31); s32 = madd(value, x2, s32); s33 = madd(value, x3, s33);
          }
        }
        v128.store(sums, s00); v128.store(sums, s01, 16); v128.store(sums, s02, 32); v128.store(sums, s03, 48);
        v128.store(sums, s10, 64); v128.store(sums, s11, 80); v128.store(sums, s12, 96); v128.store(sums, s13, 112);
        v128.store(sums, s20, 128); v128.store(sums, s21, 144); v128.store(sums, s22, 160); v128.store(sums, s23, 176);
        v128.store(sums, s30, 192); v128.store(sums, s31, 208); v128.store(sums, s32, 224); v128.store(sums, s33, 240);
      }
    }
  }
}
