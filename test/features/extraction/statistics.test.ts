import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Matrix } from "../../../src/arrays";
import { delta, fullStatistics, STUDY_STATISTICS, studyStatistics, summaryStatistics } from "../../../src/features";
import { decodeNpy, decodeZip } from "../../../src/store";
import { golden } from "../../golden";
import { assertClose } from "../compare";

/** Sums of float32 values in float64, rounded to float32: numpy, scipy and quadrant differ in the last digit. */
const LAST_DIGIT = 1e-6;

const about = golden<{ readonly columns: readonly string[] }>("extraction");
const arrays = decodeZip(readFileSync(join("test", "golden", "extraction.npz")));

function array(name: string): Matrix {
  const { data, shape } = decodeNpy(arrays.get(`${name}.npy`)!);
  return { data, shape: [shape[0]!, shape[1]!] };
}

test("deltas are librosa's, for both orders and other widths", () => {
  const matrix = array("matrix");
  assertClose(delta(matrix), array("delta"), LAST_DIGIT, "delta");
  assertClose(delta(matrix, { order: 2 }), array("delta_order_2"), LAST_DIGIT, "order 2");
  assertClose(delta(matrix, { width: 5 }), array("delta_width_5"), LAST_DIGIT, "width 5");
});

test("nine frames are enough for a delta, eight are not", () => {
  const cut = (frames: number): Matrix => {
    const { data, shape } = array("matrix");
    const rows = Array.from({ length: shape[0] }, (_, r) => [...data.slice(r * shape[1], r * shape[1] + frames)]);
    return { data: Float32Array.from(rows.flat()), shape: [shape[0], frames] };
  };
  assertClose(delta(cut(9)), array("delta_whole"), LAST_DIGIT, "delta of 9 frames");
  assert.throws(() => delta(cut(8)), { tag: "bad-argument", message: /width = 9, more than the 8 frames/ });
  assert.throws(() => delta(cut(9), { width: 4 }), { tag: "bad-argument", message: /width = 4.*odd/ });
});

test("the delta of a ramp is its slope, and of a parabola its curvature", () => {
  const frames = 20;
  const ramp: Matrix = { data: Float32Array.from({ length: frames }, (_, t) => 3 * t + 1), shape: [1, frames] };
  for (const slope of delta(ramp).data) assert.ok(Math.abs(slope - 3) < 1e-6);
  const parabola: Matrix = { data: Float32Array.from({ length: frames }, (_, t) => 2 * t * t), shape: [1, frames] };
  for (const curvature of delta(parabola, { order: 2 }).data) assert.ok(Math.abs(curvature - 4) < 1e-4);
});

test("the study's statistics have 83 columns, as its table, and its numbers", () => {
  assert.equal(STUDY_STATISTICS.length, 83);
  assert.deepEqual(STUDY_STATISTICS, about.columns);
  const names = [...arrays.keys()].map((member) => member.replace(/\.npy$/, ""));
  const features = Object.fromEntries(names.map((name) => [name, array(name)]));
  const { names: columns, values } = studyStatistics(features);
  assert.equal(columns.length, values.length);
  const expected = array("study_statistics");
  for (const [i, name] of columns.entries()) {
    const error = Math.abs(values[i]! - expected.data[i]!);
    assert.ok(
      error <= 2e-6 * Math.max(1, Math.abs(expected.data[i]!)),
      `${name}: ${values[i]}, not ${expected.data[i]}`,
    );
  }
  assert.ok(columns.includes("chroma_stft_mean_11"));
  assert.ok(columns.includes("chroma_stft_sum"));
  const { tonnetz: _, ...without } = features;
  assert.throws(() => studyStatistics(without), { tag: "bad-argument", message: /statistics need tonnetz/ });
});

test("the fuller statistics are those of the rows, then those of their deltas", () => {
  const matrix = array("matrix");
  const { names, values } = fullStatistics(matrix, ["a", "b", "c"]);
  assert.equal(values.length, 3 * 7 * 2);
  assert.deepEqual([names[0], names[21], names.at(-1)], ["a_mean", "a_delta_mean", "c_delta_kurtosis"]);
  assert.deepEqual(values.slice(0, 21), summaryStatistics(matrix).values);
  assert.deepEqual(values.slice(21), summaryStatistics(delta(matrix)).values);
});
