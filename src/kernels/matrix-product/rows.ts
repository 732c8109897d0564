import { QuadrantError } from "../../errors";

/** A matrix of either precision, row-major. */
export interface Operand {
  readonly data: Float32Array | Float64Array;
  readonly shape: readonly [rows: number, columns: number];
  /** Distance of neighbouring rows in memory, where it is not the number of columns: for a part of a matrix. */
  readonly rowStride?: number;
}

export interface ProductOptions {
  /** Takes the first matrix as its transpose. */
  readonly transposeA?: boolean;
  /** Takes the second matrix as its transpose. */
  readonly transposeB?: boolean;
  /** Computes in float32, twice as fast; its sums agree to 1e-6 of their largest terms. The plain kernel does not. */
  readonly single?: boolean;
  /** Where the result goes and what is returned, (rows of A, columns of B); a new array by default. */
  readonly into?: Float64Array;
}

export interface GramOptions extends Pick<ProductOptions, "transposeA" | "single"> {
  /** Taken from each value of a column first: the columns' means, say. */
  readonly shift?: Float64Array;
  /** Each value is multiplied by its column's then. */
  readonly factor?: Float64Array;
}

/** An operand as rows of inner products, whichever way it lies in memory. */
export interface Rows {
  readonly data: Float32Array | Float64Array;
  readonly count: number;
  readonly length: number;
  /** Distance of neighbouring rows, and of neighbours in a row. */
  readonly rowStride: number;
  readonly stride: number;
  /** Whether a row is one of the matrix as it lies, and not a column: of a single column the strides do not tell. */
  readonly alongRows: boolean;
  /** Of the columns of the matrix as it lies in memory. */
  readonly shift?: Float64Array | undefined;
  readonly factor?: Float64Array | undefined;
}

export function rowsOf(A: Operand, transposed: boolean, { shift, factor }: GramOptions = {}): Rows {
  const { data, shape } = A;
  const [rows, columns] = shape;
  const apart = A.rowStride ?? columns;
  return transposed
    ? { data, count: columns, length: rows, rowStride: 1, stride: apart, alongRows: false, shift, factor }
    : { data, count: rows, length: columns, rowStride: apart, stride: 1, alongRows: true, shift, factor };
}

/** The operands of a product, whose rows must be of one length. */
export function operands(
  A: Operand,
  B: Operand,
  { transposeA = false, transposeB = false, into }: ProductOptions,
): [Rows, Rows] {
  const pair: [Rows, Rows] = [rowsOf(A, transposeA), rowsOf(B, !transposeB)];
  if (into !== undefined && into.length !== pair[0].count * pair[1].count) {
    throw new QuadrantError("bad-argument", `${into.length} places for ${pair[0].count} x ${pair[1].count} results`);
  }
  if (pair[0].length !== pair[1].length) {
    throw new QuadrantError("bad-argument", `a product of ${pair[0].length} columns with ${pair[1].length} rows`);
  }
  return pair;
}
