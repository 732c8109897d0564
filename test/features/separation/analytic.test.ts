import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { harmonic, hpss, percussive, stft } from "../../../src/features";
import { medianFilter } from "../../../src/features/separation/median-filter";
import { MT19937 } from "../../../src/random";

const SR = 22_050;

const sine = Float32Array.from({ length: 2 * SR }, (_, i) => 0.3 * Math.sin((2 * Math.PI * 440 * i) / SR));
const clicks = Float32Array.from({ length: 2 * SR }, (_, i) => (i % 5512 === 2756 ? 0.9 : 0));
const mixed = sine.map((value, i) => value + clicks[i]!);

/** The energy of the difference, as a share of that of `b`, away from both ends. */
function distance(a: Float32Array, b: Float32Array): number {
  let [difference, energy] = [0, 0];
  for (let i = 8192; i < b.length - 8192; i++) {
    difference += (a[i]! - b[i]!) ** 2;
    energy += b[i]! ** 2;
  }
  return difference / energy;
}

function magnitudes(seed: number, rows: number, columns: number) {
  const random = new MT19937(seed);
  return {
    data: Float32Array.from({ length: rows * columns }, () => random.random() ** 3),
    shape: [rows, columns] as const,
  };
}

test("the harmonic part of a tone with clicks is the tone, the percussive part the clicks", () => {
  assert.ok(distance(harmonic({ y: mixed }), sine) < 2e-3, `${distance(harmonic({ y: mixed }), sine)}`);
  assert.ok(distance(percussive({ y: mixed }), clicks) < 0.05, `${distance(percussive({ y: mixed }), clicks)}`);
});

test("without margins the parts add up to the whole; with them a rest is left", () => {
  const [h, p] = [harmonic({ y: mixed }), percussive({ y: mixed })];
  assert.ok(mixed.every((value, i) => Math.abs(value - h[i]! - p[i]!) < 1e-6));
  const hamming = { window: "hamming", nFft: 512, hopLength: 100 } as const;
  const other = percussive({ y: mixed }, hamming);
  assert.ok(harmonic({ y: mixed }, hamming).every((value, i) => Math.abs(value + other[i]! - mixed[i]!) < 1e-6));
  const S = magnitudes(1, 50, 60);
  const { harmonic: sustained, percussive: struck } = hpss(S, { margin: 2 });
  const rest = S.data.map((value, i) => value - sustained.data[i]! - struck.data[i]!);
  assert.ok(rest.every((value) => value > -1e-6) && rest.some((value) => value > 0.1));
});

test("a row is harmonic, a column percussive, and what is neither is shared", () => {
  const S = { data: new Float32Array(80 * 80), shape: [80, 80] as const };
  for (let i = 0; i < 80; i++) S.data[20 * 80 + i] = S.data[i * 80 + 50] = 1;
  const { harmonic: sustained, percussive: struck } = hpss(S, { mask: true });
  const at = ({ data }: { data: Float32Array }, bin: number, frame: number) => data[bin * 80 + frame];
  assert.deepEqual([at(sustained, 20, 10), at(struck, 20, 10)], [1, 0]);
  assert.deepEqual([at(sustained, 60, 50), at(struck, 60, 50)], [0, 1]);
  assert.deepEqual([at(sustained, 20, 50), at(struck, 20, 50)], [0.5, 0.5]);
  assert.deepEqual([at(sustained, 60, 10), at(struck, 60, 10)], [0.5, 0.5]);
});

test("a transform that is there already gives the same, if it is told how long the sound was", () => {
  const D = stft({ y: mixed, sr: SR });
  assert.deepEqual(harmonic(D, { length: mixed.length }), harmonic({ y: mixed }));
  assert.equal(harmonic(D).length, 512 * (D.frames - 1));
});

test("a transform that is passed in is left as it was", () => {
  const D = stft({ y: mixed.slice(0, 9000), sr: SR });
  const before = D.re.slice();
  harmonic(D);
  assert.deepEqual(D.re, before);
});

test("a median is the middle of its window, which is mirrored at the ends, however far it reaches", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 12 }),
      fc.integer({ min: 1, max: 40 }),
      (values, size) => {
        const n = values.length;
        const mirrored = (i: number) => {
          const place = ((i % (2 * n)) + 2 * n) % (2 * n);
          return values[place < n ? place : 2 * n - 1 - place]!;
        };
        const expected = values.map((_, i) => {
          const window = Array.from({ length: size }, (_, j) => mirrored(i + j - (size >> 1)));
          return window.sort((a, b) => a - b)[size >> 1]!;
        });
        const layout = { lines: 1, lineStep: n, length: n, step: 1 };
        assert.deepEqual([...medianFilter(Float32Array.from(values), layout, size)], expected);
      },
    ),
  );
});

test("twice as loud is parted in the same way", () => {
  const quiet = harmonic({ y: mixed });
  const loud = harmonic({ y: mixed.map((value) => 2 * value) });
  assert.ok(quiet.every((value, i) => Math.abs(2 * value - loud[i]!) < 1e-6));
});

test("silence stays silence", () => {
  assert.ok(harmonic({ y: new Float32Array(3000) }).every((value) => value === 0));
});

const y = sine.slice(0, 3000);
const S = magnitudes(2, 4, 4);
const badInputs: [what: string, call: () => unknown, message: RegExp][] = [
  ["no samples", () => harmonic({ y: new Float32Array(0) }), /y is empty/],
  ["infinite samples", () => percussive({ y: Float32Array.of(Number.POSITIVE_INFINITY) }), /y\[0\] = Infinity/],
  ["a window of nothing", () => harmonic({ y }, { kernelSize: 0 }), /kernelSize = 0/],
  ["half a bin", () => harmonic({ y }, { kernelSize: [31, 1.5] }), /kernelSize = 1.5/],
  ["a power of 0", () => harmonic({ y }, { power: 0 }), /power = 0/],
  ["a margin below 1", () => harmonic({ y }, { margin: [1, 0.5] }), /margin = 0.5.*at least 1/],
  ["a length of 0", () => harmonic({ y }, { length: 0 }), /length = 0/],
  ["decibels", () => hpss({ ...S, data: S.data.map((value) => value - 10) }), /S holds -.*0 or more/],
  ["NaN", () => hpss({ ...S, data: S.data.fill(Number.NaN, 3, 4) }), /S holds NaN/],
  ["nothing", () => hpss({ data: new Float32Array(0), shape: [0, 4] }), /S is empty/],
];

for (const [what, call, message] of badInputs) {
  test(`refuses ${what}`, () => assert.throws(call, { name: "QuadrantError", tag: "bad-argument", message }));
}
