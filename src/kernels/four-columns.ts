import { assertAlike, defineKernel, type KernelInstance } from "./define-kernel";
import { layOutMixed } from "./kernel-memory";
import type { Operand } from "./matrix-product";
import { padded } from "./padded";

/** A matrix that stands ready to be multiplied again and again. */
interface HeldMatrix {
  /**
   * X times the transpose of W.
   *
   * @param W (4, columns)
   * @returns (rows, 4); overwritten by the next call
   */
  times(W: Float64Array): Float64Array;
  /**
   * The transpose of E times X.
   *
   * @param E (rows, 4)
   * @param into (4, columns), or its first rows
   */
  transposeTimes(E: Float64Array, into: Float64Array): void;
}

/** Products with four columns at a time: for models of few classes, whose steps read X and little else. */
interface FourColumns {
  /**
   * The matrix that was held before must not be used any more.
   *
   * @param single holds and multiplies in float32, twice as fast: sums agree to 1e-6 of their largest terms
   */
  hold(X: Operand, single: boolean): HeldMatrix;
}

/** A larger matrix would take half of all the memory that a kernel can have. */
const LARGEST_BYTES = 2 ** 31;
/** Sums that the kernel keeps at the end of a stretch, in values. */
const SUMS = 64;
/** What the bytes of a row are a multiple of. */
const STEP = 32;

const plain: FourColumns = {
  hold({ data, shape: [rows, columns] }) {
    return {
      times(W) {
        const out = new Float64Array(4 * rows);
        for (let row = 0; row < rows; row++) {
          let [a, b, c, d] = [0, 0, 0, 0];
          for (let column = 0, at = row * columns; column < columns; column++, at++) {
            const value = data[at]!;
            a += value * W[column]!;
            b += value * W[columns + column]!;
            c += value * W[2 * columns + column]!;
            d += value * W[3 * columns + column]!;
          }
          out.set([a, b, c, d], 4 * row);
        }
        return out;
      },
      transposeTimes(E, into) {
        into.fill(0);
        for (let row = 0; row < rows; row++) {
          for (let k = 0; k * columns < into.length; k++) {
            const times = E[4 * row + k]!;
            for (let column = 0; column < columns; column++) {
              into[k * columns + column]! += times * data[row * columns + column]!;
            }
          }
        }
      },
    };
  },
};

function fast({ memory, functions }: KernelInstance): FourColumns {
  return {
    hold(X, single) {
      const [rows, columns] = X.shape;
      const size = single ? 4 : 8;
      const paired = padded(rows, 2);
      const bytes = padded(columns * size, STEP);
      const width = bytes / size;
      if (paired * bytes > LARGEST_BYTES) return plain.hold(X, single);
      const lengths = [paired * width, 4 * width, Math.max(4 * width, SUMS)];
      const places = layOutMixed(memory, [4 * paired, 4 * width, ...(single ? [] : lengths)], single ? lengths : []);
      const [byRow, results] = places.f64 as [Float64Array, Float64Array];
      const [held, weights, sums] = (single ? places.f32 : places.f64.slice(2)) as [
        Float32Array | Float64Array,
        Float32Array | Float64Array,
        Float32Array | Float64Array,
      ];
      holdRows(X, held, width);
      weights.fill(0);
      const precision = single ? "32" : "64";
      const sizes = [paired, bytes, held.byteOffset] as const;
      return {
        times(W) {
          for (let k = 0; k < 4; k++) weights.set(W.subarray(k * columns, (k + 1) * columns), k * width);
          functions[`times${precision}`]!(...sizes, weights.byteOffset, sums.byteOffset, byRow.byteOffset);
          return byRow.subarray(0, 4 * rows);
        },
        transposeTimes(E, into) {
          byRow.set(E);
          byRow.fill(0, 4 * rows);
          const to = [byRow.byteOffset, sums.byteOffset, results.byteOffset] as const;
          functions[`transposeTimes${precision}`]!(...sizes, ...to);
          for (let at = 0, from = 0; at < into.length; at += columns, from += width) {
            into.set(results.subarray(from, from + columns), at);
          }
        },
      };
    },
  };
}

/** Copies X to rows of `width` values; what is beyond it is 0. */
function holdRows({ data, shape: [rows, columns] }: Operand, into: Float32Array | Float64Array, width: number): void {
  into.fill(0);
  if (width === columns) into.set(data);
  else for (let row = 0; row < rows; row++) into.set(data.subarray(row * columns, (row + 1) * columns), row * width);
}

/** The products to use in this thread. */
export const fourColumns = defineKernel<FourColumns>({
  name: "four-columns",
  wide: true,
  fast,
  plain,
  compare(compiled, reference) {
    const [rows, columns] = [71, 523];
    const wave = (length: number, times: number) =>
      Float64Array.from({ length }, (_, i) => Math.sin(times * i * i + 1));
    const values = wave(rows * columns, 1);
    for (const data of [values, Float32Array.from(values)]) {
      for (const single of [false, true]) {
        const X: Operand = { data, shape: [rows, columns] };
        const [found, expected] = [compiled.hold(X, single), reference.hold(X, single)];
        const tolerance = single ? 1e-4 : 1e-12;
        assertAlike("scores", found.times(wave(4 * columns, 2)), expected.times(wave(4 * columns, 2)), tolerance);
        const [back, wanted] = [new Float64Array(4 * columns), new Float64Array(4 * columns)];
        found.transposeTimes(wave(4 * rows, 3), back);
        expected.transposeTimes(wave(4 * rows, 3), wanted);
        assertAlike("gradients", back, wanted, tolerance);
      }
    }
  },
});
