import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { localMaxima } from "../../src/kernels/local-maxima";

test("maxima of any frames are found by their definition, ties and edges included", () => {
  const search = fc.record({
    bins: fc.integer({ min: 3, max: 70 }),
    frames: fc.integer({ min: 1, max: 9 }),
    first: fc.integer({ min: 1, max: 40 }),
    end: fc.integer({ min: 1, max: 70 }),
    share: fc.float({ min: 0, max: 1, noNaN: true }),
    least: fc.float({ min: 0, max: 5, noNaN: true }),
    seed: fc.integer({ min: 1, max: 1000 }),
  });
  fc.assert(
    fc.property(search, ({ bins, frames, first, end, share, least, seed }) => {
      // Few different values: many of them are equal.
      const magnitude = Float32Array.from({ length: bins * frames }, (_, i) =>
        Math.round(4 + 4 * Math.sin(seed * i * i)),
      );
      const range = { first, end: Math.min(end, bins - 1), share, least };
      const { places, largest } = localMaxima()({ magnitude, bins, frames }, range);
      const expected: number[] = [];
      for (let t = 0; t < frames; t++) {
        const frame = magnitude.subarray(t * bins, (t + 1) * bins);
        const most = Math.max(...frame);
        assert.equal(largest[t], most);
        const bar = Math.max(Math.fround(share * most), least);
        for (let k = first; k < range.end; k++) {
          if (frame[k]! > bar && frame[k]! > frame[k - 1]! && frame[k]! >= frame[k + 1]!) expected.push(t * bins + k);
        }
      }
      assert.deepEqual([...places], expected);
    }),
    { numRuns: 300 },
  );
});
