import { QuadrantError } from "../errors";
import { assertAlike, defineKernel, type KernelInstance } from "./define-kernel";
import { layOutMixed } from "./kernel-memory";
import { padded } from "./padded";

export interface Eigen {
  /** Descending. */
  readonly values: Float64Array;
  /** (size, size): row k is the vector of value k, of length 1. */
  readonly vectors: Float64Array;
}

/** @param A symmetric, size x size, row-major; left alone */
type SymmetricEigen = (A: Float64Array, size: number) => Eigen;

const MAX_SWEEPS = 60;
/** Columns of a panel of vectors, and what the length of a row is a multiple of. */
const PANEL = 16;
/** Rotations that are done together, in bytes: they come from the second cache, or nearly. */
const ROTATIONS = 2 ** 19;
/** A larger matrix would, with its vectors, take more than half of what a kernel can have. */
const LARGEST = 11_000;

/**
 * Householder's reduction to a tridiagonal matrix, then implicit QL with shifts (Wilkinson and Reinsch 1971,
 * contributions II/2 and II/4; Golub and Van Loan 2013, section 8.3).
 */
const plain: SymmetricEigen = (A, size) => {
  const scale = largestOf(A);
  const work = A.map((value) => value / scale);
  const diagonal = new Float64Array(size);
  const beside = new Float64Array(size);
  const reflections = tridiagonalise(work, size, diagonal, beside);
  const vectors = identity(size);
  implicitQl(diagonal, beside, vectors, size);
  applyReflections(work, reflections, vectors, size);
  for (let i = 0; i < size; i++) diagonal[i]! *= scale;
  return descending(diagonal, (row, into) => into.set(vectors.subarray(row * size, (row + 1) * size)));
};

/** With a largest value of 1 no square of a value that matters is lost. */
function largestOf(A: Float64Array): number {
  return A.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
}

function descending(values: Float64Array, copyVector: (row: number, into: Float64Array) => void): Eigen {
  const size = values.length;
  const order = Array.from(values.keys()).sort((a, b) => values[b]! - values[a]!);
  const vectors = new Float64Array(size * size);
  order.forEach((from, to) => {
    copyVector(from, vectors.subarray(to * size, (to + 1) * size));
  });
  return { values: Float64Array.from(order, (at) => values[at]!), vectors };
}

function notFound(): QuadrantError {
  return new QuadrantError("bad-argument", "the eigenvalues of a matrix were not found");
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
      if (sweep === MAX_SWEEPS) throw notFound();
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

function fast({ memory, functions }: KernelInstance): SymmetricEigen {
  return (A, size) => {
    if (size > LARGEST) return plain(A, size);
    const width = padded(size, PANEL);
    const room = ROTATIONS + 4 * PANEL * size;
    const vectorSizes = Array.from({ length: 7 }, () => width);
    const places = layOutMixed(memory, [size * width, size * width, room / 8, PANEL, ...vectorSizes], []).f64;
    const [work, panels, rotations, sums] = places.splice(0, 4) as [
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    const [values, beside, factors] = places.splice(0, 3) as [Float64Array, Float64Array, Float64Array];
    const scale = largestOf(A);
    work.fill(0);
    for (let row = 0; row < size; row++) {
      for (let column = row; column < size; column++) work[row * width + column] = A[row * size + column]! / scale;
    }
    for (const vector of places) vector.fill(0);
    const at = (array: Float64Array): number => array.byteOffset;
    functions.tridiagonalise!(size, 8 * width, at(work), at(values), at(beside), at(factors), ...places.map(at));
    functions.formPanels!(size, 8 * width, at(work), at(factors), at(panels), at(sums));
    functions.implicitQl!(size, at(values), at(beside), at(panels), at(rotations), room);
    if (beside[size - 1] !== 0) throw notFound();
    const found = values.slice(0, size).map((value) => value * scale);
    return descending(found, (row, into) => {
      for (let first = 0; first < size; first += PANEL) {
        const from = first * size + row * PANEL;
        for (let lane = 0; lane < Math.min(PANEL, size - first); lane++) into[first + lane] = panels[from + lane]!;
      }
    });
  };
}

/** The eigenvalues and vectors of a symmetric matrix; the one to use in this thread. */
export const symmetricEigenKernel = defineKernel<SymmetricEigen>({
  name: "symmetric-eigen",
  wide: true,
  fast,
  plain,
  compare(compiled, reference) {
    for (const size of [1, 2, 3, 21, 38]) {
      const A = Float64Array.from({ length: size * size }, (_, i) => {
        const [row, column] = [Math.floor(i / size), i % size];
        return Math.sin(row * column + row + column) + (row === column ? row : 0);
      });
      const [found, expected] = [compiled(A, size), reference(A, size)];
      assertAlike("eigenvalues", found.values, expected.values, 1e-10);
      assertAlike("eigenvectors", projected(found, size), projected(expected, size), 1e-10);
    }
  },
});

/** Each vector times its product with a fixed one: its sign is free, and cancels. */
function projected({ vectors }: Eigen, size: number): Float64Array {
  return vectors.map((value, i) => {
    const own = vectors.subarray(i - (i % size), i - (i % size) + size);
    return value * own.reduce((sum, other, k) => sum + other * Math.cos(k), 0);
  });
}
