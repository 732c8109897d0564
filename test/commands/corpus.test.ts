import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { encodeWav } from "../../src/audio";
import { makeDeam } from "../corpora/look-alikes/deam";
import { makeJamendo } from "../corpora/look-alikes/jamendo";
import { composePieces, type LookAlike, type Piece } from "../corpora/look-alikes/look-alike";

const work = mkdtempSync(join(tmpdir(), "quadrant-corpus-command-"));
const env = { ...process.env, QUADRANT_DATA: join(work, "data") };
let pieces: readonly Piece[] = [];
let deam: LookAlike;
before(async () => {
  pieces = await composePieces(join(work, "pieces"), 8);
  deam = makeDeam(join(work, "corpora", "deam"), pieces);
});
after(() => rmSync(work, { recursive: true, force: true }));

function quadrant(...args: string[]) {
  return spawnSync(process.execPath, [join("dist", "src", "cli.js"), ...args], { encoding: "utf8", env });
}

test("corpora says of each whether it is present, partial or absent", () => {
  rmSync(makeJamendo(join(work, "corpora", "jamendo"), pieces).audio.path);
  const { status, stdout } = quadrant("corpora", "--root", join(work, "corpora"));
  assert.equal(status, 0);
  assert.match(stdout, /^etudes +present/m);
  assert.match(stdout, /^deam +present/m);
  assert.match(stdout, /^jamendo +partial/m);
  assert.match(stdout, /^pmemo +absent/m);
});

test("show prints the data sheet, and with a folder what it holds by the rule that was asked for", () => {
  const sheet = quadrant("corpus", "show", "4q");
  assert.equal(sheet.status, 0, sheet.stderr);
  for (const words of [/never\s+redistribute/, /Known traps/, /@article\{panda2020novel/, /group +artist/]) {
    assert.match(sheet.stdout, words);
  }
  const root = join(work, "corpora", "deam");
  const all = quadrant("corpus", "show", "deam", "--root", root);
  assert.match(all.stdout, /^8 clips of \d groups \(artist\), Q1 \d, Q2 \d, Q3 \d, Q4 \d, SHA-256/m);
  const clear = JSON.parse(quadrant("corpus", "show", "deam", "--root", root, "--margin", "0.3", "--json").stdout);
  assert.ok(clear.clips.length < 8 && clear.clips.length + clear.rejected.length === 9);
  const wrong = quadrant("corpus", "show", "deam", "--root", root, "--margin", "2");
  assert.equal(wrong.status, 2);
  assert.match(wrong.stderr, /2 is not a number from 0 to 1/);
});

test("verify reports missing and invalid files apart, and exits with 1 where something is wrong", () => {
  const root = join(work, "corpora", "deam");
  const good = quadrant("corpus", "verify", "deam", "--root", root);
  assert.equal(good.status, 0, good.stderr);
  assert.match(good.stdout, /: present\nlisted +8 \(published: 1802\)\nmissing +0\ninvalid +0\nunusable +1\n/);
  writeFileSync(deam.audio.path, "");
  rmSync(join(root, "DEAM_audio", "MEMD_audio", "1001.mp3"));
  const bad = quadrant("corpus", "verify", "deam", "--root", root);
  assert.equal(bad.status, 1);
  assert.match(bad.stdout, /: partial\n/);
  assert.match(bad.stdout, /^missing deam-1001: DEAM_audio\/MEMD_audio\/1001\.mp3 is missing$/m);
  assert.match(bad.stdout, /^invalid deam-2: /m);
  const none = quadrant("corpus", "verify", "pmemo", "--root", root);
  assert.equal(none.status, 1);
  assert.match(none.stdout, /absent[\s\S]*corpus fetch pmemo/);
});

test("of many missing files the first are named, and how many there are", () => {
  const file = join(work, "many.csv");
  const rows = Array.from({ length: 25 }, (_, i) => `${i}.wav,Q1`);
  writeFileSync(file, `path,quadrant\n${rows.join("\n")}\n`);
  const { status, stdout } = quadrant("corpus", "verify", "csv", "--root", file);
  assert.equal(status, 1);
  assert.equal(stdout.match(/^missing \d+: /gm)?.length, 20);
  assert.match(stdout, /^missing 5 more: --json/m);
});

test("verify --deep listens to every clip and lists what it heard", () => {
  const root = join(work, "heard");
  const { audio } = makeDeam(root, pieces);
  writeFileSync(audio.path, encodeWav(new Float32Array(50_000), 22_050));
  const { status, stdout, stderr } = quadrant("corpus", "verify", "deam", "--root", root, "--deep");
  assert.equal(status, 0, stderr);
  assert.match(stdout, /^silence +1$/m);
  assert.match(stdout, new RegExp(`^silence ${audio.id}: 100 % of it is silent`, "m"));
  assert.match(stdout, /^extension +8$/m, "the look-alike's WAV files are named .mp3");
  const { findings } = JSON.parse(quadrant("corpus", "verify", "deam", "--root", root, "--deep", "--json").stdout);
  assert.ok(findings.every(({ clip, check }: { clip: string; check: string }) => clip !== "" && check !== ""));
});

test("fetch says what to get, under which terms, and where to put it", () => {
  const asked = quadrant("corpus", "fetch", "4q", "--root", "music/4q");
  assert.equal(asked.status, 0, asked.stderr);
  for (const words of [/mir\.dei\.uc\.pt/, /a form or a request/, /music\/4q holds/, /Q1\/MT/, /corpus verify 4q/]) {
    assert.match(asked.stdout, words);
  }
  const { sources, layout } = JSON.parse(quadrant("corpus", "fetch", "jamendo", "--dry-run", "--json").stdout);
  assert.equal(sources.filter(({ url }: { url: string }) => url.endsWith(".tar")).length, 100);
  assert.ok(layout.length > 0);
  assert.match(quadrant("corpus", "fetch", "etudes").stdout, /corpus make etudes/);
  assert.match(quadrant("corpus", "fetch", "csv").stdout, /nothing to get/);
});

test("a corpus that was not got yet is wrong usage, with the command that says how", () => {
  const { status, stderr } = quadrant("corpus", "verify", "pmemo");
  assert.equal(status, 2);
  assert.match(stderr, /pmemo needs a folder[\s\S]*--root[\s\S]*corpus fetch pmemo/);
});
