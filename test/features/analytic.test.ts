import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  chromaStft,
  estimateTuning,
  extractFeatures,
  FEATURE_NAMES,
  frameMatrix,
  hzToMel,
  melspectrogram,
  melToHz,
  mfcc,
  powerToDb,
  RealFft,
  rms,
  spectralBandwidth,
  spectralCentroid,
  spectralContrast,
  spectralFlatness,
  spectralRolloff,
  spectrumOf,
  summaryStatistics,
  zeroCrossingRate,
} from "../../src/features";
import { MT19937 } from "../../src/random";

const SR = 22_050;
/** A frame in the middle, away from the zeros beyond both ends. */
const MIDDLE = 20;

function sine(hz: number, amplitude = 0.5, length = SR): Float32Array {
  return Float32Array.from({ length }, (_, i) => amplitude * Math.sin((2 * Math.PI * hz * i) / SR));
}

function noise(seed: number, length = SR): Float32Array {
  const random = new MT19937(seed);
  return Float32Array.from({ length }, () => 2 * random.random() - 1);
}

for (const n of [4, 8, 16, 128, 512]) {
  test(`the transform of ${n} samples is the sum that defines it`, () => {
    const y = Float64Array.from(noise(n, n));
    const fft = new RealFft(n);
    fft.transform(y, 0, new Float64Array(n).fill(1));
    for (let k = 0; k <= n / 2; k++) {
      let [re, im] = [0, 0];
      for (let i = 0; i < n; i++) {
        re += y[i]! * Math.cos((2 * Math.PI * k * i) / n);
        im -= y[i]! * Math.sin((2 * Math.PI * k * i) / n);
      }
      assert.ok(Math.hypot(fft.re[k]! - re, fft.im[k]! - im) < 1e-12 * n, `bin ${k}`);
    }
  });
}

test("a sine on a bin has its centroid there, and is half a bin or so wide", () => {
  const hz = (100 * SR) / 2048;
  const spectrum = spectrumOf({ y: sine(hz), sr: SR });
  assert.ok(Math.abs(spectralCentroid(spectrum).data[MIDDLE]! - hz) < 0.5);
  // A Hann window spreads a tone over three bins of weights 1/4, 1/2, 1/4: a standard deviation of a root of 1/2 bins.
  assert.ok(Math.abs(spectralBandwidth(spectrum).data[MIDDLE]! - (Math.SQRT1_2 * SR) / 2048) < 0.5);
  assert.ok(Math.abs(spectralRolloff(spectrum).data[MIDDLE]! - (101 * SR) / 2048) < 0.01);
  assert.ok(spectralFlatness(spectrum).data[MIDDLE]! < 1e-6);
});

test("a full-scale sine has an rms of a root of 1/2, and crosses zero twice a period", () => {
  const y = sine(441, 1);
  assert.ok(Math.abs(rms({ y }).data[MIDDLE]! - Math.SQRT1_2) < 1e-3);
  assert.ok(Math.abs(zeroCrossingRate({ y }).data[MIDDLE]! - (2 * 441) / SR) < 1 / 2048);
});

test("an A in any octave is the pitch class A", () => {
  for (const hz of [110, 220, 440, 880, 1760]) {
    const { data, shape } = chromaStft({ y: sine(hz), sr: SR });
    const frame = Array.from({ length: 12 }, (_, c) => data[c * shape[1] + MIDDLE]!);
    assert.equal(frame.indexOf(1), 9, `${hz} Hz: ${frame}`);
  }
});

test("tuning follows a tone that is a quarter of a semitone sharp", () => {
  const tuning = estimateTuning({ y: sine(440 * 2 ** (0.25 / 12)), sr: SR });
  assert.ok(Math.abs(tuning - 0.25) < 0.06, `${tuning}`);
});

test("white noise is flat, and its peaks hardly stand above its valleys", () => {
  const spectrum = spectrumOf({ y: noise(1), sr: SR });
  const tone = spectrumOf({ y: sine(1000), sr: SR });
  assert.ok(spectralFlatness(spectrum).data[MIDDLE]! > 0.4);
  const band = 3 * spectrum.frames + MIDDLE; // 800 to 1600 Hz
  assert.ok(spectralContrast(spectrum).data[band]! < 25);
  assert.ok(spectralContrast(tone).data[band]! > 40);
});

test("the mel scale is its own inverse, and 1 kHz is 15 mel", () => {
  assert.ok(Math.abs(hzToMel(1000) - 15) < 1e-12);
  for (const hz of [0, 50, 999, 1000, 4321, 11_025]) assert.ok(Math.abs(melToHz(hzToMel(hz)) - hz) < 1e-9);
});

test("decibels: ten times the power is 10 dB, and nothing lies 80 dB below the loudest", () => {
  const S = { data: Float32Array.of(1, 10, 0), shape: [3] };
  assert.deepEqual([...powerToDb(S).data], [0, 10, -70]);
  assert.deepEqual([...powerToDb(S, { ref: "max", topDb: 30 }).data], [-10, 0, -30]);
  assert.deepEqual([...powerToDb(S, { topDb: null }).data], [0, 10, -100]);
});

test("silence gives finite numbers", () => {
  const features = extractFeatures(new Float32Array(5000));
  for (const name of FEATURE_NAMES) assert.ok(features[name].data.every(Number.isFinite), name);
});

test("mfcc of fewer coefficients are the first of more", () => {
  const spectrum = spectrumOf({ y: noise(2), sr: SR });
  const [five, twenty] = [mfcc(spectrum, { nMfcc: 5 }), mfcc(spectrum)];
  assert.deepEqual(five.data, twenty.data.slice(0, five.data.length));
});

test("features from a shared spectrum are those from the samples", () => {
  const y = noise(3, 9000);
  const spectrum = spectrumOf({ y, sr: SR });
  const all = extractFeatures(y, SR);
  for (const from of [{ y, sr: SR }, spectrum]) {
    assert.deepEqual(spectralCentroid(from), all.spectral_centroid);
    assert.deepEqual(melspectrogram(from), all.melspectrogram);
    assert.deepEqual(chromaStft(from), all.chroma_stft);
  }
});

test("loudness does not move the centroid, and doubles rms where it doubles", () => {
  const y = noise(4, 6000);
  fc.assert(
    fc.property(fc.double({ min: 0.01, max: 100, noNaN: true }), (gain) => {
      const louder = y.map((sample) => sample * gain);
      const [a, b] = [spectralCentroid({ y }), spectralCentroid({ y: louder })];
      assert.ok(a.data.every((hz, t) => Math.abs(hz - b.data[t]!) < 1e-4 * hz));
      const [quiet, loud] = [rms({ y }), rms({ y: louder })];
      assert.ok(quiet.data.every((value, t) => Math.abs(value * gain - loud.data[t]!) < 1e-5 * gain));
    }),
    { numRuns: 20 },
  );
});

test("a delay of whole hops delays every frame", () => {
  const y = noise(5, 8192);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 8 }), (hops) => {
      const later = new Float32Array(hops * 512 + y.length);
      later.set(y, hops * 512);
      const [a, b] = [spectralCentroid({ y }), spectralCentroid({ y: later })];
      for (let t = 0; t < a.shape[1]; t++) assert.equal(b.data[t + hops], a.data[t]);
    }),
    { numRuns: 8 },
  );
});

test("statistics of a constant row are finite, and those of a known one are known", () => {
  const { names, values } = summaryStatistics({ data: Float32Array.of(2, 2, 2, 2, 1, 2, 3, 6), shape: [2, 4] }, [
    "a",
    "b",
  ]);
  assert.deepEqual(names.slice(0, 3), ["a_mean", "a_std", "a_min"]);
  assert.deepEqual([...values.slice(0, 7)], [2, 0, 2, 2, 2, 0, 0]);
  assert.deepEqual([...values.slice(7, 12)], [3, Math.fround(Math.sqrt(3.5)), 1, 6, 2.5]);
});

const y = sine(440, 0.5, 4000);
const badInputs: [what: string, call: () => unknown, message: RegExp][] = [
  ["no samples", () => extractFeatures(new Float32Array(0)), /y is empty/],
  ["NaN", () => extractFeatures(Float32Array.of(0, Number.NaN)), /y\[1\] = NaN/],
  ["nFft that is no power of two", () => spectrumOf({ y }, { nFft: 1000 }), /nFft = 1000.*power of two/],
  ["a hop of 0", () => spectrumOf({ y }, { hopLength: 0 }), /hopLength = 0/],
  ["a window longer than the frame", () => spectrumOf({ y }, { winLength: 4096 }), /winLength = 4096/],
  ["a rate of 0", () => spectrumOf({ y, sr: 0 }), /sr = 0/],
  ["too few samples for a frame", () => rms({ y: y.slice(0, 100) }, { center: false }), /100 samples.*2048/],
  ["more coefficients than bands", () => mfcc({ y }, { nMfcc: 50, nMels: 40 }), /nMfcc = 50.*40/],
  ["a roll-off of 1", () => spectralRolloff({ y }, { rollPercent: 1 }), /rollPercent = 1/],
  ["bands beyond half the rate", () => spectralContrast({ y }, { fmin: 400 }), /12800 Hz.*11025/],
  ["mel edges the wrong way round", () => melspectrogram({ y }, { fmin: 500, fmax: 400 }), /fmin = 500.*fmax = 400/],
  ["a missing feature", () => frameMatrix({ mfcc: mfcc({ y }) }), /no feature chroma_stft/],
  ["names that do not fit", () => summaryStatistics(mfcc({ y }), ["a"]), /1 names for 20 rows/],
];

for (const [what, call, message] of badInputs) {
  test(`refuses ${what}`, () => assert.throws(call, { name: "QuadrantError", tag: "bad-argument", message }));
}
