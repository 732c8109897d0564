import assert from "node:assert/strict";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { loadAudio } from "../../src/audio";
import { labelClips, mapAgreement, openCorpus, QUADRANTS } from "../../src/corpora";
import { readerOf } from "../../src/corpora/catalogue";
import type { ListedClip } from "../../src/corpora/readers/reader";

const DATA = join("..", "shared", "data");
const skip = existsSync(DATA) ? false : `${DATA} is not here: the real tables are not looked at`;
const EMOPIA = join(DATA, "emopia");
const folder = mkdtempSync(join(tmpdir(), "quadrant-real-"));
// Renderings must not land in the project's own data folder.
process.env.QUADRANT_DATA = folder;
after(() => rmSync(folder, { recursive: true }));

function countsOf(clips: readonly Pick<ListedClip, "quadrant">[]): number[] {
  return QUADRANTS.map((quadrant) => clips.filter((clip) => clip.quadrant === quadrant).length);
}

function splitsOf(clips: readonly ListedClip[]): number[] {
  return (["train", "validation", "test"] as const).map((split) => clips.filter((clip) => clip.split === split).length);
}

test("EMOPIA has 1,078 clips of 387 songs, and a split that no song straddles", { skip }, () => {
  const { clips, rejected } = readerOf("emopia").list(EMOPIA, {});
  assert.deepEqual(rejected, []);
  assert.equal(clips.length, readerOf("emopia").sheet.published);
  assert.deepEqual(countsOf(clips), [250, 265, 253, 310]);
  assert.equal(new Set(clips.map(({ group }) => group)).size, 387);
  assert.deepEqual(splitsOf(clips), [876, 114, 88]);
  assert.equal(new Set(clips.map(({ group, split }) => `${group} ${split}`)).size, 387);
  // A song in one quadrant is one pair; one that spans several counts once for each.
  const labels = [...new Set(clips.map(({ group, quadrant }) => `${group} ${quadrant}`))];
  const songs = labels.map((label) => label.split(" ")[0]!);
  assert.equal(new Set(songs.filter((song, i) => songs.indexOf(song) !== i)).size, 72);
  assert.ok(clips.every(({ audio }) => existsSync(audio)));
});

test("clips of EMOPIA are rendered, at most 30 s long, and kept", { skip }, async () => {
  const opened = await openCorpus({ name: "emopia", root: EMOPIA, clips: 2 });
  assert.equal(opened.clips.length, 2);
  for (const { audio } of opened.clips) {
    const { seconds, samples } = await loadAudio(audio);
    assert.ok(seconds > 3 && seconds <= 30, `${seconds} s`);
    assert.ok(samples.some((sample) => Math.abs(sample) > 0.01));
  }
  assert.equal((await openCorpus({ name: "emopia", root: EMOPIA, clips: 2 })).hash, opened.hash);
});

test("a score that is missing or broken is rejected by name, the others are kept", { skip }, async () => {
  const root = join(folder, "copy");
  mkdirSync(join(root, "midis"), { recursive: true });
  cpSync(join(EMOPIA, "split"), join(root, "split"), { recursive: true });
  const song = "Q1_0vLPYiPN7qY_0";
  cpSync(join(EMOPIA, "midis", `${song}.mid`), join(root, "midis", `${song}.mid`));
  writeFileSync(join(root, "midis", "Q2_broken_0.mid"), "no notes here");
  const rows = [`${song},1,D`, "Q2_broken_0,2,A", "Q2_gone_0,2,A"];
  writeFileSync(join(root, "label.csv"), `ID,4Q,annotator\n${rows.join("\n")}\n`);
  const { clips, rejected } = await openCorpus({ name: "emopia", root });
  assert.deepEqual(
    clips.map(({ id }) => id),
    [song],
  );
  const reasons = Object.fromEntries(rejected.map(({ id, reason }) => [id, reason]));
  assert.match(reasons.Q2_broken_0!, /not a MIDI file/);
  assert.match(reasons.Q2_gone_0!, /missing/);
});

test("MTG-Jamendo has 18,486 tracks, 59 tags, and a split 0 that no artist straddles", { skip }, () => {
  const { clips, rejected } = readerOf("jamendo").list(join(DATA, "mtg-jamendo"), {});
  assert.deepEqual(rejected, []);
  assert.equal(clips.length, 18_486);
  assert.equal(new Set(clips.flatMap(({ tags }) => tags ?? [])).size, 59);
  assert.deepEqual(splitsOf(clips), [9949, 3802, 4231]);
  const inSplit = clips.filter(({ split }) => split !== undefined);
  const artists = new Set(inSplit.map(({ group }) => group));
  assert.equal(new Set(inSplit.map(({ group, split }) => `${group} ${split}`)).size, artists.size);
  const left = clips.filter(({ split }) => split === undefined).flatMap(({ tags }) => tags ?? []);
  assert.deepEqual([...new Set(left)].sort(), ["ambiental", "horror", "mellow"]);
});

test("of MTG-Jamendo's tracks almost half have several tags; the maps disagree on 25 of 56 tags", { skip }, () => {
  const { clips } = readerOf("jamendo").list(join(DATA, "mtg-jamendo"), {});
  const { tags, several, straddling, rules } = mapAgreement(clips.map((clip) => clip.tags ?? []));
  assert.deepEqual([tags.agree, tags.of], [31, 56]);
  // Of all 18,486 tracks. Our notes on the study give 46.8 and 30.6 %; that was not reproduced.
  assert.deepEqual([several.toFixed(3), straddling.toFixed(3)], ["0.462", "0.305"]);
  const found = rules.map(({ first, second, tracks, agree, kappa }) => [
    ...[first, second, tracks],
    ...[(agree / tracks).toFixed(3), kappa.toFixed(3)],
  ]);
  assert.deepEqual(found, [
    ["first-tag", "every-tag", 14_971, "0.930", "0.905"],
    ["first-tag", "norms", 17_982, "0.508", "0.328"],
    ["every-tag", "norms", 14_467, "0.595", "0.428"],
  ]);
});

/** Writes the tables of a corpus in the columns of its own release, from those of the shared folder. */
function tableOf(name: string): Record<string, string>[] {
  const [header = "", ...lines] = readFileSync(join(DATA, "valence-arousal", name), "utf8")
    .trim()
    .split(/\r?\n/);
  const columns = header.split(",");
  return lines.map((line) => Object.fromEntries(line.split(",").map((value, i) => [columns[i]!, value])));
}

function write(path: string, header: string, rows: readonly string[]): void {
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, `${[header, ...rows].join("\n")}\n`);
}

test("DEAM has 1,802 clips; 744 to learn from, 1,058 to test on, 108 on a dividing line", { skip }, () => {
  const root = join(folder, "deam");
  const level = join(root, "annotations", "annotations averaged per song", "song_level");
  const header = "song_id, valence_mean, valence_std, arousal_mean, arousal_std";
  const rows = tableOf("deam_static_annotations.csv").map((row) => Object.values(row).join(","));
  const late = rows.filter((row) => Number(row.split(",")[0]) > 2000);
  write(
    join(level, "static_annotations_averaged_songs_1_2000.csv"),
    header,
    rows.filter((row) => !late.includes(row)),
  );
  write(join(level, "static_annotations_averaged_songs_2000_2058.csv"), header, late);
  const { clips, rejected, sheet } = readerOf("deam").list(root, {});
  assert.deepEqual(rejected, []);
  assert.equal(clips.length, readerOf("deam").sheet.published);
  assert.deepEqual(splitsOf(clips), [744, 0, 1058]);
  assert.deepEqual(countsOf(labelClips(clips).clips), [647, 229, 686, 240]);
  assert.equal(clips.filter(({ valence, arousal }) => valence === 0 || arousal === 0).length, 108);
  assert.equal(sheet?.groupMeaning, "clip", "without metadata no artist is known");
  const clear = labelClips(clips, { margin: 0.1 });
  assert.equal(clear.clips.length + clear.rejected.length, 1802);
  assert.ok(clear.rejected.length > 108, `${clear.rejected.length}`);
});

test("PMEmo has 767 rated clips, two thirds of them in Q1", { skip }, () => {
  const root = join(folder, "pmemo");
  const rows = tableOf("pmemo_static_annotations.csv");
  const unit = (rating: string | undefined) => ((Number(rating) - 1) / 8).toFixed(6);
  write(
    join(root, "annotations", "static_annotations.csv"),
    "musicId,Arousal(mean),Valence(mean)",
    rows.map((row) => `${row.song_id},${unit(row.arousal_mean)},${unit(row.valence_mean)}`),
  );
  write(
    join(root, "annotations", "static_annotations_std.csv"),
    "musicId,Arousal(std),Valence(std)",
    rows.map((row) => `${row.song_id},${row.arousal_std},${row.valence_std}`),
  );
  cpSync(join(DATA, "valence-arousal", "pmemo_metadata.csv"), join(root, "metadata.csv"));
  const { clips, rejected } = readerOf("pmemo").list(root, {});
  assert.deepEqual(rejected, []);
  assert.equal(clips.length, readerOf("pmemo").sheet.published);
  assert.deepEqual(countsOf(labelClips(clips).clips), [505, 73, 132, 57]);
  // 396 names: Lady Gaga is written in two ways, and the seven clips of "Various Artists" have nothing in common.
  assert.equal(new Set(clips.map(({ group }) => group)).size, 396 - 1 - 1 + 7);
  assert.ok(clips.every(({ seconds, valenceStd }) => seconds! > 10 && seconds! < 90 && valenceStd! > 0));
});

test("emoMusic has 744 clips of 411 artists, 619 to learn from and 125 to test on, all of them in DEAM", {
  skip,
}, () => {
  const root = join(folder, "emomusic");
  mkdirSync(join(root, "annotations"), { recursive: true });
  for (const name of ["static_annotations.csv", "songs_info.csv"]) {
    cpSync(join(DATA, "valence-arousal", `emomusic_${name}`), join(root, "annotations", name));
  }
  const { clips, rejected } = readerOf("emomusic").list(root, {});
  assert.deepEqual(rejected, []);
  assert.equal(clips.length, readerOf("emomusic").sheet.published);
  assert.deepEqual(splitsOf(clips), [619, 0, 125]);
  assert.deepEqual(countsOf(labelClips(clips).clips), [265, 72, 287, 120]);
  assert.equal(new Set(clips.map(({ group }) => group)).size, 411);
  const learnt = new Set(clips.filter(({ split }) => split === "train").map(({ group }) => group));
  assert.equal(clips.filter(({ split, group }) => split === "test" && learnt.has(group)).length, 65);
  const inDeam = new Set(tableOf("deam_static_annotations.csv").map((row) => `emomusic-${row.song_id}`));
  assert.ok(clips.every(({ id }) => inDeam.has(id)));
});
