import assert from "node:assert/strict";
import { test } from "node:test";
import { resample } from "../../src/audio";
import { MT19937 } from "../../src/random";

/** float32 transforms whose blocks lie elsewhere round differently. */
const ROUNDING = 2e-6;

/** Longer than what goes through the filters at once, at any of the rates. */
const LONG = 2_400_000;

const PIECE = 200_000;

/** Further than any filter reaches, in samples of the input; a multiple of all denominators. */
const MARGIN = 6400;

function noise(length: number): Float32Array {
  const random = new MT19937(5);
  return Float32Array.from({ length }, () => random.random() - 0.5);
}

for (const [orig, target, ratio] of [
  [44_100, 22_050, [1, 2]],
  [48_000, 22_050, [147, 320]],
  [22_050, 44_100, [2, 1]],
  [44_100, 11_025, [1, 4]],
  [16_000, 24_000, [3, 2]],
] as const) {
  test(`a long sound is resampled from ${orig} to ${target} Hz as its pieces are`, () => {
    const y = noise(LONG);
    const whole = resample(y, orig, target);
    const [up, down] = ratio;
    for (let start = 0; start < LONG; start += PIECE) {
      const from = Math.max(0, start - MARGIN);
      const piece = resample(y.subarray(from, start + PIECE + MARGIN), orig, target);
      const [at, skip, count] = [start, start - from, PIECE].map((samples) => (samples * up) / down) as [
        number,
        number,
        number,
      ];
      const errors = piece.subarray(skip, skip + count).map((expected, i) => Math.abs(whole[at + i]! - expected));
      const worst = errors.reduce((most, error) => Math.max(most, error), 0);
      assert.ok(worst <= ROUNDING, `result ${at + errors.indexOf(worst)} differs by ${worst}`);
    }
  });
}

test("sounds of any length have librosa's number of samples", () => {
  assert.equal(resample(new Float32Array(88_200), 44_100, 6000).length, 12_001);
  assert.equal(resample(new Float32Array(1), 44_100, 22_050).length, 1);
  assert.equal(resample(new Float32Array(0), 44_100, 22_050).length, 0);
});
