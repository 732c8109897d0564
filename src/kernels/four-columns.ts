import { QuadrantError } from "../errors";
import { defineKernel, type KernelInstance } from "./define-kernel";
import { layOutMixed } from "./kernel-memory";
import type { Operand } from "./matrix-product";

/** A matrix that stands ready to be multiplied again and again. */
export interface HeldMatrix {
  /**
   * X times W.
   *
   * @param W (columns, 4)
   * @returns (rows, 4); overwritten by the next call
   */
  times(W: Float64Array): Float64Array;
  /**
   * The transpose of X times E.
   *
   * @param E (rows, 4)
   * @returns (columns, 4); overwritten by the next call
   */
  transposeTimes(E: Float64Array): Float64Array;
}

/** Products with four columns at a time, in float64: for models of few classes, whose steps read X and little else. */
export interface FourColumns {
  /** The matrix that was held before must not be used any more. */
  hold(X: Operand): HeldMatrix;
}

/** A larger matrix would take half of all the memory that a kernel can have. */
const LARGEST_BYTES = 2 ** 31;

const plain: FourColumns = {
  hold({ data, shape: [rows, columns] }) {
    return {
      times(W) {
        const out = new Float64Array(4 * rows);
        for (let row = 0; row < rows; row++) {
          let [a, b, c, d] = [0, 0, 0, 0];
          for (let column = 0, at = row * columns; column < columns; column++, at++) {
            const value = data[at]!;
            a += value * W[4 * column]!;
            b += value * W[4 * column + 1]!;
            c += value * W[4 * column + 2]!;
            d += value * W[4 * column + 3]!;
          }
          out.set([a, b, c, d], 4 * row);
        }
        return out;
      },
      transposeTimes(E) {
        const out = new Float64Array(4 * columns);
        for (let row = 0; row < rows; row++) {
          const [a, b, c, d] = [E[4 * row]!, E[4 * row + 1]!, E[4 * row + 2]!, E[4 * row + 3]!];
          for (let column = 0, at = row * columns; column < columns; column++, at++) {
            const value = data[at]!;
            out[4 * column]! += value * a;
            out[4 * column + 1]! += value * b;
            out[4 * column + 2]! += value * c;
            out[4 * column + 3]! += value * d;
          }
        }
        return out;
      },
    };
  },
};

function fast({ memory, functions }: KernelInstance): FourColumns {
  return {
    hold(X) {
      const { data, shape } = X;
      const [rows, columns] = shape;
      if (data.byteLength > LARGEST_BYTES) return plain.hold(X);
      const padded = Math.ceil(rows / 4) * 4;
      const single = data instanceof Float32Array;
      const places = layOutMixed(
        memory,
        [4 * padded, 4 * columns, single ? 0 : padded * columns],
        single ? [padded * columns] : [],
      );
      const [byRow, byColumn] = places.f64 as [Float64Array, Float64Array];
      const held = single ? places.f32[0]! : places.f64[2]!;
      held.set(data);
      held.fill(0, rows * columns);
      const precision = single ? "32" : "64";
      const sizes = [padded, columns, held.byteOffset] as const;
      return {
        times(W) {
          byColumn.set(W);
          functions[`times${precision}`]!(...sizes, byColumn.byteOffset, byRow.byteOffset);
          return byRow.subarray(0, 4 * rows);
        },
        transposeTimes(E) {
          byRow.set(E);
          byRow.fill(0, 4 * rows);
          functions[`transposeTimes${precision}`]!(...sizes, byRow.byteOffset, byColumn.byteOffset);
          return byColumn;
        },
      };
    },
  };
}

/** The products to use in this thread. */
export const fourColumns = defineKernel<FourColumns>({
  name: "four-columns",
  wide: true,
  fast,
  plain,
  compare(compiled, reference) {
    const [rows, columns] = [7, 9];
    const wave = (length: number, times: number) =>
      Float64Array.from({ length }, (_, i) => Math.sin(times * i * i + 1));
    const values = wave(rows * columns, 1);
    for (const data of [values, Float32Array.from(values)]) {
      const X: Operand = { data, shape: [rows, columns] };
      const [found, expected] = [compiled.hold(X), reference.hold(X)];
      alike(found.times(wave(4 * columns, 2)), expected.times(wave(4 * columns, 2)));
      alike(found.transposeTimes(wave(4 * rows, 3)), expected.transposeTimes(wave(4 * rows, 3)));
    }
  },
});

/** Sums in another order: rounding is all they may differ by. */
function alike(found: Float64Array, expected: Float64Array): void {
  const at = expected.findIndex((value, i) => !(Math.abs(value - found[i]!) <= 1e-12));
  if (at >= 0) throw new QuadrantError("unavailable", `the kernel gives ${found[at]} where ${expected[at]} is right`);
}
