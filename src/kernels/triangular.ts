import { QuadrantError } from "../errors";
import { assertAlike, defineKernel, type KernelInstance } from "./define-kernel";
import { layOutMixed } from "./kernel-memory";
import { padded } from "./padded";
import { solveFew, solveLowerFour, solveUpperFour } from "./triangular/side-by-side";

/** Cholesky's factor and its systems. Matrices are square, size x size, row-major. */
interface Triangular {
  /**
   * The lower triangle L with L L' = A, or undefined where A is not positive definite.
   *
   * @param A symmetric; left alone
   */
  cholesky(A: Float64Array, size: number): Float64Array | undefined;
  /** Solves L x = b in place, for each of the `count` rows of `b` (count, size). */
  solveLower(L: Float64Array, size: number, b: Float64Array, count: number): void;
  /** Solves L' x = b in place, for each of the `count` rows of `b`. */
  solveUpper(L: Float64Array, size: number, b: Float64Array, count: number): void;
}

/** Systems that are solved together. */
const ROWS = 4;
/** For fewer systems the way of L into the kernel's memory is longer than that to the solution. */
const FEWEST = 8;
/** A larger matrix would take half of all the memory that a kernel can have. */
const LARGEST = 16_000;

const plain: Triangular = {
  cholesky(A, size) {
    const L = new Float64Array(size * size);
    for (let i = 0; i < size; i++) {
      for (let j = 0; j <= i; j++) {
        let sum = A[i * size + j]!;
        for (let k = 0; k < j; k++) sum -= L[i * size + k]! * L[j * size + k]!;
        if (i > j) L[i * size + j] = sum / L[j * size + j]!;
        else if (!(sum > 0)) return undefined;
        else L[i * size + i] = Math.sqrt(sum);
      }
    }
    return L;
  },
  solveLower(L, size, b, count) {
    for (let row = 0; row < count; row++) {
      const x = b.subarray(row * size, (row + 1) * size);
      for (let i = 0; i < size; i++) {
        let sum = x[i]!;
        for (let k = 0; k < i; k++) sum -= L[i * size + k]! * x[k]!;
        x[i] = sum / L[i * size + i]!;
      }
    }
  },
  solveUpper(L, size, b, count) {
    for (let row = 0; row < count; row++) {
      const x = b.subarray(row * size, (row + 1) * size);
      for (let i = size - 1; i >= 0; i--) {
        const value = x[i]! / L[i * size + i]!;
        x[i] = value;
        for (let k = 0; k < i; k++) x[k]! -= L[i * size + k]! * value;
      }
    }
  },
};

function fast({ memory, functions }: KernelInstance): Triangular {
  /** Copies A's lower triangle to rows of `width`, what is missing being the identity's. */
  function place(A: Float64Array, size: number, width: number, into: Float64Array): void {
    into.fill(0);
    for (let row = 0; row < size; row++) into.set(A.subarray(row * size, row * size + row + 1), row * width);
    for (let row = size; row < width; row++) into[row * width + row] = 1;
  }

  function solve(name: string, L: Float64Array, size: number, b: Float64Array, count: number): void {
    const width = padded(size, ROWS);
    const [triangle, four] = layOutMixed(memory, [width * width, ROWS * width], []).f64 as [Float64Array, Float64Array];
    place(L, size, width, triangle);
    for (let first = 0; first < count; first += ROWS) {
      const rows = Math.min(ROWS, count - first);
      four.fill(0);
      for (let row = 0; row < rows; row++) {
        four.set(b.subarray((first + row) * size, (first + row + 1) * size), row * width);
      }
      functions[name]!(width, 8 * width, triangle.byteOffset, four.byteOffset);
      for (let row = 0; row < rows; row++) {
        b.set(four.subarray(row * width, row * width + size), (first + row) * size);
      }
    }
  }

  return {
    cholesky(A, size) {
      if (size > LARGEST) return plain.cholesky(A, size);
      const width = padded(size, ROWS);
      const [triangle, done] = layOutMixed(memory, [width * width, 1], []).f64 as [Float64Array, Float64Array];
      place(A, size, width, triangle);
      functions.factorise!(width, 8 * width, triangle.byteOffset, done.byteOffset);
      if (new Uint32Array(memory.buffer, done.byteOffset, 1)[0] !== width) return undefined;
      const L = new Float64Array(size * size);
      for (let row = 0; row < size; row++) {
        L.set(triangle.subarray(row * width, row * width + row + 1), row * size);
      }
      return L;
    },
    solveLower(L, size, b, count) {
      if (size > LARGEST) plain.solveLower(L, size, b, count);
      else if (count < FEWEST) solveFew(solveLowerFour, L, size, b, count);
      else solve("solveLowerFour", L, size, b, count);
    },
    solveUpper(L, size, b, count) {
      if (size > LARGEST) plain.solveUpper(L, size, b, count);
      else if (count < FEWEST) solveFew(solveUpperFour, L, size, b, count);
      else solve("solveUpperFour", L, size, b, count);
    },
  };
}

/** The one to use in this thread. */
export const triangular = defineKernel<Triangular>({
  name: "triangular",
  wide: true,
  fast,
  plain,
  compare(compiled, reference) {
    for (const size of [1, 3, 38, 70]) {
      const A = Float64Array.from({ length: size * size }, (_, i) => {
        const [row, column] = [Math.floor(i / size), i % size];
        return row === column ? size : Math.sin(row + column + row * column);
      });
      const [L, expected] = [compiled.cholesky(A, size), reference.cholesky(A, size)];
      assertAlike("a Cholesky factor", L ?? new Float64Array(0), expected!, FLOAT64);
      for (const solve of ["solveLower", "solveUpper"] as const) {
        const found = A.slice(0, size * Math.min(size, 9));
        const wanted = found.slice();
        compiled[solve](expected!, size, found, found.length / size);
        reference[solve](expected!, size, wanted, found.length / size);
        assertAlike("a solution", found, wanted, FLOAT64);
      }
      A[size * size - 1] = -1;
      if (compiled.cholesky(A, size) !== undefined) {
        throw new QuadrantError("unavailable", "the kernel takes a matrix that is not positive definite");
      }
    }
  },
});

/** Sums in another order: rounding is all they may differ by. */
const FLOAT64 = 1e-12;
