import {
  type ComplexValues,
  type Direction,
  type Masking,
  plainMasked,
  plainMasks,
  type WantedMask,
} from "../features/separation/masks";
import { reflectedPlaces } from "../features/separation/median-filter";
import { assertAlike, defineKernel, type KernelInstance } from "./define-kernel";
import { layOut } from "./kernel-memory";
import { padded } from "./padded";

/** Soft masks between what is smooth down and what is smooth across a matrix of magnitudes, 0 or more and finite. */
interface SeparationMasks {
  masks(magnitude: Float32Array, masking: Masking, wanted: readonly WantedMask[]): Float32Array[];
  /** Complex values times the mask of their magnitudes. */
  masked(values: ComplexValues, masking: Masking, wanted: WantedMask): ComplexValues;
}

/** The window that the kernel is made for, and how far it reaches. */
const SIZE = 31;
const REACH = 15;

/** Values in a line of the processor's cache: rows begin with one, and have one before and after them for their margins. */
const LINE = 16;

/** Rows that are computed at once: few enough to stay in the processor's cache, many beside the 30 around them. */
const BLOCK = 128;

const plain: SeparationMasks = { masks: plainMasks, masked: plainMasked };

function fast({ memory, functions }: KernelInstance): SeparationMasks {
  /** Lays out a block, with room for `planes` more of it, unpadded. */
  function prepare({ rows, columns }: Masking, planes: number) {
    const block = padded(Math.min(rows, BLOCK), 4);
    const width = padded(columns, LINE);
    const stride = LINE + width + LINE;
    const [reflected, work, down, across, ...more] = layOut(
      memory,
      (block + 2 * REACH) * stride,
      4 * 9 * (Math.max(block, columns) + 80),
      block * width,
      block * width,
      ...Array.from({ length: planes }, () => (block + 2 * REACH) * width),
    );
    const medians: Readonly<Record<Direction, number>> = { down: down!.byteOffset, across: across!.byteOffset };
    const start = reflected!.byteOffset + 4 * LINE;
    const room = work!.byteOffset;
    const computeMedians = () => {
      functions.down!(start, 4 * stride, block, width, room, medians.down, 4 * width);
      const middle = start + 4 * (REACH * stride - REACH);
      functions.across!(middle, 4 * stride, block, columns, room, medians.across, 4 * width);
    };
    return { block, width, stride, reflected: reflected!, start, medians, more, computeMedians };
  }

  return {
    masks(magnitude, masking, wanted) {
      if (!isSupported(masking)) return plainMasks(magnitude, masking, wanted);
      const { rows, columns, share } = masking;
      const { block, width, stride, reflected, medians, more, computeMedians } = prepare(masking, 1);
      const mask = more[0]!;
      const masks = wanted.map(() => new Float32Array(rows * columns));
      const rowPlaces = reflectedPlaces(rows, REACH, REACH + block);
      const columnPlaces = reflectedPlaces(columns, REACH, REACH);
      for (let row = 0; row < rows; row += block) {
        for (let i = 0; i < block + 2 * REACH; i++) {
          const from = rowPlaces[row + i]! * columns;
          padReflected(magnitude.subarray(from, from + columns), columnPlaces, reflected.subarray(i * stride));
        }
        computeMedians();
        for (const [i, { direction, margin }] of wanted.entries()) {
          const other = medians[otherThan(direction)];
          functions.softMask!(medians[direction], other, margin, share, 4 * block * width, mask.byteOffset);
          copyRows(mask, width, columns, masks[i]!.subarray(row * columns, (row + block) * columns));
        }
      }
      return masks;
    },

    masked(values, masking, wanted) {
      const { rows, columns, share } = masking;
      if (!isSupported(masking) || columns < REACH) return plainMasked(values, masking, wanted);
      const { block, width, stride, start, medians, more, computeMedians } = prepare(masking, 2);
      const [re, im] = [more[0]!, more[1]!];
      const result = { re: new Float32Array(rows * columns), im: new Float32Array(rows * columns) };
      const rowPlaces = reflectedPlaces(rows, REACH, REACH + block);
      const middle = 4 * REACH * columns;
      for (let row = 0; row < rows; row += block) {
        const places = rowPlaces.subarray(row, row + block + 2 * REACH);
        gatherRows(values.re, columns, places, re);
        gatherRows(values.im, columns, places, im);
        functions.mirroredMagnitudes!(re.byteOffset, im.byteOffset, places.length, columns, start, 4 * stride);
        computeMedians();
        const own = medians[wanted.direction];
        const other = medians[otherThan(wanted.direction)];
        const shape = [4 * width, block, columns, re.byteOffset + middle, im.byteOffset + middle];
        functions.applyMask!(own, other, wanted.margin, share, ...shape);
        const [from, count] = [REACH * columns, Math.min(block, rows - row) * columns];
        result.re.set(re.subarray(from, from + count), row * columns);
        result.im.set(im.subarray(from, from + count), row * columns);
      }
      return result;
    },
  };
}

function isSupported({ sizes, power }: Masking): boolean {
  return sizes.down === SIZE && sizes.across === SIZE && power === 2;
}

function otherThan(direction: Direction): Direction {
  return direction === "down" ? "across" : "down";
}

/** Rows of `from` by their places; those that follow each other are copied at once. */
function gatherRows(from: Float32Array, columns: number, places: Int32Array, into: Float32Array): void {
  for (let i = 0; i < places.length; ) {
    let end = i + 1;
    while (end < places.length && places[end] === places[end - 1]! + 1) end++;
    const start = places[i]! * columns;
    into.set(from.subarray(start, start + (end - i) * columns), i * columns);
    i = end;
  }
}

function padReflected(row: Float32Array, places: Int32Array, into: Float32Array): void {
  into.set(row, LINE);
  const end = LINE + row.length;
  for (let i = 0; i < REACH; i++) {
    into[LINE - REACH + i] = row[places[i]!]!;
    into[end + i] = row[places[REACH + row.length + i]!]!;
  }
}

function copyRows(from: Float32Array, stride: number, columns: number, into: Float32Array): void {
  for (let start = 0, row = 0; start < into.length; start += columns, row++) {
    into.set(from.subarray(row * stride, row * stride + columns), start);
  }
}

/** The masks to use in this thread. */
export const separationMasks = defineKernel<SeparationMasks>({
  name: "median",
  fast,
  plain,
  compare(compiled, reference) {
    // Silence is among the values, and neither direction is a whole number of vectors.
    const [rows, columns] = [37, 21];
    const magnitude = Float32Array.from({ length: rows * columns }, (_, i) => Math.max(0, Math.sin(i * i) + 0.5));
    const wanted = (["down", "across"] as const).map((direction) => ({ direction, margin: 1.5 }));
    const masking = { rows, columns, sizes: { down: SIZE, across: SIZE }, power: 2, share: 0.25 };
    const expected = reference.masks(magnitude, masking, wanted);
    for (const [i, found] of compiled.masks(magnitude, masking, wanted).entries()) {
      assertAlike("mask", found, expected[i]!, 1e-6);
    }
    const values = { re: magnitude, im: magnitude.map((value, i) => value * Math.sin(i)) };
    const right = reference.masked(values, masking, wanted[0]!);
    const found = compiled.masked(values, masking, wanted[0]!);
    assertAlike("real parts", found.re, right.re, 1e-6);
    assertAlike("imaginary parts", found.im, right.im, 1e-6);
  },
});
