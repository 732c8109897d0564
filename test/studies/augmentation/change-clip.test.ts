import assert from "node:assert/strict";
import { test } from "node:test";
import { addNoise, pitchShift, timeShift } from "../../../src/augmentation";
import { MT19937 } from "../../../src/random";
import { CHANGE_METHODS, type ChangeMethod, changeClip } from "../../../src/studies/augmentation/change-clip";

const SR = 22_050;
const random = new MT19937(1);
const y = Float32Array.from({ length: SR }, (_, i) => 0.3 * Math.sin(i / 10) + 0.01 * random.normal());

/** Nothing in these is drawn. */
const FIXED: readonly ChangeMethod[] = ["pitch-shift"];

for (const method of CHANGE_METHODS) {
  test(`${method}: the same seed is the same copy, another one is another, and none is the clip`, () => {
    const copy = changeClip(y, SR, method, 5);
    assert.deepEqual(changeClip(y, SR, method, 5), copy);
    assert.notDeepEqual(copy, y);
    assert.ok(copy.every(Number.isFinite));
    if (method === "time-stretch") assert.ok(copy.length > 0.79 * SR && copy.length < 1.26 * SR, `${copy.length}`);
    else assert.equal(copy.length, y.length);
    if (!FIXED.includes(method)) assert.notDeepEqual(changeClip(y, SR, method, 6), copy);
  });
}

test("the study's methods have the study's strengths", () => {
  assert.deepEqual(changeClip(y, SR, "noise", 9), addNoise(y, { std: 0.05, seed: 9 }));
  assert.deepEqual(changeClip(y, SR, "pitch-shift", 9), pitchShift(y, { sr: SR, nSteps: 2 }));
  const shifted = changeClip(y, SR, "time-shift", 9);
  const silence = shifted.findIndex((value) => value !== 0) - 1;
  assert.ok(silence >= 0 && silence <= SR / 2, `${silence} samples of silence`);
  assert.ok([silence, silence + 1].some((samples) => timeShift(y, samples).every((value, i) => value === shifted[i])));
});

test("loudness changes by 6 dB at the most", () => {
  const power = (samples: Float32Array) => samples.reduce((sum, value) => sum + value * value, 0);
  const changes = Array.from({ length: 40 }, (_, seed) => {
    return 10 * Math.log10(power(changeClip(y, SR, "gain", seed)) / power(y));
  });
  assert.ok(Math.max(...changes) > 4 && Math.max(...changes) <= 6.001, `${Math.max(...changes)} dB`);
  assert.ok(Math.min(...changes) < -4 && Math.min(...changes) >= -6.001, `${Math.min(...changes)} dB`);
});

test("an equaliser finds room below half of any rate", () => {
  assert.ok(changeClip(y, 4000, "EQ", 1).every(Number.isFinite));
});
