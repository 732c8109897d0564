import { QuadrantError } from "../../errors";

export interface Eigen {
  /** Descending. */
  readonly values: Float64Array;
  /** (size, size): row k is the vector of value k, of length 1. */
  readonly vectors: Float64Array;
}

const MAX_SWEEPS = 60;

/**
 * Eigenvalues and vectors of a symmetric matrix: Householder's reduction to a tridiagonal one, then implicit QL with
 * shifts (Wilkinson and Reinsch 1971, contributions II/2 and II/4; Golub and Van Loan 2013, section 8.3).
 *
 * @param A size x size, row-major; left alone
 */
export function symmetricEigen(A: Float64Array, size: number): Eigen {
  const work = A.slice();
  const diagonal = new Float64Array(size);
  const beside = new Float64Array(size);
  const reflections = tridiagonalise(work, size, diagonal, beside);
  const vectors = identity(size);
  implicitQl(diagonal, beside, vectors, size);
  applyReflections(work, reflections, vectors, size);
  const order = Array.from(diagonal.keys()).sort((a, b) => diagonal[b]! - diagonal[a]!);
  const sorted = new Float64Array(size * size);
  order.forEach((from, to) => {
    sorted.set(vectors.subarray(from * size, (from + 1) * size), to * size);
  });
  return { values: Float64Array.from(order, (at) => diagonal[at]!), vectors: sorted };
}

function identity(size: number): Float64Array {
  const square = new Float64Array(size * size);
  for (let i = 0; i < size; i++) square[i * size + i] = 1;
  return square;
}

/**
 * Reduces A to diagonal and neighbours; beside[k] stands between k and k + 1. Row k of A, beyond k, then holds the
 * Householder vector of step k; what is returned are its factors 2 / |v|^2.
 */
function tridiagonalise(A: Float64Array, size: number, diagonal: Float64Array, beside: Float64Array): Float64Array {
  const factors = new Float64Array(size);
  const p = new Float64Array(size);
  for (let k = 0; k < size; k++) {
    diagonal[k] = A[k * size + k]!;
    if (k >= size - 2) {
      if (k === size - 2) beside[k] = A[k * size + k + 1]!;
      continue;
    }
    const v = A.subarray(k * size, (k + 1) * size);
    let norm = 0;
    for (let i = k + 1; i < size; i++) norm = Math.hypot(norm, v[i]!);
    if (norm === 0) continue;
    const alpha = v[k + 1]! > 0 ? -norm : norm;
    beside[k] = alpha;
    v[k + 1]! -= alpha;
    // |v|^2 = 2 (norm^2 - alpha x), and v[k + 1] is x - alpha.
    const factor = -1 / (alpha * v[k + 1]!);
    factors[k] = factor;
    reflect(A, size, k, v, factor, p);
  }
  return factors;
}

/** A becomes H A H on the rows and columns beyond k, of which the upper triangle is kept. */
function reflect(A: Float64Array, size: number, k: number, v: Float64Array, factor: number, p: Float64Array): void {
  p.fill(0, k + 1);
  for (let i = k + 1; i < size; i++) {
    const row = i * size;
    const vi = v[i]!;
    let sum = A[row + i]! * vi;
    for (let j = i + 1; j < size; j++) {
      const value = A[row + j]!;
      sum += value * v[j]!;
      p[j]! += value * vi;
    }
    p[i]! += sum;
  }
  let inner = 0;
  for (let i = k + 1; i < size; i++) {
    p[i]! *= factor;
    inner += p[i]! * v[i]!;
  }
  const half = (inner * factor) / 2;
  for (let i = k + 1; i < size; i++) p[i]! -= half * v[i]!;
  for (let i = k + 1; i < size; i++) {
    const row = i * size;
    const [vi, pi] = [v[i]!, p[i]!];
    for (let j = i; j < size; j++) A[row + j]! -= vi * p[j]! + pi * v[j]!;
  }
}

/** Rotates the tridiagonal matrix to a diagonal one; the rows of `vectors` become its eigenvectors. */
function implicitQl(d: Float64Array, e: Float64Array, vectors: Float64Array, size: number): void {
  for (let l = 0; l < size; l++) {
    for (let sweep = 0; ; sweep++) {
      let m = l;
      while (m < size - 1 && Math.abs(e[m]!) > Number.EPSILON * (Math.abs(d[m]!) + Math.abs(d[m + 1]!))) m++;
      if (m === l) break;
      if (sweep === MAX_SWEEPS) throw new QuadrantError("bad-argument", "the eigenvalues of a matrix were not found");
      let g = (d[l + 1]! - d[l]!) / (2 * e[l]!);
      const root = Math.hypot(g, 1);
      g = d[m]! - d[l]! + e[l]! / (g + (g >= 0 ? root : -root));
      let [s, c, p] = [1, 1, 0];
      let i = m - 1;
      for (; i >= l; i--) {
        const f = s * e[i]!;
        const b = c * e[i]!;
        const r = Math.sqrt(f * f + g * g);
        e[i + 1] = r;
        if (r === 0) {
          d[i + 1]! -= p;
          e[m] = 0;
          break;
        }
        s = f / r;
        c = g / r;
        g = d[i + 1]! - p;
        const t = (d[i]! - g) * s + 2 * c * b;
        p = s * t;
        d[i + 1] = g + p;
        g = c * t - b;
        rotate(vectors, i * size, (i + 1) * size, size, s, c);
      }
      if (i >= l) continue;
      d[l]! -= p;
      e[l] = g;
      e[m] = 0;
    }
  }
}

function rotate(vectors: Float64Array, first: number, second: number, size: number, s: number, c: number): void {
  for (let k = 0; k < size; k++) {
    const f = vectors[second + k]!;
    const g = vectors[first + k]!;
    vectors[second + k] = s * g + c * f;
    vectors[first + k] = c * g - s * f;
  }
}

/** Turns the eigenvectors of the tridiagonal matrix into those of the matrix it came from. */
function applyReflections(A: Float64Array, factors: Float64Array, vectors: Float64Array, size: number): void {
  for (let row = 0; row < size; row++) {
    const x = vectors.subarray(row * size, (row + 1) * size);
    for (let k = size - 3; k >= 0; k--) {
      const factor = factors[k]!;
      if (factor === 0) continue;
      const v = k * size;
      let sum = 0;
      for (let i = k + 1; i < size; i++) sum += A[v + i]! * x[i]!;
      sum *= factor;
      for (let i = k + 1; i < size; i++) x[i]! -= sum * A[v + i]!;
    }
  }
}
