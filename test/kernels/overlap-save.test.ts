import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { overlapSave, type RateChange } from "../../src/kernels/overlap-save";
import { MT19937 } from "../../src/random";

/** float32 transforms of a few thousand points: -120 dB of the largest result. */
const FLOAT32 = 1e-6;

test("filters of any length on any samples give the sums of products, at the same, the double and half the rate", () => {
  const cases = fc.record({
    samples: fc.integer({ min: 1, max: 20_000 }),
    reach: fc.integer({ min: 0, max: 600 }),
    change: fc.constantFrom<RateChange>(1, 2, 0.5),
    beyond: fc.integer({ min: -50, max: 50 }),
    seed: fc.nat(1000),
  });
  fc.assert(
    fc.property(cases, ({ samples, reach, change, beyond, seed }) => {
      const random = new MT19937(seed);
      const y = Float32Array.from({ length: samples }, () => random.random() - 0.5);
      const half = Array.from({ length: reach + 1 }, () => random.random() - 0.5);
      const taps = Float64Array.from({ length: 2 * reach + 1 }, (_, k) => half[Math.abs(k - reach)]!);
      const length = Math.max(1, Math.ceil(samples * change) + beyond);
      const found = overlapSave().filter(y, taps, change, length);
      assert.equal(found.length, length);
      // All sums would take too long: a hundred of them, and the ends.
      const places = [0, length - 1, ...Array.from({ length: 100 }, () => Math.floor(random.random() * length))];
      const scale = taps.reduce((sum, tap) => sum + Math.abs(tap), 0);
      for (const n of places) {
        const expected = sumAt(y, taps, change, n);
        const error = Math.abs(found[n]! - expected);
        assert.ok(error <= FLOAT32 * scale, `result ${n} of ${length}: ${found[n]}, not ${expected}`);
      }
    }),
    { numRuns: 60 },
  );
});

function sumAt(y: Float32Array, taps: Float64Array, change: RateChange, n: number): number {
  const reach = (taps.length - 1) / 2;
  const middle = change === 0.5 ? 2 * n : n;
  let sum = 0;
  for (const [k, tap] of taps.entries()) {
    const at = middle + k - reach;
    if (change !== 2) sum += tap * (y[at] ?? 0);
    else if (at % 2 === 0) sum += tap * (y[at / 2] ?? 0);
  }
  return sum;
}
