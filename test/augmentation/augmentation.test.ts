import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { addNoise, pitchShift, timeShift, timeStretch } from "../../src/augmentation";
import { spectralCentroid } from "../../src/features";
import { decodeNpy, decodeZip } from "../../src/store";
import { golden } from "../golden";

const facts = golden<{ seed: number; step: number; rates: number[]; steps: number[] }>("augmentation");
const arrays = decodeZip(readFileSync(join("test", "golden", "augmentation.npz")));
const NAMES = ["struck_chord", "chirp", "noise"];
const SR = 22_050;

function valuesOf(name: string): Float32Array {
  const member = arrays.get(`${name}.npy`);
  assert.ok(member, name);
  return Float32Array.from(decodeNpy(member).data);
}

/** Python writes 2.0 where JavaScript writes 2. */
function pythonic(value: number): string {
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

/**
 * Signal over error, in dB. Phases are added up in single precision on both sides: what is left of the difference is
 * their rounding, which neither side can claim to do better.
 */
function agreement(found: Float32Array, expected: Float32Array): number {
  let [signal, error] = [0, 0];
  expected.forEach((value, i) => {
    signal += value ** 2;
    error += (found[i * facts.step]! - value) ** 2;
  });
  return 10 * Math.log10(signal / error);
}

for (const name of NAMES) {
  const y = valuesOf(`${name}/y`);
  for (const rate of facts.rates) {
    test(`${name} at ${rate} times the speed is librosa's`, () => {
      const stretched = timeStretch(y, rate);
      // Half a sample goes to the even number, as in Python: 11025 / 2 becomes 5512.
      assert.equal(stretched.length, rate === 2 ? 5512 : Math.round(y.length / rate));
      const found = agreement(stretched, valuesOf(`${name}/stretch/${pythonic(rate)}`));
      assert.ok(found > 60, `${found.toFixed(1)} dB`);
    });
  }
  for (const nSteps of facts.steps) {
    test(`${name} ${nSteps} semitones up is librosa's`, () => {
      const shifted = pitchShift(y, { sr: SR, nSteps });
      assert.equal(shifted.length, y.length);
      const found = agreement(shifted, valuesOf(`${name}/shift/${pythonic(nSteps)}`));
      assert.ok(found > 60, `${found.toFixed(1)} dB`);
    });
  }
}

test("an octave up doubles the frequency of a sine", () => {
  const y = Float32Array.from({ length: SR }, (_, i) => 0.5 * Math.sin((2 * Math.PI * 440 * i) / SR));
  const { data } = spectralCentroid({ y: pitchShift(y, { nSteps: 12 }), sr: SR });
  assert.ok(Math.abs(data[20]! - 880) < 5, String(data[20]));
});

test("noise is numpy's, and nothing but added", () => {
  const y = new Float32Array(20).fill(0.25);
  const noisy = addNoise(y, { std: 0.05, seed: facts.seed });
  valuesOf("randn").forEach((value, i) => {
    assert.ok(Math.abs(noisy[i]! - 0.25 - value) < 1e-7);
  });
});

test("a shift in time keeps the length and fills up with silence", () => {
  const y = Float32Array.of(1, 2, 3, 4);
  assert.deepEqual([...timeShift(y, 1)], [0, 1, 2, 3]);
  assert.deepEqual([...timeShift(y, -3)], [4, 0, 0, 0]);
  assert.deepEqual([...timeShift(y, 0)], [1, 2, 3, 4]);
  for (const samples of [4, 9, -4, -9]) assert.deepEqual([...timeShift(y, samples)], [0, 0, 0, 0]);
});

test("what cannot be done is refused by name", () => {
  const y = new Float32Array(4096).fill(0.1);
  assert.throws(() => timeStretch(y, 0), { tag: "bad-argument", message: /rate = 0/ });
  assert.throws(() => timeStretch(new Float32Array(0), 1), { tag: "bad-argument" });
  assert.throws(() => pitchShift(y, { nSteps: Number.NaN }), { tag: "bad-argument", message: /nSteps = NaN/ });
  assert.throws(() => pitchShift(y, { nSteps: 1, binsPerOctave: 0 }), { message: /binsPerOctave = 0/ });
  assert.throws(() => timeShift(y, 0.5), { message: /samples = 0.5/ });
  assert.throws(() => addNoise(y, { std: -1 }), { message: /std = -1/ });
});
