import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { makeDeam } from "../corpora/look-alikes/deam";
import { makeJamendo } from "../corpora/look-alikes/jamendo";
import { composePieces, type Piece, put, putAudio } from "../corpora/look-alikes/look-alike";

const work = mkdtempSync(join(tmpdir(), "quadrant-every-corpus-"));
const env = { ...process.env, QUADRANT_DATA: join(work, "data") };
let pieces: readonly Piece[] = [];
before(async () => {
  pieces = await composePieces(join(work, "pieces"), 12);
  mkdirSync(join(work, "notebooks"));
  const source = [
    'import { showResult } from "quadrant/notebook";',
    'import { openRun } from "quadrant/studies";',
    "const { corpus } = await openRun();",
    'showResult({ label: "clips", estimate: corpus.clips.length });',
    'showResult({ label: "tested", estimate: corpus.clips.filter(({ split }) => split === "test").length });',
  ].join("\n");
  const cell = { cell_type: "code", id: "c", metadata: {}, outputs: [], execution_count: null, source };
  const notebook = {
    cells: [cell],
    metadata: { kernelspec: { name: "quadrant", display_name: "quadrant", language: "typescript" } },
    nbformat: 4,
    nbformat_minor: 5,
  };
  writeFileSync(join(work, "notebooks", "01-counts.ipynb"), JSON.stringify(notebook));
});
after(() => rmSync(work, { recursive: true, force: true }));

/** What the notebook found when the main job ran with these flags. */
function counts(...flags: string[]): Record<string, number> {
  const places = ["--notebooks", join(work, "notebooks"), "--out", join(work, "report"), "--json"];
  const args = [join("dist", "src", "cli.js"), "reproduce", ...flags, ...places];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { env, encoding: "utf8" });
  assert.equal(status, 0, stderr);
  const { results } = JSON.parse(stdout) as { results: { label: string; estimate: number }[] };
  return Object.fromEntries(results.map(({ label, estimate }) => [label, estimate]));
}

test("ratings become quadrants by the rule that the command line states, and the official split comes along", () => {
  const root = join(work, "deam");
  makeDeam(root, pieces);
  const far = pieces.flatMap(({ valence, arousal }, i) =>
    Math.min(Math.abs(valence), Math.abs(arousal)) >= 0.2 ? [i] : [],
  );
  assert.ok(far.length < 12);
  // The first third are songs of 2013, to learn from.
  const expected = { clips: far.length, tested: far.filter((i) => i >= 4).length };
  assert.deepEqual(counts("--corpus", "deam", "--root", root, "--margin", "0.2"), expected);
});

test("tags become quadrants by the rule that the command line states", () => {
  const root = join(work, "jamendo");
  makeJamendo(root, pieces);
  // By its first tag, the thirteenth track has a label too, which has one tag in each of two quadrants.
  assert.equal(counts("--corpus", "jamendo", "--root", root, "--tags", "first-tag").clips, 13);
});

test("a CSV on a scale of its own", () => {
  const file = join(work, "own.csv");
  const rows = pieces.map((piece, i) => {
    putAudio(join(work, "own", `${i}.wav`), piece);
    return `own/${i}.wav,${50 + 50 * piece.valence},${50 + 50 * piece.arousal},${piece.composer}`;
  });
  put(file, `path,valence,arousal,artist\n${rows.join("\n")}\n`);
  assert.equal(counts("--corpus", "csv", "--root", file, "--scale", "0,100").clips, 12);
});
