import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Matrix } from "../../../src/arrays";
import { decodeNpy, decodeZip } from "../../../src/store";

const files = ["features", "rhythm", "pitch"].map((name) =>
  decodeZip(readFileSync(join("test", "golden", `${name}.npz`))),
);

/** An array of features.npz, rhythm.npz or pitch.npz; of one dimension: a column. */
export function goldenArray(name: string): Matrix {
  const bytes = files.map((file) => file.get(`${name}.npy`)).find((found) => found !== undefined);
  assert.ok(bytes !== undefined, `no golden array ${name}`);
  const { data, shape } = decodeNpy(bytes);
  return { data, shape: [shape[0]!, shape[1] ?? 1] };
}

/** Every so many columns. */
export function thinned({ data, shape: [rows, columns] }: Matrix, every: number): Matrix {
  const kept = Math.ceil(columns / every);
  const out = new Float32Array(rows * kept);
  for (let i = 0; i < out.length; i++) out[i] = data[Math.floor(i / kept) * columns + (i % kept) * every]!;
  return { data: out, shape: [rows, kept] };
}

/** What is compared, and how far it may be off. */
export interface Tolerance {
  /** The largest error of any cell. */
  readonly largest: number;
  /** Those that are further off are counted. */
  readonly usual: number;
}

/** Fails unless all values of `stable` columns lie within `largest` times `unit`; counts those beyond `usual`. */
export function assertNear(
  actual: Matrix,
  expected: Matrix,
  { largest, usual }: Tolerance,
  name: string,
  { unit = 1, stable = () => true }: { readonly unit?: number; readonly stable?: (column: number) => boolean } = {},
): { readonly far: number; readonly cells: number } {
  assert.deepEqual(actual.shape, expected.shape, `${name}: shape`);
  const columns = expected.shape[1];
  let [worst, at, far, cells] = [-1, 0, 0, 0];
  for (const [i, value] of expected.data.entries()) {
    if (!stable(i % columns)) continue;
    const error = Math.abs(value - actual.data[i]!) / unit;
    cells++;
    // NaN must not pass for small.
    if (!(error <= usual)) far++;
    if (!(error <= worst)) [worst, at] = [error, i];
  }
  const where = `row ${Math.floor(at / columns)}, column ${at % columns}: ${actual.data[at]} for ${expected.data[at]}`;
  assert.ok(worst <= largest, `${name}: error ${worst}, allowed are ${largest}, at ${where}`);
  return { far, cells };
}
