import { medianFilter } from "./median-filter";
import { softMask } from "./soft-mask";

/** A direction of a matrix: from row to row, or along a row. */
export type Direction = "down" | "across";

/** The share of what is smooth in that direction, beside `margin` times what is smooth in the other. */
export interface WantedMask {
  readonly direction: Direction;
  readonly margin: number;
}

/** How soft masks come about from a row-major matrix of magnitudes. */
export interface Masking {
  readonly rows: number;
  readonly columns: number;
  /** Values of a median in each direction. */
  readonly sizes: Readonly<Record<Direction, number>>;
  readonly power: number;
  /** What cells get in which there is nothing. */
  readonly share: number;
}

/** Complex values in two buffers of one layout. */
export interface ComplexValues {
  readonly re: Float32Array;
  readonly im: Float32Array;
}

/** The masks, each of the matrix's layout; in TypeScript, for any sizes and powers. */
export function plainMasks(
  magnitude: Float32Array,
  { rows, columns, sizes, power, share }: Masking,
  wanted: readonly WantedMask[],
): Float32Array[] {
  const medians = {
    down: medianFilter(magnitude, { lines: columns, lineStep: 1, length: rows, step: columns }, sizes.down),
    across: medianFilter(magnitude, { lines: rows, lineStep: columns, length: columns, step: 1 }, sizes.across),
  };
  return wanted.map(({ direction, margin }) => {
    const other = direction === "down" ? "across" : "down";
    return softMask(medians[direction], medians[other], { margin, power, share });
  });
}

/** Complex values times the mask of their magnitudes. */
export function plainMasked({ re, im }: ComplexValues, masking: Masking, wanted: WantedMask): ComplexValues {
  const magnitude = re.map((value, i) => Math.sqrt(value * value + im[i]! * im[i]!));
  const [mask] = plainMasks(magnitude, masking, [wanted]);
  return { re: re.map((value, i) => value * mask![i]!), im: im.map((value, i) => value * mask![i]!) };
}
