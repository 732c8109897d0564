import assert from "node:assert/strict";

/** Fails with the largest error, where it is and what stands beside it. `tolerance` is relative above 1, absolute below. */
export function closest(actual: ArrayLike<number>, expected: readonly number[], tolerance: number, what: string): void {
  assert.equal(actual.length, expected.length, `${what}: length`);
  let worst = 0;
  let error = 0;
  expected.forEach((value, i) => {
    const distance = Math.abs(value - actual[i]!) / Math.max(1, Math.abs(value));
    if (!(distance <= error)) {
      error = distance;
      worst = i;
    }
  });
  const around = (values: ArrayLike<number>): string =>
    Array.from(values)
      .slice(Math.max(0, worst - 1), worst + 2)
      .join(" ");
  assert.ok(error <= tolerance, `${what}: off by ${error} at ${worst}: ${around(actual)} for ${around(expected)}`);
}
