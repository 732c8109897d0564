import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeWav } from "../../src/audio/wav-writer";

test("header and samples are those of a 16-bit PCM file, out-of-range samples are clipped", () => {
  const bytes = Buffer.from(encodeWav(Float32Array.of(0, 0.5, -1, 1, -2, 1 / 32768), 22_050));
  assert.equal(
    bytes.toString("hex"),
    [
      "52494646 30000000 57415645 666d7420 10000000 0100 0100 22560000 44ac0000 0200 1000 64617461 0c000000",
      "0000 0040 0080 ff7f 0080 0100",
    ]
      .join("")
      .replaceAll(" ", ""),
  );
});

test("a comment lies behind the samples in an even chunk that the RIFF size includes", () => {
  for (const comment of ["odd", "even"]) {
    const plain = encodeWav(Float32Array.of(0, 0.5), 8_000);
    const bytes = Buffer.from(encodeWav(Float32Array.of(0, 0.5), 8_000, comment));
    assert.equal(bytes.readUInt32LE(4), bytes.length - 8);
    assert.deepEqual([...bytes.subarray(8, 48)], [...plain.subarray(8)]);
    assert.equal(bytes.toString("latin1", 48, 52), "LIST");
    assert.equal(bytes.readUInt32LE(52), bytes.length - 56);
    assert.equal(bytes.length % 2, 0);
    assert.equal(bytes.toString("latin1", 68).replace(/\0+$/, ""), comment);
  }
});
