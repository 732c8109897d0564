import { type Direction, type MaskRequest, plainMasks } from "../features/separation/masks";
import { reflectedPlaces } from "../features/separation/median-filter";
import { assertAlike, defineKernel, type KernelInstance } from "./define-kernel";
import { layOut } from "./kernel-memory";

/** Soft masks between what is smooth down and what is smooth across a matrix of magnitudes, 0 or more and finite. */
export type SeparationMasks = (magnitude: Float32Array, request: MaskRequest) => Float32Array[];

/** The window that the kernel is made for, and how far it reaches. */
const SIZE = 31;
const REACH = 15;

/** Values in a line of the processor's cache: rows begin with one, and have one before and after them for their margins. */
const LINE = 16;

/** Rows that are computed at once: few enough to stay in the processor's cache, many beside the 30 around them. */
const BLOCK = 128;

function fast({ memory, functions }: KernelInstance): SeparationMasks {
  return (magnitude, request) => {
    const { rows, columns, sizes, power, share, wanted } = request;
    if (sizes.down !== SIZE || sizes.across !== SIZE || power !== 2) return plainMasks(magnitude, request);
    const masks = wanted.map(() => new Float32Array(rows * columns));
    const block = multipleOf(4, Math.min(rows, BLOCK));
    const width = multipleOf(LINE, columns);
    const stride = LINE + width + LINE;
    const [padded, work, down, across, mask] = layOut(
      memory,
      (block + 2 * REACH) * stride,
      4 * 9 * (Math.max(block, columns) + 80),
      block * width,
      block * width,
      block * width,
    );
    const medians: Readonly<Record<Direction, number>> = { down: down!.byteOffset, across: across!.byteOffset };
    const rowPlaces = reflectedPlaces(rows, REACH, REACH + block);
    const columnPlaces = reflectedPlaces(columns, REACH, REACH);
    const start = padded!.byteOffset;
    const room = work!.byteOffset;
    for (let row = 0; row < rows; row += block) {
      for (let i = 0; i < block + 2 * REACH; i++) {
        const from = rowPlaces[row + i]! * columns;
        padReflected(magnitude.subarray(from, from + columns), columnPlaces, padded!.subarray(i * stride));
      }
      functions.down!(start + 4 * LINE, 4 * stride, block, width, room, medians.down, 4 * width);
      const middle = start + 4 * (REACH * stride + LINE - REACH);
      functions.across!(middle, 4 * stride, block, columns, room, medians.across, 4 * width);
      for (const [i, { direction, margin }] of wanted.entries()) {
        const other = direction === "down" ? medians.across : medians.down;
        functions.softMask!(medians[direction], other, margin, share, 4 * block * width, mask!.byteOffset);
        copyRows(mask!, width, columns, masks[i]!.subarray(row * columns, (row + block) * columns));
      }
    }
    return masks;
  };
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

function multipleOf(unit: number, count: number): number {
  return Math.ceil(count / unit) * unit;
}

/** The masks to use in this thread. */
export const separationMasks = defineKernel<SeparationMasks>({
  name: "median",
  fast,
  plain: plainMasks,
  compare(compiled, reference) {
    // Silence is among the values, and neither direction is a whole number of vectors.
    const [rows, columns] = [37, 21];
    const magnitude = Float32Array.from({ length: rows * columns }, (_, i) => Math.max(0, Math.sin(i * i) + 0.5));
    const wanted = (["down", "across"] as const).map((direction) => ({ direction, margin: 1.5 }));
    const request = { rows, columns, sizes: { down: SIZE, across: SIZE }, power: 2, share: 0.25, wanted };
    const expected = reference(magnitude, request);
    for (const [i, found] of compiled(magnitude, request).entries()) assertAlike("mask", found, expected[i]!, 1e-6);
  },
});
