import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { encodeWav, loadAudio } from "../../../src/audio";
import { type Clip, type Corpus, openCorpus } from "../../../src/corpora";
import { makeEtudes } from "../../../src/corpora/etudes";
import { clippedShare, dcOffset, type Finding, qualityOf, silentShare } from "../../../src/corpora/quality";
import { durationOutliers } from "../../../src/corpora/quality/duration-outliers";

const work = mkdtempSync(join(tmpdir(), "quadrant-quality-"));
const QUIET = { progress: false, workers: 2 };
const SR = 22_050;
let corpus: Corpus;
let samples: Float32Array;
let sampleRate: number;
let found: Finding[];

after(() => rmSync(work, { recursive: true, force: true }));

/** The clip with other samples, and what else is to be different. */
function planted(id: string, made: Float32Array, about: Partial<Clip> = {}, ending = "wav"): Clip {
  const audio = join(work, `${id}.${ending}`);
  writeFileSync(audio, encodeWav(made, sampleRate));
  return { ...corpus.clips[0]!, id, audio, group: id, ...about };
}

before(async () => {
  const root = join(work, "etudes");
  await makeEtudes({ root, clips: 8, seconds: 6, seed: 3, progress: false });
  corpus = await openCorpus({ name: "etudes", root });
  ({ samples, sampleRate } = await loadAudio(corpus.clips[0]!.audio, { sr: null }));
  const noise = (level: number) => (_: number, i: number) => level * Math.sin(i * i * 0.7);
  const [own] = [corpus.clips[0]!.quadrant];
  const others = await Promise.all(corpus.clips.slice(1).map(({ audio }) => loadAudio(audio, { sr: null })));
  writeFileSync(join(work, "broken.wav"), "<html>404</html>");
  const plants = [
    planted("silent", new Float32Array(samples.length)),
    planted(
      "half",
      others[0]!.samples.map((sample, i) => (i < 0.6 * samples.length ? 0 : sample)),
    ),
    planted(
      "clipped",
      others[1]!.samples.map((sample) => Math.max(-1, Math.min(1, sample * 40))),
    ),
    planted(
      "dc",
      others[2]!.samples.map((sample) => 0.8 * sample + 0.05),
    ),
    planted("short", others[3]!.samples.slice(0, sampleRate)),
    planted(
      "named",
      others[4]!.samples.map((sample, i) => 0.3 * sample + noise(0.2)(0, i)),
      {},
      "mp3",
    ),
    planted("copy", samples, { group: corpus.clips[0]!.group }),
    planted(
      "quieter",
      samples.map((sample, i) => 0.5 * sample + noise(1e-4)(0, i)),
      { quadrant: own === "Q1" ? "Q3" : "Q1" },
    ),
    { ...corpus.clips[0]!, id: "broken", audio: join(work, "broken.wav") },
  ];
  mkdirSync(work, { recursive: true });
  found = await qualityOf({ clips: [...corpus.clips, ...plants] }, QUIET);
});

function of(clip: string): string[] {
  return found.filter((finding) => finding.clip === clip).map(({ check }) => check);
}

test("études as they are composed give no finding", async () => {
  assert.deepEqual(await qualityOf(corpus, QUIET), []);
  for (const { id } of corpus.clips) assert.deepEqual(of(id), []);
});

test("each planted fault is found, by its name", () => {
  assert.deepEqual(of("silent"), ["silence"]);
  assert.ok(of("half").includes("silence"));
  assert.ok(of("clipped").includes("clipping"));
  assert.ok(of("dc").includes("dc-offset"));
  assert.ok(of("short").includes("duration"));
  assert.ok(of("named").includes("extension"));
  assert.deepEqual(of("broken"), ["unreadable"]);
});

test("the same samples and the same music are told apart, with groups and labels", () => {
  const [copy] = found.filter(({ clip }) => clip === "copy");
  const first = corpus.clips[0]!.id;
  assert.deepEqual(of("copy"), ["exact-duplicate"]);
  assert.deepEqual([copy?.other, copy?.value], [first, 1]);
  assert.doesNotMatch(copy!.message, /another group/);
  assert.deepEqual(of("quieter"), ["near-duplicate", "label-conflict"]);
  const [near, conflict] = found.filter(({ clip }) => clip === "quieter");
  assert.equal(near?.other, first);
  assert.ok(Number(near!.value) >= 0.93 && Number(near!.value) < 1);
  assert.match(near!.message, /in another group: quieter and/);
  assert.deepEqual([conflict?.limit, conflict?.other], [corpus.clips[0]!.quadrant, first]);
});

test("every finding tells value and limit, and checks come in their order", () => {
  for (const { value, limit, message } of found) {
    assert.ok(value !== undefined && limit !== undefined && message.length > 10);
    if (typeof value === "number") assert.ok(Number.isFinite(value) && typeof limit === "number");
  }
  assert.equal(found[0]?.check, "unreadable");
  assert.equal(found.at(-1)?.check, "label-conflict");
  assert.deepEqual(found.find(({ clip }) => clip === "named")?.value, "wav");
});

test("a segment is heard, not its file", async () => {
  const path = join(work, "long.wav");
  const long = new Float32Array(4 * SR);
  for (let i = 2 * SR; i < long.length; i++) long[i] = 0.3 * Math.sin(i * 0.05);
  writeFileSync(path, encodeWav(long, SR));
  const part = (offset: number): Clip => ({
    ...corpus.clips[0]!,
    id: `at-${offset}`,
    audio: path,
    offset,
    duration: 2,
  });
  const checks = (await qualityOf({ clips: [part(0), part(2)] }, QUIET)).map(({ clip, check }) => `${clip} ${check}`);
  assert.deepEqual(checks, ["at-0 silence"]);
});

test("silence is the share of frames below -60 dB", () => {
  const tone = (level: number) => Float32Array.from({ length: SR }, (_, i) => level * Math.sin(i * 0.1));
  assert.equal(silentShare(tone(0.5), SR), 0);
  assert.equal(silentShare(tone(0.001), SR), 1);
  assert.equal(silentShare(new Float32Array(0), SR), 1);
  const half = tone(0.5).fill(0, 0, SR / 2);
  // The frame in which the sound begins is not silent.
  assert.ok(Math.abs(silentShare(half, SR) - 0.5) <= 1 / 20);
});

test("clipping is flat tops at full scale, and not a loud tone", () => {
  const loud = Float32Array.from({ length: SR }, (_, i) => Math.round(32_767 * Math.sin(i * 0.03)) / 32_768);
  assert.equal(clippedShare(loud), 0);
  const driven = loud.map((sample) => Math.max(-1, Math.min(32_767 / 32_768, 2 * sample)));
  // A sine that is cut at half its height is flat for two thirds of the time.
  assert.ok(Math.abs(clippedShare(driven) - 2 / 3) < 0.01, `${clippedShare(driven)}`);
  assert.equal(clippedShare(new Float32Array(100).fill(0.5)), 0);
  assert.equal(clippedShare(new Float32Array(100).fill(1)), 1);
  assert.equal(clippedShare(Float32Array.of(0, 1, 1, 0, 1, 1, 1)), 3 / 7);
  assert.equal(clippedShare(new Float32Array(0)), 0);
});

test("a DC offset is the mean", () => {
  assert.ok(Math.abs(dcOffset(new Float32Array(1000).fill(-0.25)) + 0.25) < 1e-9);
  assert.equal(dcOffset(new Float32Array(0)), 0);
});

test("lengths are unusual only beside those of the others", () => {
  const lengths = (values: readonly number[]) => new Map(values.map((value, i) => [`c${i}`, value] as const));
  const clips = (values: readonly number[]) => durationOutliers(lengths(values)).map(({ clip }) => clip);
  assert.deepEqual(clips([30, 30.02, 29.98, 30.04, 10.08, 30, 90]), ["c4", "c6"]);
  assert.deepEqual(clips([30, 31, 29.5, 30.5, 30]), []);
  assert.deepEqual(clips([120, 180, 240, 300, 200, 260, 350]), [], "whole songs differ");
  assert.deepEqual(clips([30, 30, 30, 5]), [], "too few to say");
  const [short] = durationOutliers(lengths([30, 30, 30, 30, 30, 10]));
  assert.deepEqual([short?.value, short?.limit], [10, 28.5]);
});
