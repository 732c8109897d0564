import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Matrix } from "../../../src/arrays";
import {
  chromaStft,
  melspectrogram,
  rms,
  spectralBandwidth,
  spectralCentroid,
  spectralContrast,
  spectralFlatness,
  spectralRolloff,
  spectrumOf,
  zeroCrossingRate,
} from "../../../src/features";
import { MT19937 } from "../../../src/random";

const HOP = 512;
/** Frames on each side of a seam that look across it. */
const REACH = 2;

function noise(seed: number, length: number): Float32Array {
  const random = new MT19937(seed);
  return Float32Array.from({ length }, () => random.random() - 0.5);
}

/** Features whose frames depend on nothing but their own samples. */
const LOCAL: Readonly<Record<string, (y: Float32Array) => Matrix>> = {
  melspectrogram: (y) => melspectrogram({ y }),
  chroma: (y) => chromaStft({ y }, { tuning: 0 }),
  centroid: (y) => spectralCentroid({ y }),
  bandwidth: (y) => spectralBandwidth({ y }),
  linear_contrast: (y) => spectralContrast({ y }, { linear: true }),
  flatness: (y) => spectralFlatness({ y }),
  rolloff: (y) => spectralRolloff({ y }),
  rms: (y) => rms({ y }),
  zero_crossing_rate: (y) => zeroCrossingRate({ y }),
};

function frame({ data, shape: [rows, frames] }: Matrix, t: number): number[] {
  return Array.from({ length: rows }, (_, row) => data[row * frames + t]!);
}

for (const [name, feature] of Object.entries(LOCAL)) {
  test(`of two sounds one after the other, each keeps its ${name}`, () => {
    fc.assert(
      fc.property(fc.integer({ min: 5, max: 20 }), fc.integer({ min: 1, max: 1000 }), (hops, seed) => {
        const [first, second] = [noise(seed, hops * HOP), noise(seed + 1, 6000)];
        const both = new Float32Array(first.length + second.length);
        both.set(first);
        both.set(second, first.length);
        const [a, b, whole] = [feature(first), feature(second), feature(both)];
        for (let t = 0; t < hops - REACH; t++) assert.deepEqual(frame(whole, t), frame(a, t));
        for (let t = REACH; t < b.shape[1] - 1; t++) assert.deepEqual(frame(whole, hops + t), frame(b, t));
      }),
      { numRuns: 5 },
    );
  });
}

/** What does not know how loud it is. */
const RELATIVE = ["chroma", "centroid", "bandwidth", "rolloff", "zero_crossing_rate"] as const;

for (const name of RELATIVE) {
  test(`loudness does not change the ${name}`, () => {
    fc.assert(
      fc.property(fc.integer({ min: -12, max: 12 }), (exponent) => {
        const y = noise(7, 5000);
        // A power of two changes no digit of any number on the way.
        const louder = y.map((sample) => sample * 2 ** exponent);
        assert.deepEqual(LOCAL[name]!(louder), LOCAL[name]!(y));
      }),
      { numRuns: 10 },
    );
  });
}

test("flatness, too, does not know how loud it is, above what counts as silence", () => {
  const y = noise(8, 5000);
  const [a, b] = [spectralFlatness({ y }), spectralFlatness({ y: y.map((sample) => sample * 64) })];
  assert.ok(a.data.every((value, t) => Math.abs(value - b.data[t]!) < 1e-5));
});

test("turning a sound upside down changes nothing but zero crossings at zero", () => {
  const y = noise(9, 5000);
  const turned = y.map((sample) => -sample);
  for (const name of Object.keys(LOCAL)) assert.deepEqual(LOCAL[name]!(turned), LOCAL[name]!(y), name);
});

test("the power of a spectrum is that of its samples (Parseval)", () => {
  const y = noise(10, 20_000);
  const windowless = spectrumOf({ y }, { window: "ones" });
  const [fromSpectrum, fromSamples] = [rms(windowless), rms({ y })];
  assert.ok(fromSamples.data.every((value, t) => Math.abs(value - fromSpectrum.data[t]!) < 1e-6));
});

test("silence, one sample, DC and full scale give numbers", () => {
  const signals = [
    new Float32Array(3000),
    Float32Array.of(1),
    new Float32Array(5000).fill(1),
    noise(1, 4000).map(Math.sign),
  ];
  for (const y of signals) {
    for (const [name, feature] of Object.entries(LOCAL)) assert.ok(feature(y).data.every(Number.isFinite), name);
  }
});
