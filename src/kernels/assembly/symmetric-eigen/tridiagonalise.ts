import { at, less, madd, put, total } from "../shared/float64";

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
