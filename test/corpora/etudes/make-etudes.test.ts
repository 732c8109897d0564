import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { etudesSheet, makeEtudes } from "../../../src/corpora/etudes";
import { QUADRANTS } from "../../../src/corpora/quadrant";

const folder = mkdtempSync(join(tmpdir(), "quadrant-etudes-"));
after(() => rmSync(folder, { recursive: true }));

const TINY = { clips: 8, seconds: 4, seed: 1, progress: false } as const;
const sha256 = (path: string): string => createHash("sha256").update(readFileSync(path)).digest("hex");

/** Every file of a corpus with its SHA-256. */
function contents(root: string): Record<string, string> {
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort();
  return Object.fromEntries(paths.map((path) => [path.slice(root.length + 1), sha256(path)]));
}

const samplesOf = (path: string): Int16Array => {
  const bytes = readFileSync(path);
  return new Int16Array(bytes.buffer.slice(bytes.byteOffset + 44, bytes.byteOffset + 44 + bytes.readUInt32LE(40)));
};

const first = makeEtudes({ ...TINY, root: join(folder, "one"), workers: 1 });

test("the manifest says what is there", async () => {
  const manifest = await first;
  const root = join(folder, "one");
  assert.deepEqual(JSON.parse(readFileSync(join(root, "manifest.json"), "utf8")), JSON.parse(JSON.stringify(manifest)));
  assert.deepEqual(manifest.parameters, { clips: 8, seconds: 4, seed: 1 });
  for (const quadrant of QUADRANTS) assert.equal(manifest.clips.filter((c) => c.quadrant === quadrant).length, 2);
  for (const clip of manifest.clips) {
    assert.equal(sha256(join(root, clip.audio)), clip.sha256.audio);
    assert.equal(sha256(join(root, clip.midi)), clip.sha256.midi);
    for (const cue of ["tempo", "register", "loudness", "articulation", "timbre", "density", "consonance", "attack"]) {
      assert.equal(typeof clip.cues[cue], "number", cue);
    }
    assert.match(
      ["mode", "dynamics", "pace", "line"].map((cue) => clip.cues[cue]).join(),
      /^(major|minor),(crescendo|diminuendo),(accelerando|ritardando),(rising|falling)$/,
    );
  }
  assert.equal(Object.keys(contents(root)).length, 18, "8 scores, 8 recordings, a manifest, a data sheet");
  const sheet = readFileSync(join(root, "DATASHEET.md"), "utf8");
  assert.match(sheet, /8 pieces of 4 s/);
  assert.equal(etudesSheet.synthetic, true);
});

test("recordings have their exact length, are heard, do not clip and end softly", async () => {
  for (const clip of (await first).clips) {
    const samples = samplesOf(join(folder, "one", clip.audio));
    assert.equal(samples.length, 4 * 22_050);
    const peak = samples.reduce((highest, x) => Math.max(highest, Math.abs(x)), 0);
    assert.ok(peak > 500 && peak < 32_000, `${clip.id} peaks at ${peak}`);
    assert.equal(samples.at(-1), 0);
    const start = samples.subarray(0, 11_025).reduce((highest, x) => Math.max(highest, Math.abs(x)), 0);
    assert.ok(start > 100, `${clip.id} begins with silence`);
  }
});

test("two workers, and a run in a folder with other parameters before it, give the same bytes", async () => {
  await first;
  const root = join(folder, "two");
  await makeEtudes({ ...TINY, clips: 8, seed: 2, root, workers: 2 });
  assert.notDeepEqual(contents(root), contents(join(folder, "one")));
  await makeEtudes({ ...TINY, root, workers: 2 });
  assert.deepEqual(contents(root), contents(join(folder, "one")));
});

test("a run that was killed goes on: missing, cut, altered and foreign files are made again, others are kept", async () => {
  await first;
  const root = join(folder, "one");
  const whole = contents(root);
  const untouched = statSync(join(root, "audio/etude-0008.wav")).mtimeMs;
  rmSync(join(root, "manifest.json"));
  rmSync(join(root, "audio/etude-0001.wav"));
  truncateSync(join(root, "audio/etude-0002.wav"), 50_000);
  truncateSync(join(root, "midi/etude-0003.mid"), 100);
  const altered = readFileSync(join(root, "audio/etude-0004.wav"));
  altered[10_000] = altered[10_000]! ^ 255;
  writeFileSync(join(root, "audio/etude-0004.wav"), altered);
  writeFileSync(join(root, "audio/etude-0005.wav"), readFileSync(join(root, "audio/etude-0006.wav")));
  writeFileSync(join(root, "DATASHEET.md"), "half a sent");
  await makeEtudes({ ...TINY, root, workers: 2 });
  assert.deepEqual(contents(root), whole);
  assert.equal(statSync(join(root, "audio/etude-0008.wav")).mtimeMs, untouched);
});

test("a manifest never describes other audio than lies beside it, even if the run is stopped", async () => {
  const root = join(folder, "stopped");
  const small = { ...TINY, clips: 2, root, workers: 1 };
  await makeEtudes(small);
  await assert.rejects(makeEtudes({ ...small, signal: AbortSignal.abort() }));
  assert.ok(existsSync(join(root, "manifest.json")), "the same corpus keeps its manifest");
  await assert.rejects(makeEtudes({ ...small, seed: 2, signal: AbortSignal.abort() }));
  assert.ok(!existsSync(join(root, "manifest.json")), "another corpus must not keep it");
});

test("a longer corpus begins with the shorter one", async () => {
  const short = await first;
  const long = await makeEtudes({ ...TINY, clips: 10, root: join(folder, "longer") });
  assert.deepEqual(long.clips.slice(0, 8), short.clips);
});

test("numbers out of range are refused by name", async () => {
  const root = join(folder, "refused");
  for (const [bad, message] of [
    [{ clips: 0 }, /clips = 0/],
    [{ clips: 2.5 }, /clips = 2\.5/],
    [{ seconds: 1 }, /seconds = 1/],
    [{ seconds: Number.NaN }, /seconds = NaN/],
    [{ seed: -1 }, /seed = -1/],
  ] as const) {
    await assert.rejects(makeEtudes({ ...TINY, ...bad, root }), { tag: "bad-argument", message });
  }
});

test("a folder that cannot be made is named", async () => {
  const file = join(folder, "file");
  writeFileSync(file, "");
  await assert.rejects(makeEtudes({ ...TINY, root: join(file, "corpus") }), { tag: "bad-store", message: /corpus/ });
});
