/**
 * Eigenvalues and vectors of a symmetric matrix in float64: Householder's reduction to a tridiagonal matrix, then
 * implicit QL, as ../symmetric-eigen.ts has them in plain TypeScript. What is different is the way through memory.
 *
 * The matrix is square with rows of `stride` bytes, a multiple of 32; beyond its columns it is 0. Vectors of its size are
 * as long as a row. The eigenvectors lie in panels of 16 columns: in each, row after row of 128 bytes, so that a panel
 * stays in the second cache while many steps pass over it. Pointers are in bytes.
 */

const LINE: usize = 128;
const MAX_SWEEPS = 60;

// @ts-ignore: decorator
@inline
function at(array: usize, i: usize): f64 {
  return load<f64>(array + (i << 3));
}

// @ts-ignore: decorator
@inline
function put(array: usize, i: usize, value: f64): void {
  store<f64>(array + (i << 3), value);
}

// @ts-ignore: decorator
@inline
function madd(a: v128, b: v128, sum: v128): v128 {
  return f64x2.relaxed_madd(a, b, sum);
}

/** sum - a b. */
// @ts-ignore: decorator
@inline
function less(a: v128, b: v128, sum: v128): v128 {
  return f64x2.relaxed_nmadd(a, b, sum);
}

// @ts-ignore: decorator
@inline
function total(a: v128, b: v128): f64 {
  const sum = f64x2.add(a, b);
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

function dot(a: usize, b: usize, bytes: usize): f64 {
  let sum = f64x2.splat(0);
  let sum2 = f64x2.splat(0);
  for (const end = a + bytes; a < end; a += 32, b += 32) {
    sum = madd(v128.load(a), v128.load(b), sum);
    sum2 = madd(v128.load(a, 16), v128.load(b, 16), sum2);
  }
  return total(sum, sum2);
}

/**
 * Reduces A to diagonal and neighbours; beside[k] stands between k and k + 1. Row k of A, beyond k, then holds the
 * Householder vector of step k, factors[k] is 2 / |v|^2.
 *
 * Step k takes v w' + w v' of the step before from A in the very pass that multiplies A by its own vector: the matrix goes
 * through the processor once a step.
 *
 * @param v, w, next, p vectors of 0
 */
export function tridiagonalise(
  n: usize, stride: usize, A: usize, diagonal: usize, beside: usize, factors: usize, v: usize, w: usize, next: usize,
  p: usize,
): void {
  for (let k: usize = 0; k < n; k++) {
    const row = A + k * stride;
    const vk = at(v, k);
    const wk = at(w, k);
    for (let j = k; j < n; j++) put(row, j, at(row, j) - vk * at(w, j) - wk * at(v, j));
    put(diagonal, k, at(row, k));
    put(factors, k, 0);
    if (k + 2 >= n) {
      if (k + 2 == n) put(beside, k, at(row, k + 1));
      continue;
    }
    memory.fill(next, 0, (k + 1) << 3);
    memory.copy(next + ((k + 1) << 3), row + ((k + 1) << 3), stride - ((k + 1) << 3));
    const first = at(next, k + 1);
    const norm = Math.sqrt(dot(next, next, stride));
    const alpha = first > 0 ? -norm : norm;
    put(beside, k, alpha);
    if (norm > 0) {
      put(next, k + 1, first - alpha);
      put(row, k + 1, first - alpha);
      // |v|^2 = 2 (norm^2 - alpha x), and v[k + 1] is x - alpha.
      put(factors, k, -1 / (alpha * (first - alpha)));
    } else {
      memory.fill(next, 0, stride);
    }
    memory.fill(p, 0, stride);
    let i = k + 1;
    for (; i + 1 < n; i += 2) passRows(i, stride, A + i * stride, v, w, next, p);
    if (i < n) passElement(A + i * stride, i, i, v, w, next, p);
    const factor = at(factors, k);
    const half = (factor * factor * dot(p, next, stride)) / 2;
    for (let j = k + 1; j < n; j++) {
      put(v, j, at(next, j));
      put(w, j, factor * at(p, j) - half * at(next, j));
    }
    put(v, k, 0);
    put(w, k, 0);
  }
}

// @ts-ignore: decorator
@inline
function passElement(row: usize, i: usize, j: usize, v: usize, w: usize, next: usize, p: usize): void {
  const value = at(row, j) - at(v, i) * at(w, j) - at(w, i) * at(v, j);
  put(row, j, value);
  put(p, i, at(p, i) + value * at(next, j));
  if (j != i) put(p, j, at(p, j) + value * at(next, i));
}

/** Rows i and i + 1 from the diagonal on. */
function passRows(i: usize, stride: usize, row: usize, v: usize, w: usize, next: usize, p: usize): void {
  const row2 = row + stride;
  const from = (i + 5) & ~3;
  for (let j = i; j < from; j++) passElement(row, i, j, v, w, next, p);
  for (let j = i + 1; j < from; j++) passElement(row2, i + 1, j, v, w, next, p);
  const vi = v128.load64_splat(v + (i << 3));
  const wi = v128.load64_splat(w + (i << 3));
  const ni = v128.load64_splat(next + (i << 3));
  const vi2 = v128.load64_splat(v + (i << 3), 8);
  const wi2 = v128.load64_splat(w + (i << 3), 8);
  const ni2 = v128.load64_splat(next + (i << 3), 8);
  let sum = f64x2.splat(0);
  let sum_ = f64x2.splat(0);
  let sum2 = f64x2.splat(0);
  let sum2_ = f64x2.splat(0);
  for (let j = from << 3; j < stride; j += 32) {
    const vj = v128.load(v + j);
    const vj_ = v128.load(v + j, 16);
    const wj = v128.load(w + j);
    const wj_ = v128.load(w + j, 16);
    const nj = v128.load(next + j);
    const nj_ = v128.load(next + j, 16);
    let pj = v128.load(p + j);
    let pj_ = v128.load(p + j, 16);
    let a = less(wi, vj, less(vi, wj, v128.load(row + j)));
    let a_ = less(wi, vj_, less(vi, wj_, v128.load(row + j, 16)));
    v128.store(row + j, a);
    v128.store(row + j, a_, 16);
    sum = madd(a, nj, sum);
    sum_ = madd(a_, nj_, sum_);
    pj = madd(a, ni, pj);
    pj_ = madd(a_, ni, pj_);
    a = less(wi2, vj, less(vi2, wj, v128.load(row2 + j)));
    a_ = less(wi2, vj_, less(vi2, wj_, v128.load(row2 + j, 16)));
    v128.store(row2 + j, a);
    v128.store(row2 + j, a_, 16);
    sum2 = madd(a, nj, sum2);
    sum2_ = madd(a_, nj_, sum2_);
    v128.store(p + j, madd(a, ni2, pj));
    v128.store(p + j, madd(a_, ni2, pj_), 16);
  }
  put(p, i, at(p, i) + total(sum, sum_));
  put(p, i + 1, at(p, i + 1) + total(sum2, sum2_));
}

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

/**
 * Rotates the tridiagonal matrix to a diagonal one, and the panels' rows with it. Rotations are written down, sweep by
 * sweep (16 bytes: first row, count; then sine and cosine of each), and done panel by panel when there are many.
 *
 * @param room bytes for rotations, at least 32 n
 * beside[n - 1] becomes 1 where the values were not found, else 0
 */
export function implicitQl(n: usize, d: usize, e: usize, panels: usize, rotations: usize, room: usize): void {
  let end = rotations;
  put(e, n - 1, 0);
  for (let l: usize = 0; l < n; l++) {
    for (let sweep = 0; ; sweep++) {
      let m = l;
      while (m + 1 < n && Math.abs(at(e, m)) > f64.EPSILON * (Math.abs(at(d, m)) + Math.abs(at(d, m + 1)))) m++;
      if (m == l) break;
      if (sweep == MAX_SWEEPS) {
        put(e, n - 1, 1);
        return;
      }
      if (end + 16 * (m - l + 1) > rotations + room) {
        rotatePanels(n, panels, rotations, end);
        end = rotations;
      }
      const head = end;
      end += 16;
      let g = (at(d, l + 1) - at(d, l)) / (2 * at(e, l));
      const root = Math.sqrt(g * g + 1);
      g = at(d, m) - at(d, l) + at(e, l) / (g + (g >= 0 ? root : -root));
      let s: f64 = 1;
      let c: f64 = 1;
      let p: f64 = 0;
      let i = m;
      let whole = true;
      while (i > l) {
        i--;
        const f = s * at(e, i);
        const b = c * at(e, i);
        const r = Math.sqrt(f * f + g * g);
        put(e, i + 1, r);
        if (r == 0) {
          put(d, i + 1, at(d, i + 1) - p);
          put(e, m, 0);
          whole = false;
          break;
        }
        s = f / r;
        c = g / r;
        g = at(d, i + 1) - p;
        const t = (at(d, i) - g) * s + 2 * c * b;
        p = s * t;
        put(d, i + 1, g + p);
        g = c * t - b;
        store<f64>(end, s);
        store<f64>(end, c, 8);
        end += 16;
      }
      store<u32>(head, <u32>(m - 1));
      store<u32>(head, <u32>((end - head - 16) >> 4), 4);
      if (!whole) continue;
      put(d, l, at(d, l) - p);
      put(e, l, g);
      put(e, m, 0);
    }
  }
  rotatePanels(n, panels, rotations, end);
  put(e, n - 1, 0);
}

function rotatePanels(n: usize, panels: usize, rotations: usize, end: usize): void {
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
