import assert from "node:assert/strict";
import { test } from "node:test";
import { fitSequenceScaling, scaledSource, sequencesInMemory } from "../../../src/networks";

/** Two items of three steps and two rows; the second item ends after one step. */
const SEQUENCES = { data: Float32Array.from([0, 10, 2, 30, 4, 50, 7, 7, 0, 0, 0, 0]), shape: [2, 3, 2] as const };
const LENGTHS = [3, 1];

async function scaled(kind: "row" | "scalar", items: readonly number[]): Promise<number[]> {
  const scaling = fitSequenceScaling(SEQUENCES, kind, items, LENGTHS);
  const into = new Float32Array(12);
  await scaledSource(sequencesInMemory(SEQUENCES, { lengths: LENGTHS }), scaling).read([0, 1], into);
  return [...into];
}

const rounded = (values: readonly number[]) => values.map((value) => Number(value.toFixed(4)));

test("each row is scaled by itself, by the items asked for; padding stays 0", async () => {
  const edge = Math.sqrt(1.5);
  const other = [(7 - 2) / Math.sqrt(8 / 3), (7 - 30) / Math.sqrt(800 / 3)];
  const expected = [-edge, -edge, 0, 0, edge, edge, ...other, 0, 0, 0, 0];
  assert.deepEqual(rounded(await scaled("row", [0])), rounded(expected));
});

test("padding does not count, and one scalar scales all rows alike where that is asked for", async () => {
  const values = [0, 10, 2, 30, 4, 50, 7, 7];
  const mean = values.reduce((sum, value) => sum + value, 0) / 8;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 8);
  const expected = [...values.map((value) => (value - mean) / deviation), 0, 0, 0, 0];
  assert.deepEqual(rounded(await scaled("scalar", [0, 1])), rounded(expected));
});

test("a row that never changes becomes 0, and a scaling from no items is refused", async () => {
  assert.deepEqual((await scaled("row", [1])).slice(6, 8), [0, 0]);
  assert.throws(() => fitSequenceScaling(SEQUENCES, "row", []), /no items/);
});
