import { less, madd } from "../shared/float64";
import { LINE } from "./line";

/** Does the rotations that are written down from `rotations` to `end`, panel by panel. */
export function rotatePanels(n: usize, panels: usize, rotations: usize, end: usize): void {
  const size = n * LINE;
  for (let lines = panels; lines < panels + ((n + 15) >> 4) * size; lines += size) {
    for (let from = rotations; from < end; ) {
      const row = <usize>load<u32>(from);
      const count = <usize>load<u32>(from, 4);
      from += 16;
      rotateLines(lines + row * LINE, from, count);
      from += count << 4;
    }
  }
}

/** Rotates the line at `line` with the next one, then the one before with it, and so on. */
function rotateLines(line: usize, rotations: usize, count: usize): void {
  let f0 = v128.load(line, 128);
  let f1 = v128.load(line, 144);
  let f2 = v128.load(line, 160);
  let f3 = v128.load(line, 176);
  let f4 = v128.load(line, 192);
  let f5 = v128.load(line, 208);
  let f6 = v128.load(line, 224);
  let f7 = v128.load(line, 240);
  for (const end = rotations + (count << 4); rotations < end; rotations += 16, line -= LINE) {
    const s = v128.load64_splat(rotations);
    const c = v128.load64_splat(rotations, 8);
    const g0 = v128.load(line);
    const g1 = v128.load(line, 16);
    const g2 = v128.load(line, 32);
    const g3 = v128.load(line, 48);
    const g4 = v128.load(line, 64);
    const g5 = v128.load(line, 80);
    const g6 = v128.load(line, 96);
    const g7 = v128.load(line, 112);
    v128.store(line, madd(s, g0, f64x2.mul(c, f0)), 128);
    v128.store(line, madd(s, g1, f64x2.mul(c, f1)), 144);
    v128.store(line, madd(s, g2, f64x2.mul(c, f2)), 160);
    v128.store(line, madd(s, g3, f64x2.mul(c, f3)), 176);
    v128.store(line, madd(s, g4, f64x2.mul(c, f4)), 192);
    v128.store(line, madd(s, g5, f64x2.mul(c, f5)), 208);
    v128.store(line, madd(s, g6, f64x2.mul(c, f6)), 224);
    v128.store(line, madd(s, g7, f64x2.mul(c, f7)), 240);
    f0 = less(s, f0, f64x2.mul(c, g0));
    f1 = less(s, f1, f64x2.mul(c, g1));
    f2 = less(s, f2, f64x2.mul(c, g2));
    f3 = less(s, f3, f64x2.mul(c, g3));
    f4 = less(s, f4, f64x2.mul(c, g4));
    f5 = less(s, f5, f64x2.mul(c, g5));
    f6 = less(s, f6, f64x2.mul(c, g6));
    f7 = less(s, f7, f64x2.mul(c, g7));
  }
  v128.store(line, f0, 128);
  v128.store(line, f1, 144);
  v128.store(line, f2, 160);
  v128.store(line, f3, 176);
  v128.store(line, f4, 192);
  v128.store(line, f5, 208);
  v128.store(line, f6, 224);
  v128.store(line, f7, 240);
}
