import assert from "node:assert/strict";
import { test } from "node:test";
import { compareWithMeyda, MEYDA_FEATURES, meydaFeatures, spectralCentroid } from "../../../src/features";
import { MT19937 } from "../../../src/random";

const SR = 22_050;
const random = new MT19937(11);
/** A chord that gets louder, over noise: features vary from frame to frame. */
const y = Float32Array.from({ length: SR }, (_, i) => {
  const chord = [220, 277.18, 329.63].reduce((sum, hz) => sum + Math.sin((2 * Math.PI * hz * i) / SR), 0);
  return (0.2 * chord * i) / SR + 0.05 * (random.random() - 0.5);
});

test("Meyda's features line up with librosa's frames, and are finite in silence too", () => {
  const frames = spectralCentroid({ y }).shape[1];
  for (const samples of [y, new Float32Array(SR)]) {
    const features = meydaFeatures({ y: samples, sr: SR });
    for (const name of MEYDA_FEATURES) {
      const { data, shape } = features[name];
      assert.equal(shape[1], frames, name);
      assert.ok(data.every(Number.isFinite), name);
    }
    assert.deepEqual([features.mfcc.shape[0], features.chroma.shape[0], features.rms.shape[0]], [13, 12, 1]);
  }
});

test("a sine's centroid is its bin, and its zero crossings are counted", () => {
  const sine = Float32Array.from({ length: SR }, (_, i) => Math.sin((2 * Math.PI * 100 * i) / 2048));
  const { spectralCentroid: centroid, zcr } = meydaFeatures({ y: sine, sr: SR });
  assert.ok(Math.abs(centroid.data[20]! - 100) < 0.1, `${centroid.data[20]}`);
  assert.ok(Math.abs(zcr.data[20]! - 200) <= 1, `${zcr.data[20]}`);
});

test("settings of one call do not leak into the next", () => {
  const before = meydaFeatures({ y, sr: SR });
  meydaFeatures({ y, sr: 44_100 }, { bufferSize: 1024, melBands: 40, nMfcc: 20 });
  assert.deepEqual(meydaFeatures({ y, sr: SR }), before);
});

test("Meyda agrees with librosa in centroid and spread, and not in rms, flatness, rolloff and mfcc", () => {
  const rows = Object.fromEntries(compareWithMeyda({ y, sr: SR }).map((row) => [row.feature, row]));
  for (const feature of ["spectral_centroid", "spectral_bandwidth"]) {
    assert.ok(rows[feature]!.correlation > 0.999, `${feature}: ${rows[feature]!.correlation}`);
    assert.ok(rows[feature]!.largest < 0.05, `${feature}: ${rows[feature]!.largest}`);
  }
  assert.ok(rows.rms!.correlation > 0.95);
  // A Hann window leaves a root of 3/8 of the level.
  assert.ok(rows.rms!.largest > 0.2 && rows.rms!.largest < 0.5, `${rows.rms!.largest}`);
  for (const feature of ["spectral_flatness", "spectral_rolloff", "mfcc"]) {
    assert.ok(rows[feature]!.largest > 0.1, `${feature}: ${rows[feature]!.largest}`);
  }
});

test("impossible settings are refused", () => {
  assert.throws(() => meydaFeatures({ y, sr: SR }, { bufferSize: 1000 }), { message: /bufferSize = 1000/ });
  assert.throws(() => meydaFeatures({ y, sr: SR }, { nMfcc: 30 }), { message: /nMfcc = 30.*26/ });
  assert.throws(() => meydaFeatures({ y: new Float32Array(0) }), { tag: "bad-argument" });
});
