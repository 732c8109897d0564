import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { encodeWav } from "../../src/audio";
import { balancedSubset, openCorpus, QUADRANTS, readManifest } from "../../src/corpora";

const folder = mkdtempSync(join(tmpdir(), "quadrant-corpora-"));
process.env.QUADRANT_DATA = join(folder, "data");
after(() => rmSync(folder, { recursive: true }));

const openFolder = (root: string) => openCorpus({ name: "folder", root });

const wav = encodeWav(new Float32Array(1000).fill(0.1), 22_050);

function newFolder(files: Record<string, Uint8Array | string>): string {
  const root = mkdtempSync(join(folder, "corpus-"));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(root, name, ".."), { recursive: true });
    writeFileSync(join(root, name), content);
  }
  return root;
}

function manifestOf(clips: unknown[]): string {
  return JSON.stringify({ corpus: "mine", version: 1, clips });
}

const good = { id: "good", audio: "good.wav", quadrant: "Q1", group: "a" };

test("a missing corpus folder is named, with the remedy", async () => {
  const root = join(folder, "nowhere");
  await assert.rejects(openCorpus({ name: "folder", root }), {
    tag: "bad-corpus",
    path: root,
    message: /nowhere does not exist[\s\S]*--root/,
  });
});

test("an empty folder is refused, and so is one without a sound file", async () => {
  await assert.rejects(openFolder(newFolder({})), { tag: "bad-corpus", message: /no sound file in Q1, Q2, Q3 or Q4/ });
  const m4a = newFolder({ "Q1/song.m4a": "x" });
  await assert.rejects(openFolder(m4a), { tag: "bad-corpus", message: /song\.m4a: \.m4a files are not read/ });
});

test("an unknown corpus and a root that is not given are refused", async () => {
  await assert.rejects(openCorpus({ name: "nosuch" }), {
    tag: "bad-argument",
    message: /no corpus nosuch[\s\S]*etudes, 4q, jamendo/,
  });
  await assert.rejects(openCorpus({ name: "folder" }), { tag: "bad-argument", message: /--root/ });
});

test("folders Q1 to Q4 give labels and safe ids, in a fixed order", async () => {
  const root = newFolder({
    ...{
      "Q2/b.wav": wav,
      "Q1/a b.wav": wav,
      "Q1/a_b.wav": wav,
      "Q1/._a.wav": "junk",
      "Q3/c.wma": "x",
      "Q4/e.MP3": "x",
    },
    ...{ "Q1/notes.txt": "hi", "Q5/d.wav": wav },
  });
  const { clips, rejected, hash } = await openFolder(root);
  assert.deepEqual(
    clips.map(({ id, quadrant }) => [id, quadrant]),
    [
      ["Q1_a_b", "Q1"],
      ["Q1_a_b-2", "Q1"],
      ["Q2_b", "Q2"],
      ["Q4_e", "Q4"],
    ],
  );
  assert.deepEqual(
    rejected.map(({ id, reason }) => [id, reason]),
    [["Q3_c", ".wma files are not read: use WAV, MP3, FLAC or Ogg Vorbis"]],
  );
  assert.equal((await openFolder(root)).hash, hash);
  writeFileSync(join(root, "Q2", "b.wav"), encodeWav(new Float32Array(1000).fill(0.2), 22_050));
  assert.notEqual((await openFolder(root)).hash, hash);
});

const badEntries: [what: string, entry: unknown, id: string, reason: RegExp][] = [
  ["an unknown quadrant", { ...good, id: "odd", quadrant: "Q7" }, "odd", /"Q1"\|"Q2"\|"Q3"\|"Q4"[\s\S]*quadrant/],
  ["a duplicate id", good, "good", /the id good stands twice/],
  ["a missing file", { ...good, id: "gone", audio: "gone.wav" }, "gone", /gone\.wav is missing/],
  ["an unsafe id", { ...good, id: "../up" }, "../up", /letters, digits/],
  ["audio outside the corpus", { ...good, id: "out", audio: "../out.wav" }, "out", /lies outside the corpus/],
  ["a valence out of range", { ...good, id: "far", valence: 3 }, "far", /valence/],
  ["no group", { ...good, id: "alone", group: undefined }, "alone", /group/],
  ["a wrong checksum", { ...good, id: "cut", sha256: { audio: "0".repeat(64) } }, "cut", /does not match its SHA-256/],
  ["an entry that is no object", 5, "entry 1", /object/],
];

for (const [what, entry, id, reason] of badEntries) {
  test(`a manifest with ${what}: that entry is rejected by name, the others are kept`, async () => {
    const { clips, rejected } = await openFolder(
      newFolder({ "good.wav": wav, "manifest.json": manifestOf([good, entry]) }),
    );
    assert.deepEqual(
      clips.map((clip) => clip.id),
      ["good"],
    );
    assert.deepEqual(
      rejected.map((clip) => clip.id),
      [id],
    );
    assert.match(rejected[0]!.reason, reason);
  });
}

test("a manifest that cannot be read, is not JSON, is something else or has no good clip", () => {
  const bad: [content: Record<string, string>, message: RegExp][] = [
    [{}, /cannot read .*manifest\.json/],
    [{ "manifest.json": '{"corpus": "mine"\n "clips": []}' }, /manifest\.json is not JSON: .*line 2 column 2/],
    [{ "manifest.json": '{"corpus": "mine",\n "clips": [}' }, /manifest\.json is not JSON: Unexpected token '}'/],
    [{ "manifest.json": "[]" }, /manifest\.json is no manifest/],
    [{ "manifest.json": manifestOf([{ ...good, quadrant: "happy" }]) }, /no clip that can be used \(good: /],
    [{ "manifest.json": manifestOf([]) }, /no clip that can be used/],
  ];
  for (const [files, message] of bad) {
    assert.throws(() => readManifest(newFolder(files)), { tag: "bad-manifest", message });
  }
});

test("a right checksum, labels and split pass", async () => {
  const sha256 = { audio: createHash("sha256").update(wav).digest("hex") };
  const entry = { ...good, sha256, valence: 0.5, arousal: -1, split: "test", cues: { tempo: 90, mode: "major" } };
  const root = newFolder({ "good.wav": wav, "manifest.json": manifestOf([entry]) });
  const { clips, rejected } = await openFolder(root);
  assert.deepEqual(rejected, []);
  const [{ valence, arousal, split, audio }] = clips as [(typeof clips)[number]];
  assert.deepEqual([valence, arousal, split, audio], [0.5, -1, "test", join(root, "good.wav")]);
});

test("a subset is balanced, repeatable, and takes few whole groups", () => {
  const clips = Array.from({ length: 200 }, (_, i) => ({
    quadrant: i < 10 ? ("Q1" as const) : QUADRANTS[i % 4]!,
    group: `song ${Math.floor(i / 5)}`,
  }));
  const chosen = balancedSubset(clips, 80, 3);
  assert.equal(chosen.length, 80);
  for (const quadrant of QUADRANTS) assert.equal(chosen.filter((clip) => clip.quadrant === quadrant).length, 20);
  assert.deepEqual(balancedSubset(clips, 80, 3), chosen);
  assert.notDeepEqual(balancedSubset(clips, 80, 4), chosen);
  assert.ok(new Set(chosen.map(({ group }) => group)).size < 26);
  assert.deepEqual(balancedSubset(clips, 1000), clips);
  assert.throws(() => balancedSubset(clips, 0), { tag: "bad-argument", message: /clips = 0/ });
});
