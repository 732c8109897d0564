import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { hannWindow } from "../../../src/features";
import { AnyRealFft } from "../../../src/features/rhythm/any-real-fft";
import { SlidingHannFft } from "../../../src/features/rhythm/sliding-fft";
import { MT19937 } from "../../../src/random";

test("a window that slides sees what one that starts anew sees, of any length and for hundreds of frames", () => {
  const frames = fc.record({ length: fc.integer({ min: 2, max: 50 }), first: fc.integer({ min: -60, max: 60 }) });
  fc.assert(
    fc.property(frames, ({ length, first }) => {
      const random = new MT19937(length);
      const signal = Float32Array.from({ length: 550 }, () => 1e6 * random.random());
      const sliding = new SlidingHannFft(signal, length);
      const fft = new AnyRealFft(hannWindow(length));
      for (let t = first; t < first + 600; t++) {
        sliding.transform(t);
        fft.transform(signal, t);
        for (const [k, re] of fft.re.entries()) {
          assert.ok(Math.abs(sliding.re[k]! - re) < 1e-5, `real part of bin ${k} of frame ${t}, length ${length}`);
          assert.ok(Math.abs(sliding.im[k]! - fft.im[k]!) < 1e-5, `imaginary part of bin ${k} of frame ${t}`);
        }
      }
    }),
    { numRuns: 20 },
  );
});

test("a window that jumps starts anew, and silence after a loud stretch is silent again", () => {
  const signal = new Float32Array(1000);
  signal.fill(1e6, 0, 100);
  const sliding = new SlidingHannFft(signal, 24);
  for (const t of [50, 3, 4, 5, 700]) sliding.transform(t);
  assert.ok([...sliding.re, ...sliding.im].every((value) => value === 0));
  for (let t = 0; t < 600; t++) sliding.transform(t);
  assert.ok([...sliding.re, ...sliding.im].every((value) => value === 0));
});
