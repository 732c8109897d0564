import assert from "node:assert/strict";
import { test } from "node:test";
import {
  ALL_FEATURES,
  extractFeatures,
  FEATURE_NAMES,
  featureRowNames,
  frameMatrix,
  STUDY_ROWS,
  stackFeatures,
} from "../../../src/features";
import { MT19937 } from "../../../src/random";

const random = new MT19937(7);
const y = Float32Array.from({ length: 15_000 }, () => random.random() - 0.5);
const all = extractFeatures(y);

test("what is not asked for is not there, and what is does not depend on its company", () => {
  for (const name of FEATURE_NAMES) {
    const alone = extractFeatures(y, 22_050, { features: [name] });
    assert.deepEqual(Object.keys(alone), [name]);
    assert.deepEqual(alone[name], all[name], name);
  }
  const two = extractFeatures(y, 22_050, { features: ["mfcc", "melspectrogram"] });
  assert.deepEqual(Object.keys(two), ["mfcc", "melspectrogram"]);
  // Decibels are taken in place: the mel powers must have been kept.
  assert.deepEqual(two.melspectrogram, all.melspectrogram);
});

test("every feature can be asked for by name, has the same number of frames, and is finite", () => {
  const features = extractFeatures(y, 22_050, { features: ALL_FEATURES });
  for (const name of ALL_FEATURES) {
    const { data, shape } = features[name];
    assert.equal(data.length, shape[0] * shape[1], name);
    assert.ok(data.every(Number.isFinite), name);
  }
});

test("the study's rows stand in its order", () => {
  assert.equal(frameMatrix(all).shape[0], STUDY_ROWS);
  const names = featureRowNames();
  assert.equal(names.length, STUDY_ROWS);
  assert.deepEqual(featureRowNames(all), names);
  const frames = all.rms.shape[1];
  const row = names.indexOf("spectral_centroid");
  assert.deepEqual(frameMatrix(all).data.slice(row * frames, (row + 1) * frames), all.spectral_centroid.data);
});

test("a matrix is cut and filled up in memory that held something else", () => {
  const frames = all.rms.shape[1];
  for (const columns of [frames - 5, frames + 5]) {
    const buffer = new Float32Array(STUDY_ROWS * columns).fill(99);
    assert.equal(stackFeatures(all, buffer, columns), STUDY_ROWS);
    assert.deepEqual(buffer, frameMatrix(all, columns).data);
    const row = featureRowNames().indexOf("rms") * columns;
    const kept = Math.min(frames, columns);
    assert.deepEqual(buffer.slice(row, row + kept), all.rms.data.slice(0, kept));
    assert.ok(buffer.slice(row + kept, row + columns).every((value) => value === 0));
  }
  assert.throws(() => stackFeatures(all, new Float32Array(10), 5), {
    tag: "bad-argument",
    message: /do not fit into 10/,
  });
});

test("a choice of features can be stacked in another order", () => {
  const { data, shape } = frameMatrix(all, undefined, ["rms", "mfcc"]);
  assert.equal(shape[0], 21);
  assert.deepEqual(data.slice(0, shape[1]), all.rms.data);
});

test("features that are not known, and no features at all, are refused", () => {
  const ask = (...features: string[]) => extractFeatures(y, 22_050, { features: features as unknown as ["mfcc"] });
  assert.throws(() => ask("mfc"), { tag: "bad-argument", message: /no feature mfc[\s\S]*There are: chroma_stft/ });
  assert.throws(() => ask(), { tag: "bad-argument", message: /no feature was asked for/ });
});
