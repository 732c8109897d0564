import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { decodeWav, encodeWav, loadAudio } from "../../src/audio";

const folder = mkdtempSync(join(tmpdir(), "quadrant-wav-"));
after(() => rmSync(folder, { recursive: true }));

interface Layout {
  readonly coding?: number;
  readonly bits: number;
  readonly channels?: number;
  readonly extensible?: boolean;
}

/** A WAV file made field by field, apart from the project's own writer. */
function wav(data: Uint8Array, { coding = 1, bits, channels = 1, extensible = false }: Layout): Buffer {
  const format = Buffer.alloc(extensible ? 40 : 16);
  format.writeUInt16LE(extensible ? 0xfffe : coding, 0);
  format.writeUInt16LE(channels, 2);
  format.writeUInt32LE(22_050, 4);
  format.writeUInt32LE((22_050 * channels * bits) / 8, 8);
  format.writeUInt16LE((channels * bits) / 8, 12);
  format.writeUInt16LE(bits, 14);
  if (extensible) format.writeUInt16LE(coding, 24);
  const chunk = (name: string, content: Uint8Array) => {
    const header = Buffer.alloc(8);
    header.write(name, "latin1");
    header.writeUInt32LE(content.length, 4);
    return Buffer.concat([header, content, Buffer.alloc(content.length % 2)]);
  };
  // An odd-sized chunk before the samples: readers must skip it and its padding.
  const body = Buffer.concat([
    Buffer.from("WAVE"),
    chunk("fmt ", format),
    chunk("LIST", Buffer.from("odd")),
    chunk("data", data),
  ]);
  const riff = Buffer.alloc(8);
  riff.write("RIFF", "latin1");
  riff.writeUInt32LE(body.length, 4);
  return Buffer.concat([riff, body]);
}

const bytesOf = (array: Int16Array | Int32Array | Float32Array | Float64Array) => new Uint8Array(array.buffer);

const formats: [name: string, data: Uint8Array, layout: Layout][] = [
  ["8 bits, unsigned", Uint8Array.of(0, 128, 192), { bits: 8 }],
  ["16 bits", bytesOf(Int16Array.of(-32_768, 0, 16_384)), { bits: 16 }],
  ["16 bits, extensible", bytesOf(Int16Array.of(-32_768, 0, 16_384)), { bits: 16, extensible: true }],
  ["24 bits", Uint8Array.of(0, 0, 0x80, 0, 0, 0, 0, 0, 0x40), { bits: 24 }],
  ["32 bits", bytesOf(Int32Array.of(-(2 ** 31), 0, 2 ** 30)), { bits: 32 }],
  ["float32", bytesOf(Float32Array.of(-1, 0, 0.5)), { bits: 32, coding: 3 }],
  ["float64, extensible", bytesOf(Float64Array.of(-1, 0, 0.5)), { bits: 64, coding: 3, extensible: true }],
];

for (const [name, data, layout] of formats) {
  test(`reads ${name}`, () => {
    const { samples, sampleRate, seconds } = decodeWav(wav(data, layout));
    assert.deepEqual([...samples], [-1, 0, 0.5]);
    assert.equal(sampleRate, 22_050);
    assert.equal(seconds, 3 / 22_050);
  });
}

test("channels are averaged", () => {
  const three = wav(bytesOf(Float32Array.of(1, 0, 0.5, -1, 0, -0.5)), { bits: 32, coding: 3, channels: 3 });
  assert.deepEqual([...decodeWav(three).samples], [0.5, -0.5]);
});

test("64 channels are averaged", () => {
  const frame = Int16Array.from({ length: 64 }, (_, channel) => channel * 512);
  assert.deepEqual([...decodeWav(wav(bytesOf(frame), { bits: 16, channels: 64 })).samples], [31.5 / 64]);
});

test("what encodeWav wrote comes back", () => {
  const samples = Float32Array.of(-1, -0.25, 0, 0.5, 32_767 / 32_768);
  assert.deepEqual(decodeWav(encodeWav(samples, 22_050, "a comment")).samples, samples);
});

const whole = encodeWav(new Float32Array(44_100).fill(0.1), 22_050);
const badFiles: [what: string, content: Uint8Array, message: RegExp][] = [
  [
    "a WAV cut in half",
    whole.subarray(0, 44 + 2 * 1200),
    /cut\.wav holds 1,200 of 44,100 samples[\s\S]*Copy the file again/,
  ],
  [
    "a text file named .wav",
    Buffer.from("Dear listener, this is text"),
    /not a WAV, MP3, FLAC or Ogg Vorbis file: it begins with "Dear listene"/,
  ],
  ["an empty file", Buffer.alloc(0), /is empty \(0 bytes\)/],
  ["a header alone", whole.subarray(0, 36), /ends before its samples begin/],
  ["a header cut within", whole.subarray(0, 30), /ends within its header/],
  ["no samples", encodeWav(new Float32Array(0), 22_050), /holds no samples/],
  ["NaN samples", wav(bytesOf(Float32Array.of(0, Number.NaN)), { bits: 32, coding: 3 }), /holds NaN at sample 1/],
  [
    "infinite samples",
    wav(bytesOf(Float64Array.of(0, 0, Number.NEGATIVE_INFINITY)), { bits: 64, coding: 3 }),
    /holds -Infinity at sample 2/,
  ],
  ["another coding", wav(new Uint8Array(8), { bits: 16, coding: 85 }), /coding 85 with 16 bits/],
];

for (const [what, content, message] of badFiles) {
  test(`refuses ${what}, and names the file`, async () => {
    const path = join(folder, "cut.wav");
    writeFileSync(path, content);
    await assert.rejects(loadAudio(path), { name: "QuadrantError", tag: "bad-audio", path, message });
  });
}

test("refuses a missing file and a folder", async () => {
  await assert.rejects(loadAudio(join(folder, "none.wav")), { tag: "missing-file", message: /none\.wav/ });
  await assert.rejects(loadAudio(folder), { tag: "missing-file", message: /it is a folder/ });
});
