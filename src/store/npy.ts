import type { NdArray } from "../arrays";
import { QuadrantError } from "../errors";

/** "\x93NUMPY", version 1.0; the length of the header follows in two bytes. */
const MAGIC = Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]);
const PREAMBLE_BYTES = MAGIC.length + 2;

/** Data begin at a multiple of this, as numpy writes them. */
const ALIGNMENT = 64;

/**
 * The bytes of a .npy file, format 1.0 (numpy.lib.format): little-endian float32, C order.
 *
 * @example
 * writeFileSync("mfcc.npy", encodeNpy({ data, shape: [20, 517] }));
 */
export function encodeNpy({ data, shape }: NdArray): Uint8Array {
  if (shape.reduce((product, n) => product * n, 1) !== data.length) {
    throw new QuadrantError("bad-argument", `shape (${shape.join(", ")}) does not hold ${data.length} values`);
  }
  const dimensions = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': (${dimensions}), }`;
  const total = Math.ceil((PREAMBLE_BYTES + text.length + 1) / ALIGNMENT) * ALIGNMENT;
  const file = Buffer.alloc(total + data.byteLength);
  MAGIC.copy(file);
  file.writeUInt16LE(total - PREAMBLE_BYTES, MAGIC.length);
  file.write(`${text.padEnd(total - PREAMBLE_BYTES - 1)}\n`, PREAMBLE_BYTES, "latin1");
  new Uint8Array(file.buffer, file.byteOffset + total).set(
    new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
  );
  return file;
}

/**
 * Reads a .npy file of little-endian floats (float64 is rounded to float32), C order.
 *
 * @throws QuadrantError "bad-store" when it was cut or holds something else
 */
export function decodeNpy(bytes: Uint8Array): NdArray {
  const { descr, fortranOrder, shape, start, text } = npyHeader(bytes);
  if ((descr !== "<f4" && descr !== "<f8") || fortranOrder) {
    throw new QuadrantError("bad-store", `an array that is not of little-endian floats in C order: ${text}`);
  }
  const length = shape.reduce((product, n) => product * n, 1);
  const width = descr === "<f4" ? 4 : 8;
  if (bytes.length - start !== length * width) {
    throw new QuadrantError("bad-store", `an array of ${length} values holds ${(bytes.length - start) / width}`);
  }
  // A copy, because typed arrays must begin at a multiple of their width.
  const { buffer } = Uint8Array.prototype.slice.call(bytes, start);
  return { data: width === 4 ? new Float32Array(buffer) : Float32Array.from(new Float64Array(buffer)), shape };
}

/** What a .npy file says of itself. */
export interface NpyHeader {
  /** numpy's name of the type, such as "<f4". */
  readonly descr: string;
  /** Whether the first dimension varies fastest. */
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
  /** Where the data begin. */
  readonly start: number;
  /** The header as it stands there. */
  readonly text: string;
}

/** @throws QuadrantError "bad-store" for what is no .npy file of a plain type */
export function npyHeader(bytes: Uint8Array): NpyHeader {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (file.length < PREAMBLE_BYTES + 2 || !file.subarray(0, 6).equals(MAGIC.subarray(0, 6))) {
    throw new QuadrantError("bad-store", "not a .npy array");
  }
  const longHeader = file[6]! >= 2;
  const headerStart = longHeader ? PREAMBLE_BYTES + 2 : PREAMBLE_BYTES;
  const start = headerStart + (longHeader ? file.readUInt32LE(8) : file.readUInt16LE(8));
  const text = file.toString("latin1", headerStart, start).trim();
  const descr = /'descr': '([^']*)'/.exec(text)?.[1];
  const order = /'fortran_order': (True|False)/.exec(text)?.[1];
  const shape = /'shape': \(([^)]*)\)/.exec(text)?.[1];
  if (descr === undefined || order === undefined || shape === undefined) {
    throw new QuadrantError("bad-store", `an array that is not of numbers: ${text}`);
  }
  return {
    descr,
    fortranOrder: order === "True",
    shape: shape.split(",").flatMap((part) => (part.trim() === "" ? [] : [Number(part)])),
    start,
    text,
  };
}
