/** Between rows as others have them, one after another, and panels of eight columns. */
import { storePair } from "../shared/vectors";

/** Rows `next` bytes apart, `columns` values each, into panels of (rows, columns); what is missing becomes 0. */
export function toPanels(from: usize, next: usize, columns: i32, given: i32, rows: i32, to: usize): void {
  const panel = <usize>rows << 5;
  for (let row = 0; row < rows; row++, from += next, to += 32) {
    let out = to;
    let column = 0;
    if (row < given) {
      for (let at = from; column + 8 <= columns; column += 8, at += 32, out += panel) {
        storePair(out, v128.load(at), v128.load(at, 16));
      }
    }
    for (; column < columns; column += 8, out += panel) {
      for (let i = 0; i < 8; i++) {
        const there = row < given && column + i < columns;
        store<f32>(out + (<usize>i << 2), there ? load<f32>(from + (<usize>(column + i) << 2)) : 0);
      }
    }
  }
}

/** The same, added to what is in the panels. */
export function addToPanels(from: usize, next: usize, columns: i32, given: i32, rows: i32, to: usize): void {
  const panel = <usize>rows << 5;
  for (let row = 0; row < given; row++, from += next, to += 32) {
    let out = to, at = from, column = 0;
    for (; column + 8 <= columns; column += 8, at += 32, out += panel) {
      storePair(out, f32x4.add(v128.load(out), v128.load(at)), f32x4.add(v128.load(out, 16), v128.load(at, 16)));
    }
    for (; column < columns; column++, at += 4, out += 4) store<f32>(out, load<f32>(out) + load<f32>(at));
  }
}

/** And back: `given` rows out of panels of (rows, columns). */
export function fromPanels(from: usize, rows: i32, columns: i32, given: i32, to: usize, next: usize): void {
  const panel = <usize>rows << 5;
  for (let row = 0; row < given; row++, from += 32, to += next) {
    let at = from, out = to, column = 0;
    for (; column + 8 <= columns; column += 8, at += panel, out += 32) {
      storePair(out, v128.load(at), v128.load(at, 16));
    }
    for (; column < columns; column++, at += 4, out += 4) store<f32>(out, load<f32>(at));
  }
}

/** One row from panels to panels; from nowhere it is 0. */
export function copyRow(from: usize, to: usize, row: i32, rows: i32, panels: i32): void {
  const panel = <usize>rows << 5;
  let at = <usize>row << 5;
  for (let j = 0; j < panels; j++, at += panel) {
    storePair(to + at, from ? v128.load(from + at) : f32x4.splat(0), from ? v128.load(from + at, 16) : f32x4.splat(0));
  }
}
