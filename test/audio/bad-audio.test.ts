import assert from "node:assert/strict";
import {
  closeSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { decodeAudio, encodeWav, loadAudio, resample } from "../../src/audio";

const folder = mkdtempSync(join(tmpdir(), "quadrant-audio-"));
after(() => rmSync(folder, { recursive: true }));

const fixture = (name: string) => readFileSync(join("test", "golden", "audio", name));
const mp3 = fixture("stereo.mp3");
const flac = fixture("s16-stereo.flac");
const ogg = fixture("stereo.ogg");

/** Ones that begin with these bytes. */
const beginning = (bytes: Uint8Array, length = 4000) => Buffer.concat([bytes, Buffer.alloc(length, 0x55)]);

const badFiles: [what: string, content: Uint8Array, message: RegExp][] = [
  ["an empty file", Buffer.alloc(0), /is empty \(0 bytes\)/],
  ["text", Buffer.from("Dear listener, this is text"), /begins with "Dear listene"/],
  ["an ID3 tag alone", Buffer.from("ID3\x04\0\0\0\0\0\0", "latin1"), /not a WAV, MP3, FLAC or Ogg Vorbis file/],
  ["an M4A file", beginning(Buffer.from("\0\0\0\x20ftypM4A ", "latin1")), /it is an MP4 or M4A file[\s\S]*Convert/],
  ["an AIFF file", beginning(Buffer.from("FORM")), /it is an AIFF file/],
  ["an Opus file", beginning(Buffer.from(`OggS${"\0".repeat(24)}OpusHead`)), /holds Opus, not Vorbis/],
  ["half an MP3 file", mp3.subarray(0, mp3.length / 2), /holds [\d,]+ of [\d,]+ samples[\s\S]*it was cut/],
  ["an MP3 header alone", mp3.subarray(0, 4), /holds no samples|not a WAV/],
  ["half a FLAC file", flac.subarray(0, flac.length / 2), /holds [\d,]+ of 2,647 samples[\s\S]*it was cut/],
  ["a FLAC header alone", flac.subarray(0, 30), /ends within its header/],
  ["half an Ogg file", ogg.subarray(0, ogg.length / 2), /ends before its last page/],
  ["an Ogg page alone", ogg.subarray(0, 58), /ends before its last page/],
];

for (const [what, content, message] of badFiles) {
  test(`refuses ${what}, whatever its name, and names the file`, async () => {
    const path = join(folder, "song.mp3");
    writeFileSync(path, content);
    await assert.rejects(loadAudio(path), { name: "QuadrantError", tag: "bad-audio", path, message });
  });
}

test("the content decides, not the name", async () => {
  const { samples } = await decodeAudio(flac, "clip.wav", { sr: null });
  assert.equal(samples.length, 2647);
});

test("a few broken frames of an MP3 file are passed over, as librosa does", async () => {
  const whole = await decodeAudio(mp3, "whole.mp3", { sr: null });
  const broken = Buffer.from(mp3);
  broken.fill(0, 2100, 2140);
  const { samples } = await decodeAudio(broken, "broken.mp3", { sr: null });
  assert.ok(Math.abs(samples.length - whole.samples.length) <= 2 * 1152);
  assert.notDeepEqual(samples, whole.samples);
});

test("a broken file leaves the next ones as they were", async () => {
  for (const sound of [mp3, flac, ogg]) {
    const { samples } = await decodeAudio(sound, "whole", { sr: null });
    await assert.rejects(decodeAudio(sound.subarray(0, sound.length / 2), "half", { sr: null }));
    assert.deepEqual((await decodeAudio(sound, "whole", { sr: null })).samples, samples);
  }
});

test("files read at the same time do not mix", async () => {
  const alone = await decodeAudio(flac, "flac", { sr: null });
  const together = await Promise.all(
    [flac, ogg, flac, mp3, flac].map((file, i) => decodeAudio(file, `${i}`, { sr: null })),
  );
  for (const i of [0, 2, 4]) assert.deepEqual(together[i]!.samples, alone.samples);
});

test("sample rates from 1 Hz to 1 MHz come to 22,050 Hz", async () => {
  const slow = await decodeAudio(encodeWav(new Float32Array(3).fill(0.5), 1), "slow.wav");
  assert.equal(slow.samples.length, 66_150);
  assert.ok(Math.abs(slow.samples[33_075]! - 0.5) < 0.1);
  const fast = await decodeAudio(encodeWav(new Float32Array(100_000).fill(0.5), 1_000_000), "fast.wav");
  assert.equal(fast.samples.length, 2205);
  assert.ok(Math.abs(fast.samples[1102]! - 0.5) < 1e-4);
});

test("a result that would be too long is refused before it is made", async () => {
  await assert.rejects(decodeAudio(encodeWav(new Float32Array(4000), 1), "slow.wav"), {
    tag: "bad-audio",
    message: /would have 88,200,000 samples at 22050 Hz, more than 67,108,864[\s\S]*duration/,
  });
});

/** A WAV file of hours, most of which is a hole in the disk. */
function longFile(hours: number): string {
  const path = join(folder, "hours.wav");
  const header = Buffer.from(encodeWav(new Float32Array(0), 44_100)).subarray(0, 44);
  const bytes = hours * 3600 * 44_100 * 2;
  header.writeUInt32LE(bytes, 40);
  const descriptor = openSync(path, "w");
  writeSync(descriptor, header);
  closeSync(descriptor);
  truncateSync(path, 44 + bytes);
  return path;
}

test("a file of six hours is refused at once; an excerpt of it is read in little memory", async () => {
  const path = longFile(6);
  await assert.rejects(loadAudio(path), {
    tag: "bad-audio",
    message: /holds 952,560,000 samples, more than 67,108,864 \(25 minutes at 44,100 Hz\)[\s\S]*duration/,
  });
  const before = process.memoryUsage().arrayBuffers;
  const { samples, seconds } = await loadAudio(path, { offset: 20_000, duration: 2 });
  assert.equal(samples.length, 44_100);
  assert.equal(seconds, 2);
  assert.ok(process.memoryUsage().arrayBuffers - before < 50e6);
});

const clip = encodeWav(new Float32Array(22_050).fill(0.1), 22_050);
const badOptions: [options: Parameters<typeof decodeAudio>[2], message: RegExp][] = [
  [{ sr: 0 }, /sr = 0/],
  [{ sr: Number.NaN }, /sr = NaN/],
  [{ offset: -1 }, /offset = -1/],
  [{ duration: Number.POSITIVE_INFINITY }, /duration = Infinity/],
  [{ offset: 1 }, /the offset of 1 s lies beyond the 1\.00 s of clip\.wav/],
];

for (const [options, message] of badOptions) {
  test(`refuses ${message.source}`, async () => {
    await assert.rejects(decodeAudio(clip, "clip.wav", options), { tag: "bad-argument", message });
  });
}

test("a duration of nothing gives an error, one beyond the end what there is", async () => {
  await assert.rejects(decodeAudio(clip, "clip.wav", { duration: 0 }), { tag: "bad-audio", message: /no sample/ });
  const { samples } = await decodeAudio(clip, "clip.wav", { offset: 0.5, duration: 60 });
  assert.equal(samples.length, 11_025);
});

test("resample refuses rates that are none", () => {
  assert.throws(() => resample(new Float32Array(1), 0, 22_050), { tag: "bad-argument", message: /origSr = 0/ });
});
