import { QuadrantError } from "../errors";
import { type NpyHeader, npyHeader } from "./npy";

/** Numbers of any type that numpy writes, exact in float64. */
export interface Numbers {
  /** Row-major. */
  readonly data: Float64Array;
  readonly shape: readonly number[];
  /** numpy's name of the type they were written as, such as "<i8". */
  readonly descr: string;
}

/** Bytes of a value and how to read it; bool is a byte. */
const READERS: Readonly<Record<string, { width: number; read: (view: DataView, at: number) => number }>> = {
  "<f4": { width: 4, read: (view, at) => view.getFloat32(at, true) },
  "<f8": { width: 8, read: (view, at) => view.getFloat64(at, true) },
  "|b1": { width: 1, read: (view, at) => view.getUint8(at) },
  "|u1": { width: 1, read: (view, at) => view.getUint8(at) },
  "|i1": { width: 1, read: (view, at) => view.getInt8(at) },
  "<u2": { width: 2, read: (view, at) => view.getUint16(at, true) },
  "<i2": { width: 2, read: (view, at) => view.getInt16(at, true) },
  "<u4": { width: 4, read: (view, at) => view.getUint32(at, true) },
  "<i4": { width: 4, read: (view, at) => view.getInt32(at, true) },
  "<u8": { width: 8, read: (view, at) => exact(view.getBigUint64(at, true)) },
  "<i8": { width: 8, read: (view, at) => exact(view.getBigInt64(at, true)) },
};

/**
 * Reads a .npy file of floats, whole numbers or booleans, in C or Fortran order, as another program wrote it.
 *
 * @throws QuadrantError "bad-store" when it was cut, or holds something else or a number beyond 2^53
 */
export function decodeNumbers(bytes: Uint8Array): Numbers {
  const header = npyHeader(bytes);
  const { descr, shape, start, text } = header;
  const reader = READERS[descr];
  if (reader === undefined) {
    throw new QuadrantError("bad-store", `an array that is not of numbers: ${text}`, {
      remedy: `Save it as one of ${Object.keys(READERS).join(", ")}, such as with array.astype("int64").`,
    });
  }
  const length = shape.reduce((product, n) => product * n, 1);
  if (bytes.length - start !== length * reader.width) {
    throw new QuadrantError("bad-store", `an array of ${length} values holds ${(bytes.length - start) / reader.width}`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset + start);
  const data = Float64Array.from({ length }, (_, i) => reader.read(view, i * reader.width));
  return { data: header.fortranOrder ? inRows(data, header) : data, shape, descr };
}

/** numpy marks one-dimensional arrays as C order, and quadrant needs no more than two dimensions. */
function inRows(columns: Float64Array, { shape }: NpyHeader): Float64Array {
  const [rows, width] = shape;
  if (rows === undefined || width === undefined || shape.length !== 2) {
    throw new QuadrantError("bad-store", `an array of ${shape.length} dimensions in Fortran order`, {
      remedy: "Save numpy.ascontiguousarray(array).",
    });
  }
  return columns.map((_, i) => columns[(i % width) * rows + Math.floor(i / width)]!);
}

function exact(value: bigint): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new QuadrantError("bad-store", `${value} is beyond 2^53`);
  return number;
}
