import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { decodeAudio, loadAudio, resample } from "../../src/audio";
import { decodeNpy, decodeZip } from "../../src/store";
import { golden } from "../golden";

/** Integers and floats are exact; decoders of compressed sound round differently, by some 1e-7. */
const DECODED = 2e-6;

/** soxr works in float32 at HQ; of full-scale noise 1e-6 remains, or 1e-5 where the ratio takes a second filter. */
const RESAMPLED = 2e-5;

/** The first results, where the signal jumps from silence: soxr's stages cut what rings before time 0 in their own ways. */
const JUMP = 2e-3;
const JUMP_SAMPLES = 50;

/** Rates without a large common divisor: soxr blends its filters there, and so does quadrant. */
const BLENDED = 1e-3;
const IS_BLENDED = ["22255-22050", "22050-5512"];

interface About {
  readonly files: readonly { readonly name: string; readonly sr: number }[];
  readonly pairs: readonly (readonly [orig: number, target: number])[];
  readonly excerpt: readonly [offset: number, duration: number];
}

const about = golden<About>("audio");
const arrays = decodeZip(readFileSync(join("test", "golden", "audio.npz")));
const files = join("test", "golden", "audio");

function array(name: string): Float32Array {
  return decodeNpy(arrays.get(`${name}.npy`)!).data;
}

function assertSamples(actual: Float32Array, expected: Float32Array, tolerance: number, name: string): void {
  assert.equal(actual.length, expected.length, `${name}: length`);
  const error = (i: number) => Math.abs(actual[i]! - expected[i]!);
  let worst = 0;
  for (let i = 0; i < expected.length; i++) if (error(i) > error(worst)) worst = i;
  const where = `at sample ${worst} of ${expected.length}`;
  assert.ok(error(worst) <= tolerance, `${name}: ${actual[worst]}, not ${expected[worst]}, ${where}`);
}

function assertResampled(actual: Float32Array, expected: Float32Array, tolerance: number, name: string): void {
  assert.equal(actual.length, expected.length, `${name}: length`);
  const [first, rest] = [[0, JUMP_SAMPLES], [JUMP_SAMPLES]] as const;
  assertSamples(actual.subarray(...first), expected.subarray(...first), JUMP, `${name}, its beginning`);
  assertSamples(actual.subarray(...rest), expected.subarray(...rest), tolerance, name);
}

for (const { name, sr } of about.files) {
  test(`${name} is read as librosa.load reads it`, async () => {
    const native = await loadAudio(join(files, name), { sr: null });
    assert.equal(native.sampleRate, sr);
    assert.equal(native.seconds, native.samples.length / sr);
    assertSamples(native.samples, array(`${name}/native`), DECODED, name);
    if (!arrays.has(`${name}/22050.npy`)) return;
    const { samples, sampleRate } = await decodeAudio(readFileSync(join(files, name)), name);
    assert.equal(sampleRate, 22_050);
    assertResampled(samples, array(`${name}/22050`), RESAMPLED, `${name} at 22,050 Hz`);
  });
}

for (const { name } of about.files) {
  const golden = arrays.get(`${name}/channels.npy`);
  if (golden === undefined) continue;
  test(`the channels of ${name} are kept as librosa.load with mono=False keeps them`, async () => {
    const { channels } = await loadAudio(join(files, name), { sr: null, mono: false });
    const { data, shape } = decodeNpy(golden);
    const length = array(`${name}/native`).length;
    assert.deepEqual(channels.shape, [shape[0], length]);
    for (let i = 0; i < shape[0]!; i++) {
      const expected = data.subarray(i * shape[1]!, (i + 1) * shape[1]!);
      const found = channels.data.subarray(i * length, i * length + shape[1]!);
      assertSamples(found, expected, DECODED, `${name}, channel ${i}`);
    }
  });
}

test("every channel is resampled", async () => {
  const { channels, sampleRate } = await loadAudio(join(files, "stereo.mp3"), { mono: false });
  const { data, shape } = decodeNpy(arrays.get("channels/22050.npy")!);
  assert.equal(sampleRate, 22_050);
  assert.deepEqual(channels.shape, shape);
  for (const [from, to] of [[0, shape[1]!], [shape[1]!]]) {
    assertResampled(channels.data.subarray(from, to), data.subarray(from, to), RESAMPLED, `channel from ${from} on`);
  }
});

test("a mono file has one channel, whatever its format", async () => {
  for (const name of ["mono.mp3", "mono.ogg", "s24.flac", "f64.wav"]) {
    const kept = await loadAudio(join(files, name), { sr: null, mono: false });
    const { samples, seconds } = await loadAudio(join(files, name), { sr: null });
    assert.deepEqual(kept.channels, { data: samples, shape: [1, samples.length] });
    assert.equal(kept.seconds, seconds);
  }
});

test("an excerpt is librosa's", async () => {
  const [offset, duration] = about.excerpt;
  const { samples } = await loadAudio(join(files, "stereo.mp3"), { sr: null, offset, duration });
  assertSamples(samples, array("excerpt"), DECODED, "excerpt");
});

for (const [orig, target] of about.pairs) {
  test(`resampling from ${orig} to ${target} Hz is soxr's, on noise and music`, () => {
    const name = `${orig}-${target}`;
    const tolerance = IS_BLENDED.includes(name) ? BLENDED : RESAMPLED;
    assertResampled(resample(array(`${orig}`), orig, target), array(name), tolerance, name);
  });
}
