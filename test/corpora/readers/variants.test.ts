import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { openCorpus, verifyCorpus } from "../../../src/corpora";
import { makeDeam } from "../look-alikes/deam";
import { makeEmotify } from "../look-alikes/emotify";
import { makeFourQuadrants } from "../look-alikes/four-quadrants";
import { makeJamendo } from "../look-alikes/jamendo";
import { composePieces, type Piece, put, putAudio } from "../look-alikes/look-alike";

const work = mkdtempSync(join(tmpdir(), "quadrant-variants-"));
process.env.QUADRANT_DATA = join(work, "data");
let pieces: readonly Piece[] = [];
before(async () => {
  pieces = await composePieces(join(work, "pieces"), 8);
});
after(() => rmSync(work, { recursive: true, force: true }));

const newRoot = () => mkdtempSync(join(work, "root-"));

test("music that is not the track's own is found by the checksums that came with Jamendo", async () => {
  const root = newRoot();
  const { audio, clips } = makeJamendo(root, pieces);
  copyFileSync(pieces[1]!.audio, audio.path);
  const { invalid, missing } = await verifyCorpus({ name: "jamendo", root });
  assert.deepEqual([invalid.map(({ id }) => id), missing], [[audio.id], []]);
  assert.match(invalid[0]!.reason, /SHA-256/);
  const corpus = await openCorpus({ name: "jamendo", root });
  assert.equal(corpus.clips.length, Object.keys(clips).length - 1);
  assert.match(corpus.rejected.find(({ id }) => id === audio.id)?.reason ?? "", /does not match its SHA-256/);
});

test("Jamendo's audio of full quality lies elsewhere under another name; another split is another table", async () => {
  const root = newRoot();
  const { clips } = makeJamendo(root, pieces);
  rmSync(join(root, "data", "download"), { recursive: true });
  for (const part of readdirSync(join(root, "audio-low"))) {
    mkdirSync(join(root, "audio", part), { recursive: true });
    for (const file of readdirSync(join(root, "audio-low", part))) {
      renameSync(join(root, "audio-low", part, file), join(root, "audio", part, file.replace(".low", "")));
    }
  }
  const corpus = await openCorpus({ name: "jamendo", root });
  assert.equal(corpus.clips.length, Object.keys(clips).length);
  assert.ok(corpus.clips.every(({ split, tags, quadrants }) => split && tags!.length > 1 && quadrants!.length > 0));
  const other = await openCorpus({ name: "jamendo", root, splitNumber: 3 });
  assert.ok(
    other.clips.every(({ split }) => split === undefined),
    "the tables of split 3 are not there",
  );
});

test("the middle of long tracks is heard by the duration that Jamendo tells", async () => {
  const root = newRoot();
  const { table } = makeJamendo(root, pieces);
  const track = "track_0000007\tartist_000087\talbum_000149\t07/7.mp3\t95.0\tmood/theme---happy";
  put(table!.path, `TRACK_ID\tARTIST_ID\tALBUM_ID\tPATH\tDURATION\tTAGS\r\n${track}\r\n`);
  putAudio(join(root, "audio-low", "07", "7.low.mp3"), pieces[0]!);
  const { clips, sheet } = await openCorpus({ name: "jamendo", root });
  assert.deepEqual(
    clips.map(({ id, group, offset, duration }) => [id, group, offset, duration]),
    [["track_0000007-at-32.5s", "artist_000087", 32.5, 30]],
  );
  assert.match(sheet.labelMeaning, /middle 30 s/);
  const whole = await openCorpus({ name: "jamendo", root, segments: "whole" });
  assert.deepEqual([whole.clips[0]!.id, whole.clips[0]!.offset], ["track_0000007", undefined]);
});

test("without metadata 4Q and DEAM have no artists, and say so", async () => {
  const fourQ = newRoot();
  makeFourQuadrants(fourQ, pieces);
  rmSync(join(fourQ, "panda_dataset_taffc_metadata.csv"));
  const deam = newRoot();
  makeDeam(deam, pieces);
  rmSync(join(deam, "metadata"), { recursive: true });
  for (const [name, root] of [
    ["4q", fourQ],
    ["deam", deam],
  ] as const) {
    const { clips, sheet } = await openCorpus({ name, root });
    assert.ok(clips.length === 8 && clips.every(({ id, group }) => group === id));
    assert.equal(sheet.groupMeaning, "clip");
    assert.match(sheet.traps.at(-1)!, /artists are unknown/);
  }
});

test("4Q tells genre, tags and the share of them that speaks for the quadrant", async () => {
  const root = newRoot();
  makeFourQuadrants(root, pieces);
  const [clip] = (await openCorpus({ name: "4q", root })).clips;
  assert.deepEqual([clip!.genre, clip!.tags, clip!.agreement], ["Pop/Rock", ["Happy", "Carefree", "Summery"], 0.75]);
});

test("Emotify's files may be numbered through as its table is; the share of listeners is kept", async () => {
  const root = newRoot();
  const { clips } = makeEmotify(root, pieces);
  renameSync(join(root, "emotifymusic", "pop", "1.mp3"), join(root, "emotifymusic", "pop", "301.mp3"));
  const corpus = await openCorpus({ name: "emotify", root });
  assert.equal(corpus.clips.length, Object.keys(clips).length);
  assert.match(corpus.clips.find(({ id }) => id === "emotify-301")!.audio, /pop.301\.mp3$/);
  assert.ok(corpus.clips.every(({ agreement }) => agreement === 2 / 3 || agreement === 1));
});

test("ratings off the scale of a CSV are rejected with the flag that states another", async () => {
  const root = newRoot();
  putAudio(join(root, "a.wav"), pieces[0]!);
  putAudio(join(root, "b.wav"), pieces[1]!);
  put(join(root, "corpus.csv"), "path,valence,arousal\na.wav,7,2\nb.wav,0.5,0.5\n");
  const { clips, rejected, sheet } = await openCorpus({ name: "csv", root });
  assert.deepEqual([clips.map(({ id }) => id), sheet.groupMeaning], [["b"], "clip"]);
  assert.match(rejected[0]!.reason, /7 lies outside of -1 to 1.*--scale/);
  const scaled = await openCorpus({ name: "csv", root, scale: [0, 9] });
  assert.deepEqual(
    scaled.clips.map(({ id, quadrant }) => [id, quadrant]),
    [
      ["a", "Q4"],
      ["b", "Q3"],
    ],
  );
});

test("a rule that was asked for stands in the data sheet", async () => {
  const root = newRoot();
  makeDeam(root, pieces);
  const { sheet } = await openCorpus({ name: "deam", root, labels: { margin: 0.05, midpoint: "median" } });
  assert.match(sheet.labelMeaning, /medians of this corpus\. Clips nearer than 0\.05/);
  const given = await openCorpus({ name: "folder", root: makeOwn(), labels: { margin: 0.05 } });
  assert.doesNotMatch(given.sheet.labelMeaning, /nearer/);
});

function makeOwn(): string {
  const root = newRoot();
  putAudio(join(root, "Q1", "a.wav"), pieces[0]!);
  return root;
}
