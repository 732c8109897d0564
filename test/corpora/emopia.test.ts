import assert from "node:assert/strict";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { loadAudio } from "../../src/audio";
import { openCorpus, QUADRANTS } from "../../src/corpora";
import { readScores } from "../../src/corpora/emopia";

const EMOPIA = join("..", "shared", "data", "emopia");
const skip = existsSync(EMOPIA) ? false : `${EMOPIA} is not here`;
const folder = mkdtempSync(join(tmpdir(), "quadrant-emopia-"));
// Renderings must not land in the project's own data folder.
process.env.QUADRANT_DATA = folder;
after(() => rmSync(folder, { recursive: true }));

test("EMOPIA has 1,078 clips of 387 songs, and a split that no song straddles", { skip }, () => {
  const { scores, rejected } = readScores(EMOPIA);
  assert.deepEqual(rejected, []);
  const clips = scores.map(({ clip }) => clip);
  assert.equal(clips.length, 1078);
  const count = (part: (clip: (typeof clips)[number]) => boolean) => clips.filter(part).length;
  assert.deepEqual(
    QUADRANTS.map((quadrant) => count((clip) => clip.quadrant === quadrant)),
    [250, 265, 253, 310],
  );
  assert.equal(new Set(clips.map(({ group }) => group)).size, 387);
  assert.deepEqual(
    (["train", "validation", "test"] as const).map((split) => count((clip) => clip.split === split)),
    [876, 114, 88],
  );
  const splitsOfSongs = new Set(clips.map(({ group, split }) => `${group} ${split}`));
  assert.equal(splitsOfSongs.size, 387);
});

test("clips of EMOPIA are rendered, at most 30 s long, and kept", { skip }, async () => {
  const opened = await openCorpus({ name: "emopia", root: EMOPIA, clips: 2 });
  assert.equal(opened.clips.length, 2);
  assert.equal(opened.sheet.licence, "CC BY-NC-SA 4.0");
  for (const { audio } of opened.clips) {
    const { seconds, samples } = await loadAudio(audio);
    assert.ok(seconds > 3 && seconds <= 30, `${seconds} s`);
    assert.ok(samples.some((sample) => Math.abs(sample) > 0.01));
  }
  const again = await openCorpus({ name: "emopia", root: EMOPIA, clips: 2 });
  assert.equal(again.hash, opened.hash);
});

test("a score that is missing or broken is rejected by name, the others are kept", { skip }, async () => {
  const root = join(folder, "copy");
  mkdirSync(join(root, "midis"), { recursive: true });
  cpSync(join(EMOPIA, "split"), join(root, "split"), { recursive: true });
  const song = "Q1_0vLPYiPN7qY_0";
  cpSync(join(EMOPIA, "midis", `${song}.mid`), join(root, "midis", `${song}.mid`));
  writeFileSync(join(root, "midis", "Q2_broken_0.mid"), "no notes here");
  writeFileSync(join(root, "midis", "Q2_label_0.mid"), "");
  const rows = [`${song},1,D`, "Q2_broken_0,2,A", "Q2_gone_0,2,A", "odd,2,A", "Q2_label_0,9,A"];
  writeFileSync(join(root, "label.csv"), `ID,4Q,annotator\n${rows.join("\n")}\n`);
  const { clips, rejected } = await openCorpus({ name: "emopia", root });
  assert.deepEqual(
    clips.map(({ id }) => id),
    [song],
  );
  const reasons = Object.fromEntries(rejected.map(({ id, reason }) => [id, reason]));
  assert.deepEqual(Object.keys(reasons).sort(), ["Q2_broken_0", "Q2_gone_0", "Q2_label_0", "odd"]);
  assert.match(reasons.Q2_broken_0!, /not a MIDI file/);
  assert.match(reasons.Q2_gone_0!, /missing/);
  assert.match(reasons.Q2_label_0!, /9 is not 1 to 4/);
});

test("a folder that is not EMOPIA's is refused with the remedy", async () => {
  await assert.rejects(openCorpus({ name: "emopia", root: folder }), {
    tag: "bad-corpus",
    message: /label\.csv|train_clip\.csv[\s\S]*must be the folder of EMOPIA/,
  });
});
