import assert from "node:assert/strict";
import { test } from "node:test";
import type { Matrix } from "../../../src/arrays";
import { FrameScaler } from "../../../src/features";
import { MT19937 } from "../../../src/random";

const random = new MT19937(5);

/** Rows of very different units, as a mel power and a tempo. */
function clip(frames: number): Matrix {
  const units = [1, 1e-3, 5000];
  const data = Float32Array.from({ length: 3 * frames }, (_, i) => {
    const unit = units[Math.floor(i / frames)]!;
    return unit * (2 + random.random());
  });
  return { data, shape: [3, frames] };
}

const clips = [clip(50), clip(7), clip(120)];

function momentsOf(values: readonly number[]): [mean: number, std: number] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return [mean, Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)];
}

function rowOf({ data, shape: [, frames] }: Matrix, row: number): number[] {
  return [...data.subarray(row * frames, (row + 1) * frames)];
}

test("a scaler per row gives every row of the training clips mean 0 and deviation 1", () => {
  const scaler = new FrameScaler("row");
  for (const training of clips) scaler.add(training);
  const scaled = clips.map((training) => scaler.transform(training));
  for (let row = 0; row < 3; row++) {
    const [mean, std] = momentsOf(scaled.flatMap((matrix) => rowOf(matrix, row)));
    assert.ok(Math.abs(mean) < 1e-6 && Math.abs(std - 1) < 1e-6, `row ${row}: ${mean}, ${std}`);
  }
});

test("a scalar scaler takes one mean and one deviation over all rows, as published", () => {
  const scaler = new FrameScaler("scalar");
  for (const training of clips) scaler.add(training);
  const [mean, std] = momentsOf(clips.flatMap(({ data }) => [...data]));
  assert.ok(Math.abs(scaler.mean[0]! - mean) < 1e-9 * mean);
  assert.ok(Math.abs(scaler.scale[0]! - std) < 1e-9 * std);
  // What the study's choice costs: a row of small unit hardly varies any more.
  const [, spread] = momentsOf(rowOf(scaler.transform(clips[0]!), 1));
  assert.ok(spread < 1e-6);
});

test("only clips that were added count, their order does not, and the input stays as it is", () => {
  const [first, second, other] = clips as [Matrix, Matrix, Matrix];
  const before = other.data.slice();
  const forth = new FrameScaler("row").add(first).add(second).transform(other);
  const back = new FrameScaler("row").add(second).add(first).transform(other);
  for (const [i, value] of forth.data.entries()) assert.ok(Math.abs(value - back.data[i]!) < 1e-5);
  assert.deepEqual(other.data, before);
  const [mean] = momentsOf(rowOf(forth, 0));
  assert.ok(Math.abs(mean) > 1e-3, "the test clip must not have been centred by its own mean");
});

test("a constant row becomes 0", () => {
  const constant: Matrix = { data: Float32Array.of(7, 7, 7, 1, 2, 3), shape: [2, 3] };
  assert.deepEqual([...new FrameScaler("row").add(constant).transform(constant).data.slice(0, 3)], [0, 0, 0]);
});

test("a scaler without clips, and clips of other rows, are refused", () => {
  const [first] = clips as [Matrix];
  assert.throws(() => new FrameScaler("row").transform(first), { tag: "bad-argument", message: /no training clip/ });
  const other: Matrix = { data: new Float32Array(4), shape: [2, 2] };
  assert.throws(() => new FrameScaler("row").add(first).add(other), { message: /knows 3 rows, not 2/ });
});
