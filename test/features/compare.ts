import assert from "node:assert/strict";

/**
 * Whatever the range, the last digits of the largest value may differ: both sides are float32, and librosa's is a sum of
 * 1,025 float32 values (its flatness of silence is 1.0000007).
 */
const LAST_DIGITS = 8 * 2 ** -23;

/**
 * Fails unless every value lies within `tolerance` times the range of the expected values; the message gives the
 * largest error, where it is, and its neighbours.
 */
export function assertClose(
  actual: { readonly data: Float32Array; readonly shape: readonly number[] },
  expected: { readonly data: Float32Array; readonly shape: readonly number[] },
  tolerance: number,
  name: string,
): void {
  assert.deepEqual([...actual.shape], [...expected.shape], `${name}: shape`);
  let [low, high, worst, at] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -1, 0];
  for (const [i, value] of expected.data.entries()) {
    low = Math.min(low, value);
    high = Math.max(high, value);
    const error = Math.abs(value - actual.data[i]!);
    // NaN must not pass for small.
    if (!(error <= worst)) [worst, at] = [error, i];
  }
  const range = high - low;
  const allowed = tolerance * range + LAST_DIGITS * Math.max(Math.abs(low), Math.abs(high));
  const near = (data: Float32Array) => [...data.subarray(Math.max(0, at - 2), at + 3)].join(", ");
  assert.ok(
    worst <= allowed,
    `${name}: error ${worst}, allowed are ${allowed}, at index ${at} of shape (${expected.shape.join(", ")}); ` +
      `expected ... ${near(expected.data)} ..., got ... ${near(actual.data)} ...`,
  );
}
