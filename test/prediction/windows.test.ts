import assert from "node:assert/strict";
import { test } from "node:test";
import { summaryStatistics } from "../../src/features";
import { windowStatistics } from "../../src/prediction/window-statistics";
import { windowsOf } from "../../src/prediction/windows";

const rule = { length: 10, hop: 5 };

test("the last window ends with the file; what is shorter than a window is one window", () => {
  const starts = (seconds: number) => windowsOf(seconds, rule).map(({ start, end }) => [start, end]);
  assert.deepEqual(starts(4), [[0, 4]]);
  assert.deepEqual(starts(10), [[0, 10]]);
  assert.deepEqual(starts(10.3), [[0, 10]]);
  assert.deepEqual(starts(12), [
    [0, 10],
    [2, 12],
  ]);
  assert.deepEqual(starts(21), [
    [0, 10],
    [5, 15],
    [10, 20],
    [11, 21],
  ]);
  assert.throws(() => windowsOf(20, { length: 10, hop: 0 }), /every 0 s/);
});

test("mean and deviation are those of the frames in the window, row by row", () => {
  const frames = 40;
  const rms = { data: Float32Array.from({ length: frames }, (_, i) => Math.sin(i)), shape: [1, frames] } as const;
  const mfcc = {
    data: Float32Array.from({ length: 2 * frames }, (_, i) => (i % 7) - i / 9),
    shape: [2, frames],
  } as const;
  const windows = [
    { start: 0, end: 2 },
    { start: 1.5, end: 4 },
  ];
  const { data, shape } = windowStatistics({ rms, mfcc }, ["mfcc", "rms"], 10, windows);
  assert.deepEqual(shape, [2, 6]);
  for (const [i, { start, end }] of windows.entries()) {
    const [from, to] = [10 * start, 10 * end];
    const cut = [
      mfcc.data.subarray(from, to),
      mfcc.data.subarray(frames + from, frames + to),
      rms.data.subarray(from, to),
    ];
    const wanted = cut.flatMap((row) => [
      ...summaryStatistics({ data: row, shape: [1, to - from] }).values.slice(0, 2),
    ]);
    for (const [k, value] of wanted.entries()) assert.ok(Math.abs(data[i * 6 + k]! - value) < 1e-6);
  }
});
