import { medianFilter } from "./median-filter";
import { softMask } from "./soft-mask";

/** A direction of a matrix: from row to row, or along a row. */
export type Direction = "down" | "across";

/** Which soft masks are wanted of a row-major matrix of magnitudes. */
export interface MaskRequest {
  readonly rows: number;
  readonly columns: number;
  /** Values of a median in each direction. */
  readonly sizes: Readonly<Record<Direction, number>>;
  readonly power: number;
  /** What cells get in which there is nothing. */
  readonly share: number;
  /** Each the share of what is smooth in that direction, beside `margin` times what is smooth in the other. */
  readonly wanted: readonly { readonly direction: Direction; readonly margin: number }[];
}

/** The masks, each of the matrix's layout; in TypeScript, for any sizes and powers. */
export function plainMasks(magnitude: Float32Array, request: MaskRequest): Float32Array[] {
  const { rows, columns, sizes, power, share, wanted } = request;
  const medians = {
    down: medianFilter(magnitude, { lines: columns, lineStep: 1, length: rows, step: columns }, sizes.down),
    across: medianFilter(magnitude, { lines: rows, lineStep: columns, length: columns, step: 1 }, sizes.across),
  };
  return wanted.map(({ direction, margin }) => {
    const other = direction === "down" ? "across" : "down";
    return softMask(medians[direction], medians[other], { margin, power, share });
  });
}
