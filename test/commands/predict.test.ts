import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { encodeWav } from "../../src/audio";
import { type Clip, openCorpus, QUADRANTS } from "../../src/corpora";
import { MT19937 } from "../../src/random";

const folder = mkdtempSync(join(tmpdir(), "quadrant-predict-"));
after(() => rmSync(folder, { recursive: true }));

const SECONDS = 6;
const CLIPS = 40;
const MODEL = join(folder, "model.json");
const root = join(folder, "etudes");
let clips: readonly Clip[];

function quadrant(...args: string[]) {
  const env = { ...process.env, QUADRANT_DATA: join(folder, "data") };
  return spawnSync(process.execPath, [join("dist", "src", "cli.js"), ...args], { encoding: "utf8", env });
}

function train(out: string) {
  const size = ["--clips", String(CLIPS), "--seconds", String(SECONDS), "--window", "4", "--hop", "2"];
  return quadrant("train-model", "--root", root, ...size, "--out", out, "--json");
}

function wav(name: string, sample: (i: number) => number): string {
  const path = join(folder, name);
  writeFileSync(
    path,
    encodeWav(
      Float32Array.from({ length: SECONDS * 22_050 }, (_, i) => sample(i)),
      22_050,
    ),
  );
  return path;
}

before(async () => {
  clips = (await openCorpus({ name: "etudes", root, clips: CLIPS, seconds: SECONDS })).clips;
});

test("études of each quadrant: a table of the whole and of every window, JSON, and pictures", () => {
  const asked = QUADRANTS.map((quadrant) => clips.find((clip) => clip.quadrant === quadrant)!.audio);
  const svg = join(folder, "picture.svg");
  const table = quadrant("predict", ...asked, "--picture", svg);
  assert.equal(table.status, 0, table.stderr);
  assert.equal(table.stdout.match(/ s, Q[1-4] /g)?.length, 4);
  assert.match(table.stdout, /valence [+-]0\.\d\d, arousal [+-]0\.\d\d/);
  assert.match(table.stdout, /Trained on synthetic études/);
  assert.match(readFileSync(svg, "utf8"), /^<svg [\s\S]*etude-[\s\S]*<\/svg>\n$/);
  const html = join(folder, "picture.html");
  const json = quadrant("predict", ...asked, "--json", "--picture", html);
  assert.match(readFileSync(html, "utf8"), /^<!doctype html>[\s\S]*<svg /);
  const { files, model, failed } = JSON.parse(json.stdout);
  assert.deepEqual(
    files.map(({ path }: { path: string }) => path),
    asked,
  );
  assert.deepEqual(failed, []);
  assert.ok(model.trainedOn.synthetic && model.measured.clips > 0);
  const [again] = JSON.parse(quadrant("predict", asked[0]!, "--workers", "1", "--json").stdout).files;
  assert.deepEqual(again, files[0], "a second run gives the same numbers");
});

test("noise, a sine and silence are unlike the training data; études are not", () => {
  const random = new MT19937(1);
  const strange = [
    wav("noise.wav", () => random.random() - 0.5),
    wav("sine.wav", (i) => 0.4 * Math.sin((2 * Math.PI * 440 * i) / 22_050)),
    wav("silence.wav", () => 0),
  ];
  const { stdout, stderr } = quadrant("predict", ...strange, ...clips.slice(0, 6).map(({ audio }) => audio), "--json");
  const { files } = JSON.parse(stdout) as { files: { path: string; whole: { unlike: boolean } }[] };
  assert.deepEqual(
    files.map(({ whole }) => whole.unlike),
    [true, true, true, false, false, false, false, false, false],
    stderr,
  );
  assert.match(quadrant("predict", strange[0]!).stdout, /UNLIKE ITS TRAINING DATA, so do not trust/);
});

test("of several files a broken one is named, the others are answered, and the exit code is 1", () => {
  const broken = join(folder, "broken.mp3");
  writeFileSync(broken, "no sound");
  const short = join(folder, "short.wav");
  writeFileSync(short, encodeWav(new Float32Array(2205).fill(0.1), 22_050));
  const png = join(folder, "picture.png");
  const asked = [broken, clips[0]!.audio, join(folder, "none.wav"), short];
  const { status, stdout, stderr } = quadrant("predict", ...asked, "--picture", png);
  assert.equal(status, 1);
  assert.equal(readFileSync(png).toString("latin1", 1, 4), "PNG");
  for (const name of ["broken.mp3", "none.wav", "short.wav"]) assert.ok(stderr.includes(name), stderr);
  assert.match(stdout, /6\.0 s, Q[1-4]/);
  assert.match(stdout, /1 of 4 files, 3 failed\n$/);
});

test("train-model writes the same model twice, and --model asks it, with its own windows", () => {
  const first = train(MODEL);
  assert.equal(first.status, 0, first.stderr);
  const { measured, trainedOn, temperature } = JSON.parse(first.stdout);
  assert.equal(trainedOn.clips, CLIPS);
  assert.ok(temperature > 0 && measured.accuracy > 0 && measured.valence !== null);
  const again = join(folder, "again.json");
  assert.equal(train(again).status, 0);
  assert.ok(readFileSync(again).equals(readFileSync(MODEL)));
  const { files, model } = JSON.parse(quadrant("predict", clips[0]!.audio, "--model", MODEL, "--json").stdout);
  assert.equal(model.trainedOn.hash, trainedOn.hash);
  assert.deepEqual(
    files[0].windows.map(({ start, end }: { start: number; end: number }) => [start, end]),
    [
      [0, 4],
      [2, 6],
    ],
  );
});

test("a model that is none, a picture of another kind and no file at all are wrong usage", () => {
  const wrong = quadrant("predict", clips[0]!.audio, "--model", "package.json");
  assert.equal(wrong.status, 2);
  assert.match(wrong.stderr, /package\.json is no model/);
  const picture = join(folder, "picture.gif");
  assert.equal(quadrant("predict", clips[0]!.audio, "--picture", picture).status, 2);
  assert.ok(!existsSync(picture));
  assert.equal(quadrant("predict").status, 2);
});
