import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { loadAudio } from "../../src/audio";
import { makeEtudes } from "../../src/corpora/etudes";
import { type Fingerprint, fingerprintOf, nearDuplicates } from "../../src/fingerprint";
import { MT19937 } from "../../src/random";

const SR = 22_050;
const root = mkdtempSync(join(tmpdir(), "quadrant-fingerprint-"));
let clips: { id: string; y: Float32Array }[] = [];

before(async () => {
  const manifest = await makeEtudes({ root, clips: 12, seconds: 6, seed: 3 });
  clips = await Promise.all(
    manifest.clips.map(async ({ id, audio }) => ({ id, y: (await loadAudio(join(root, audio))).samples })),
  );
});
after(() => rmSync(root, { recursive: true, force: true }));

function printsOf(...more: { id: string; y: Float32Array }[]): Map<string, Fingerprint> {
  return new Map([...clips, ...more].map(({ id, y }) => [id, fingerprintOf({ y, sr: SR })]));
}

test("twelve pieces are twelve pieces", () => {
  assert.deepEqual(nearDuplicates(printsOf()), []);
});

const COPIES: [string, (y: Float32Array) => Float32Array, shift: number][] = [
  ["a quieter copy", (y) => y.map((v) => v / 4), 0],
  ["a noisy copy", (y) => noisy(y), 0],
  ["a copy that begins later", (y) => later(y, 10 * 512), 10],
  ["a copy that begins between two frames", (y) => later(y, 10 * 512 + 200), 10],
  ["a part of it", (y) => y.slice(40 * 512, 40 * 512 + 3 * SR), -40],
];
for (const [name, change, shift] of COPIES) {
  test(`${name} is found, and nothing else`, () => {
    const { id, y } = clips[4]!;
    const found = nearDuplicates(printsOf({ id: "copy", y: change(y) }));
    assert.equal(found.length, 1, JSON.stringify(found));
    assert.deepEqual([found[0]!.a, found[0]!.b], [id, "copy"]);
    assert.ok(Math.abs(found[0]!.shift - shift) <= 1, `shift ${found[0]!.shift}`);
    assert.ok(found[0]!.similarity > 0.93 && found[0]!.similarity <= 1 + 1e-9);
  });
}

test("silence is like nothing, not even silence", () => {
  const silence = new Float32Array(3 * SR);
  assert.deepEqual(nearDuplicates(printsOf({ id: "s1", y: silence }, { id: "s2", y: silence })), []);
});

function noisy(y: Float32Array): Float32Array {
  const random = new MT19937(1);
  return y.map((v) => v + 0.003 * random.normal());
}

function later(y: Float32Array, samples: number): Float32Array {
  const out = new Float32Array(y.length);
  out.set(y.subarray(0, y.length - samples), samples);
  return out;
}
