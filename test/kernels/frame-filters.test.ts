import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { RealFft } from "../../src/features";
import { frameFilters } from "../../src/kernels/frame-filters";
import { MT19937 } from "../../src/random";

/** Rounding of float32 transforms, as a share of the root of the sum of squares of what goes in. */
const FLOAT32 = 1e-6;

function noise(length: number): Float32Array {
  const random = new MT19937(length);
  return Float32Array.from({ length }, () => random.random() - 0.5);
}

/** Weights 1 to n, half a turn apart, of some bins. */
function filterOf(bins: readonly number[]) {
  return {
    bins: Int32Array.from(bins),
    re: Float64Array.from(bins, (_, i) => (i % 2 === 0 ? i + 1 : 0)),
    im: Float64Array.from(bins, (_, i) => (i % 2 === 0 ? 0 : -i - 1)),
  };
}

test("responses of any frames on any samples are weighted sums of their bins", () => {
  const job = fc.record({
    log: fc.integer({ min: 2, max: 11 }),
    hopLength: fc.integer({ min: 1, max: 3000 }),
    frames: fc.integer({ min: 1, max: 90 }),
    first: fc.integer({ min: -5000, max: 5000 }),
    samples: fc.integer({ min: 1, max: 6000 }),
    bins: fc.array(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 9 }), {
      minLength: 1,
      maxLength: 6,
    }),
  });
  fc.assert(
    fc.property(job, ({ log, samples, bins, ...rest }) => {
      const nFft = 2 ** log;
      const filters = bins.map((shares) => filterOf(shares.map((share) => Math.round((share * nFft) / 2))));
      const gains = filters.map((_, row) => 1 + row / 4);
      const y = noise(samples);
      const size = filters.length * rest.frames;
      const found = { re: new Float32Array(size), im: new Float32Array(size) };
      const magnitudes = new Float32Array(size);
      frameFilters().responses(y, { nFft, filters, gains, ...rest }, found);
      frameFilters().magnitudes(y, { nFft, filters, gains, ...rest }, magnitudes);
      const fft = new RealFft(nFft);
      const ones = new Float64Array(nFft).fill(1);
      for (let t = 0; t < rest.frames; t++) {
        fft.transform(y, rest.first + t * rest.hopLength, ones);
        for (const [row, filter] of filters.entries()) {
          let [re, im] = [0, 0];
          for (const [i, bin] of filter.bins.entries()) {
            re += gains[row]! * (filter.re[i]! * fft.re[bin]! - filter.im[i]! * fft.im[bin]!);
            im += gains[row]! * (filter.re[i]! * fft.im[bin]! + filter.im[i]! * fft.re[bin]!);
          }
          const at = row * rest.frames + t;
          const scale = FLOAT32 * nFft * 20;
          assert.ok(Math.abs(found.re[at]! - re) <= scale, `real part ${found.re[at]} for ${re}, frame ${t}`);
          assert.ok(Math.abs(found.im[at]! - im) <= scale, `imaginary part ${found.im[at]} for ${im}, frame ${t}`);
          assert.ok(Math.abs(magnitudes[at]! - Math.hypot(re, im)) <= scale, `magnitude of frame ${t}`);
        }
      }
    }),
    { numRuns: 40 },
  );
});

test("silence beside noise is silent to the last bit", () => {
  const y = new Float32Array(4096);
  y.set(noise(1000));
  const magnitudes = new Float32Array(30);
  const job = { nFft: 256, hopLength: 128, frames: 30, first: 0, filters: [filterOf([3, 4, 5])], gains: [1] };
  frameFilters().magnitudes(y, job, magnitudes);
  assert.ok(magnitudes.subarray(0, 8).every((value) => value > 0));
  assert.ok(magnitudes.subarray(8).every((value) => value === 0));
});
