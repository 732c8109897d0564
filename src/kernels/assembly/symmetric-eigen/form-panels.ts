import { at, less, madd, put } from "../shared/float64";
import { LINE } from "./line";

/** Fills the panels with the transpose of the product of all reflections. */
export function formPanels(n: usize, stride: usize, A: usize, factors: usize, panels: usize, sums: usize): void {
  const size = n * LINE;
  memory.fill(panels, 0, ((n + 15) >> 4) * size);
  for (let i: usize = 0; i < n; i++) put(panels + (i >> 4) * size + i * LINE, i & 15, 1);
  for (let panel: usize = 0; panel < (n + 15) >> 4; panel++) {
    const lines = panels + panel * size;
    memory.fill(sums, 0, LINE);
    // The reflection of step k is applied, and the sums for that of step k + 1 are taken, in one pass.
    for (let k: usize = 0; k + 1 < n; k++) {
      const before = k == 0 ? A : A - stride;
      const factor = k == 0 ? 0 : at(factors, k - 1);
      const row = A + k * stride;
      reflectLine(lines + k * LINE, k == 0 ? 0 : factor * at(before + k * stride, k), sums);
      reflectAndSum(n - k - 1, lines + (k + 1) * LINE, before + k * stride + ((k + 1) << 3), factor, row + ((k + 1) << 3), sums);
    }
  }
}

function reflectLine(line: usize, times: f64, sums: usize): void {
  for (let lane: usize = 0; lane < 16; lane++) put(line, lane, at(line, lane) - times * at(sums, lane));
}

/** Takes factor v s from `count` lines, and puts the sums of the lines, each times u, where s stood. */
function reflectAndSum(count: usize, line: usize, v: usize, factor: f64, u: usize, sums: usize): void {
  const s0 = v128.load(sums);
  const s1 = v128.load(sums, 16);
  const s2 = v128.load(sums, 32);
  const s3 = v128.load(sums, 48);
  const s4 = v128.load(sums, 64);
  const s5 = v128.load(sums, 80);
  const s6 = v128.load(sums, 96);
  const s7 = v128.load(sums, 112);
  let t0 = f64x2.splat(0);
  let t1 = t0;
  let t2 = t0;
  let t3 = t0;
  let t4 = t0;
  let t5 = t0;
  let t6 = t0;
  let t7 = t0;
  for (const end = u + (count << 3); u < end; u += 8, v += 8, line += LINE) {
    const x = f64x2.splat(factor * load<f64>(v));
    const y = v128.load64_splat(u);
    const l0 = less(x, s0, v128.load(line));
    const l1 = less(x, s1, v128.load(line, 16));
    const l2 = less(x, s2, v128.load(line, 32));
    const l3 = less(x, s3, v128.load(line, 48));
    const l4 = less(x, s4, v128.load(line, 64));
    const l5 = less(x, s5, v128.load(line, 80));
    const l6 = less(x, s6, v128.load(line, 96));
    const l7 = less(x, s7, v128.load(line, 112));
    v128.store(line, l0);
    v128.store(line, l1, 16);
    v128.store(line, l2, 32);
    v128.store(line, l3, 48);
    v128.store(line, l4, 64);
    v128.store(line, l5, 80);
    v128.store(line, l6, 96);
    v128.store(line, l7, 112);
    t0 = madd(y, l0, t0);
    t1 = madd(y, l1, t1);
    t2 = madd(y, l2, t2);
    t3 = madd(y, l3, t3);
    t4 = madd(y, l4, t4);
    t5 = madd(y, l5, t5);
    t6 = madd(y, l6, t6);
    t7 = madd(y, l7, t7);
  }
  v128.store(sums, t0);
  v128.store(sums, t1, 16);
  v128.store(sums, t2, 32);
  v128.store(sums, t3, 48);
  v128.store(sums, t4, 64);
  v128.store(sums, t5, 80);
  v128.store(sums, t6, 96);
  v128.store(sums, t7, 112);
}
