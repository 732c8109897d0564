import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { RealFft } from "../../src/features";
import { stftFrames } from "../../src/kernels";
import { blockOf, layOut } from "../../src/kernels/kernel-memory";
import { MT19937 } from "../../src/random";

/** Both are float64 inside; what the kernel gives is float32. */
const FLOAT32 = 1e-6;

function noise(length: number): Float32Array {
  const random = new MT19937(length);
  return Float32Array.from({ length }, () => random.random() - 0.5);
}

test("any frames on any samples are those of the plain transform, and zeros beyond the ends", () => {
  const framing = fc.record({
    log: fc.integer({ min: 2, max: 12 }),
    hopLength: fc.integer({ min: 1, max: 3000 }),
    frames: fc.integer({ min: 1, max: 90 }),
    first: fc.integer({ min: -5000, max: 5000 }),
    samples: fc.integer({ min: 1, max: 6000 }),
  });
  fc.assert(
    fc.property(framing, ({ log, samples, ...rest }) => {
      const nFft = 2 ** log;
      const y = noise(samples);
      const window = Float64Array.from({ length: nFft }, (_, i) => 1 + Math.sin(i));
      const { re, im } = stftFrames().bins(y, { nFft, window, ...rest });
      const magnitude = stftFrames().magnitudes(y, { nFft, window, ...rest });
      const fft = new RealFft(nFft);
      const size = nFft / 2 + 1;
      for (let t = 0; t < rest.frames; t++) {
        fft.transform(y, rest.first + t * rest.hopLength, window);
        const scale = FLOAT32 * nFft;
        for (let k = 0; k < size; k++) {
          const at = t * size + k;
          assert.ok(Math.abs(re[at]! - fft.re[k]!) <= scale, `re of bin ${k} of frame ${t}`);
          assert.ok(Math.abs(im[at]! - fft.im[k]!) <= scale, `im of bin ${k} of frame ${t}`);
          assert.ok(Math.abs(magnitude[at]! - Math.hypot(fft.re[k]!, fft.im[k]!)) <= scale, `bin ${k} of frame ${t}`);
        }
      }
    }),
    { numRuns: 40 },
  );
});

test("long transforms are those of the plain one: half a million samples", () => {
  const nFft = 2 ** 19;
  const y = noise(nFft);
  const window = new Float64Array(nFft).fill(1);
  const { re, im } = stftFrames().bins(y, { nFft, window, hopLength: nFft, frames: 1, first: 0 });
  const fft = new RealFft(nFft);
  fft.transform(y, 0, window);
  // The sums of half a million numbers reach some hundreds.
  for (let k = 0; k <= nFft / 2; k++)
    assert.ok(Math.hypot(re[k]! - fft.re[k]!, im[k]! - fft.im[k]!) < 1e-3, `bin ${k}`);
});

test("memory is laid out anew, on lines of the cache, and grows only where it must", () => {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const [a, b] = layOut(memory, 3, 5);
  assert.equal(a!.byteOffset % 64, 0);
  assert.ok(b!.byteOffset >= a!.byteOffset + 12 && b!.byteOffset % 64 === 0);
  assert.equal(memory.buffer.byteLength, 65_536);
  layOut(memory, 100_000);
  const grown = memory.buffer.byteLength;
  assert.ok(grown >= 400_000 && grown < 600_000);
  layOut(memory, 90_000);
  assert.equal(memory.buffer.byteLength, grown);
});

test("an hour is worked on in blocks as small as those of a minute", () => {
  assert.equal(blockOf(155_000, 1025), blockOf(2600, 1025));
  assert.equal(blockOf(3, 1025), 3);
  assert.equal(blockOf(10, 2 ** 20), 1);
});
