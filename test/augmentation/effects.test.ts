import assert from "node:assert/strict";
import { test } from "node:test";
import { type Band, biquad, equalise, gain, reverb } from "../../src/augmentation";
import { convolve } from "../../src/augmentation/convolve";
import { MT19937 } from "../../src/random";
import { golden } from "../golden";

const facts = golden<{
  sr: number;
  seed: number;
  step: number;
  samples: number;
  scale: number;
  bands: Band[];
  coefficients: { b: number[]; a: number[] }[];
  equalised: number[];
  room: { decaySeconds: number; mix: number };
  roomy: number[];
}>("effects");

/** Double precision on both sides, filters designed in two ways. */
const DESIGN = 1e-12;
/** Samples are handed over in single precision. */
const SAMPLES = 2e-7;

const random = new MT19937(facts.seed);
const y = Float32Array.from({ length: facts.samples }, () => facts.scale * random.normal());

function assertNear(found: ArrayLike<number>, expected: readonly number[], tolerance: number, step = 1) {
  expected.forEach((value, i) => {
    const error = Math.abs(found[i * step]! - value);
    assert.ok(error <= tolerance, `value ${i}: ${found[i * step]} where scipy has ${value}`);
  });
}

for (const [i, band] of facts.bands.entries()) {
  test(`${band.kind} at ${band.frequency} Hz is scipy's transform of the analogue filter`, () => {
    const { b, a } = biquad(band, facts.sr);
    assertNear(b, facts.coefficients[i]!.b, DESIGN);
    assertNear(a, facts.coefficients[i]!.a, DESIGN);
  });
}

test("a chain of bands filters as scipy.signal.lfilter", () => {
  const found = equalise(y, { sr: facts.sr, bands: facts.bands });
  assert.equal(found.length, y.length);
  assertNear(found, facts.equalised, SAMPLES, facts.step);
});

/** |H| in dB at a frequency. */
function response(band: Band, hertz: number): number {
  const { b, a } = biquad(band, 44_100);
  const size = (c: readonly number[]) => {
    const w = (2 * Math.PI * hertz) / 44_100;
    const re = c.reduce((sum, value, k) => sum + value * Math.cos(k * w), 0);
    const im = c.reduce((sum, value, k) => sum - value * Math.sin(k * w), 0);
    return Math.hypot(re, im);
  };
  return 20 * Math.log10(size(b) / size(a));
}

test("a band has its decibels where it says, and a shelf half of them at its frequency", () => {
  const at = (kind: Band["kind"], hertz: number) => response({ kind, frequency: 2000, decibels: 8 }, hertz);
  const shapes: Record<Band["kind"], [low: number, middle: number, high: number]> = {
    peaking: [0, 8, 0],
    lowShelf: [8, 4, 0],
    highShelf: [0, 4, 8],
  };
  for (const [kind, expected] of Object.entries(shapes) as [Band["kind"], number[]][]) {
    [0, 2000, 22_050].forEach((hertz, i) => {
      assert.ok(Math.abs(at(kind, hertz) - expected[i]!) < 1e-6, `${kind} at ${hertz} Hz: ${at(kind, hertz)} dB`);
    });
  }
});

test("a shelf of the default steepness does not overshoot", () => {
  for (let hertz = 20; hertz < 20_000; hertz *= 1.1) {
    const decibels = response({ kind: "lowShelf", frequency: 500, decibels: 6 }, hertz);
    assert.ok(decibels > -1e-6 && decibels < 6 + 1e-6, `${decibels} dB at ${hertz} Hz`);
  }
});

test("reverb is scipy's convolution with numpy's noise that dies away", () => {
  const found = reverb(y, { sr: facts.sr, ...facts.room, seed: facts.seed });
  assert.equal(found.length, y.length);
  assertNear(found, facts.roomy, SAMPLES, facts.step);
});

test("convolution in blocks is convolution, at every length", () => {
  for (const [length, taps] of [
    [1, 1],
    [10, 3],
    [3, 10],
    [9000, 5],
    [9000, 3000],
  ] as const) {
    const samples = Float32Array.from({ length }, () => random.normal());
    const response = Float64Array.from({ length: taps }, () => random.normal());
    const found = convolve(samples, response);
    assert.equal(found.length, length);
    for (let n = 0; n < length; n += Math.max(1, Math.floor(length / 50))) {
      let expected = 0;
      for (let k = 0; k <= Math.min(n, taps - 1); k++) expected += response[k]! * samples[n - k]!;
      assert.ok(Math.abs(found[n]! - expected) < 1e-10, `${length}, ${taps}: ${found[n]} for ${expected} at ${n}`);
    }
  }
});

test("a room is the same for a seed, is not heard with mix 0, and is alone with mix 1", () => {
  assert.deepEqual(reverb(y, { seed: 3 }), reverb(y, { seed: 3 }));
  assert.notDeepEqual(reverb(y, { seed: 3 }), reverb(y, { seed: 4 }));
  assert.deepEqual(reverb(y, { mix: 0 }), y);
  const click = Float32Array.of(1, ...new Float32Array(22_050));
  const energy = reverb(click, { mix: 1, decaySeconds: 0.5 }).reduce((sum, value) => sum + value * value, 0);
  assert.ok(Math.abs(energy - 1) < 1e-5, String(energy));
});

test("twenty decibels are ten times the amplitude, up or down", () => {
  assert.deepEqual([...gain(Float32Array.of(0.5, -0.25), 20)], [5, -2.5]);
  assert.deepEqual([...gain(Float32Array.of(5, -2.5), -20)], [0.5, -0.25]);
  assert.deepEqual([...gain(Float32Array.of(0.5), 0)], [0.5]);
});

test("what cannot be done is refused by name", () => {
  const band: Band = { kind: "peaking", frequency: 1000, decibels: 3 };
  for (const [work, message] of [
    [() => gain(y, Number.NaN), /decibels = NaN/],
    [() => equalise(y, { bands: [] }), /without bands/],
    [() => equalise(y, { bands: [{ ...band, frequency: 11_025 }] }), /frequency = 11025 Hz/],
    [() => equalise(y, { bands: [{ ...band, frequency: 0 }] }), /frequency = 0 Hz/],
    [() => equalise(y, { bands: [{ ...band, q: 0 }] }), /q = 0/],
    [() => equalise(y, { bands: [{ ...band, decibels: Number.POSITIVE_INFINITY }] }), /decibels = Infinity/],
    [() => reverb(y, { mix: 1.2 }), /mix = 1.2/],
    [() => reverb(y, { decaySeconds: 0 }), /decaySeconds = 0/],
    [() => reverb(y, { decaySeconds: 61 }), /decaySeconds = 61/],
  ] as const) {
    assert.throws(work, { tag: "bad-argument", message });
  }
});
