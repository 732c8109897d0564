import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeNumbers, encodeNpy } from "../../src/store";

function npy(descr: string, shape: string, values: Uint8Array, fortran = "False"): Uint8Array {
  const type = descr.startsWith("[") ? descr : `'${descr}'`;
  const header = `{'descr': ${type}, 'fortran_order': ${fortran}, 'shape': (${shape}), }`.padEnd(117);
  return Buffer.concat([Buffer.from("\x93NUMPY\x01\x00\x76\x00", "latin1"), Buffer.from(`${header}\n`), values]);
}

function bytesOf(values: { buffer: ArrayBufferLike; byteOffset: number; byteLength: number }): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

const TYPES: [string, Uint8Array, number[]][] = [
  ["<f4", bytesOf(new Float32Array([0.5, -2])), [0.5, -2]],
  ["<f8", bytesOf(new Float64Array([0.1, -1e300])), [0.1, -1e300]],
  ["|b1", Uint8Array.of(0, 1), [0, 1]],
  ["|u1", Uint8Array.of(7, 255), [7, 255]],
  ["|i1", Uint8Array.of(7, 255), [7, -1]],
  ["<u2", bytesOf(new Uint16Array([7, 65535])), [7, 65535]],
  ["<i2", bytesOf(new Int16Array([7, -2])), [7, -2]],
  ["<u4", bytesOf(new Uint32Array([7, 2 ** 32 - 1])), [7, 2 ** 32 - 1]],
  ["<i4", bytesOf(new Int32Array([7, -(2 ** 31)])), [7, -(2 ** 31)]],
  ["<u8", bytesOf(new BigUint64Array([7n, 2n ** 53n - 1n])), [7, 2 ** 53 - 1]],
  ["<i8", bytesOf(new BigInt64Array([-7n, 2n ** 40n])), [-7, 2 ** 40]],
];
for (const [descr, bytes, values] of TYPES) {
  test(`an array of ${descr} is read exactly`, () => {
    assert.deepEqual(decodeNumbers(npy(descr, "2,", bytes)), { data: Float64Array.from(values), shape: [2], descr });
  });
}

test("what is written is read, Fortran order comes out in rows", () => {
  const written = decodeNumbers(encodeNpy({ data: Float32Array.of(1, 2, 3, 4, 5, 6), shape: [2, 3] }));
  assert.deepEqual([...written.data], [1, 2, 3, 4, 5, 6]);
  const columns = Uint8Array.of(1, 4, 2, 5, 3, 6);
  assert.deepEqual([...decodeNumbers(npy("|u1", "2, 3", columns, "True")).data], [1, 2, 3, 4, 5, 6]);
});

const REFUSED: [string, Uint8Array, RegExp][] = [
  ["no array", Buffer.from("hello, this is text"), /not a \.npy array/],
  ["names", npy("<U5", "1,", new Uint8Array(20)), /not of numbers[\s\S]*astype/],
  ["big-endian numbers", npy(">f8", "1,", new Uint8Array(8)), /not of numbers/],
  ["a table", npy("[('a', '<f8')]", "1,", new Uint8Array(8)), /not of numbers/],
  ["a cut array", npy("<f8", "3,", new Uint8Array(20)), /an array of 3 values holds 2\.5/],
  ["numbers beyond 2^53", npy("<i8", "1,", bytesOf(new BigInt64Array([2n ** 60n]))), /1152921504606846976 is beyond/],
  ["three dimensions in Fortran order", npy("|u1", "1, 1, 1", Uint8Array.of(1), "True"), /3 dimensions in Fortran/],
];
for (const [what, bytes, message] of REFUSED) {
  test(`${what}: refused`, () => {
    assert.throws(() => decodeNumbers(bytes), { name: "QuadrantError", tag: "bad-store", message });
  });
}
