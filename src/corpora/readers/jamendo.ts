import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Clip, DataSheet, RejectedClip, Source } from "../corpus";
import type { CorpusReader, ListedClip, Listing } from "./reader";
import { findFile, firstThere, notThisCorpus, numberIn } from "./table";

const TABLES = "https://raw.githubusercontent.com/MTG/mtg-jamendo-dataset/master/data";

const table = (path: string, size: number | "unknown", sha256: string): Source => ({
  what: `labels: ${path}`,
  url: `${TABLES}/${path}`,
  path: `data/${path}`,
  size,
  sha256,
});

const jamendoSheet: DataSheet = {
  name: "jamendo",
  title: "MTG-Jamendo mood/theme",
  licence:
    "CC BY-NC-SA 4.0 for the metadata; each track has a Creative Commons licence of its own (audio_licenses.txt)",
  terms: "For research, not for profit; play tracks to others under the licence that each one has.",
  access: "open",
  citation: `@inproceedings{bogdanov2019mtg,
  title = {The {MTG-Jamendo} Dataset for Automatic Music Tagging},
  author = {Bogdanov, Dmitry and Won, Minz and Tovstogan, Philip and Porter, Alastair and Serra, Xavier},
  booktitle = {Machine Learning for Music Discovery Workshop, International Conference on Machine Learning},
  year = {2019}
}`,
  homepage: "https://mtg.github.io/mtg-jamendo-dataset/",
  published: 18_486,
  groupMeaning: "artist",
  labelMeaning:
    "Up to eight of 59 mood and theme tags that the artist gave the track when it was uploaded. The quadrant is the one that " +
    "most tags point to by the map of arXiv 2405.06747, and a tie leaves the track out; other rules are first-tag, as the " +
    "study did, and norms, by the valence and arousal of the words.",
  splits: Array.from({ length: 5 }, (_, i) => ({
    name: `split ${i}`,
    parts: (i === 0 ? { train: 9949, validation: 3802, test: 4231 } : {}) as Record<string, number>,
    disjoint: "artist",
  })),
  sources: [
    table("autotagging_moodtheme.tsv", 1_831_540, "c920e97252586f3e570fa89c4708adcd45a1924dc0e3d3460ac65788257865a8"),
    table(
      "splits/split-0/autotagging_moodtheme-train.tsv",
      994_295,
      "e5e9e798364b34bd241b773e5011809b24429edf471f27cf21dd8181077ba2d4",
    ),
    table(
      "splits/split-0/autotagging_moodtheme-validation.tsv",
      367_846,
      "ecaa279367153476884d84d686479e566234cef1814bd6892a8755ba0a550dbf",
    ),
    table(
      "splits/split-0/autotagging_moodtheme-test.tsv",
      421_306,
      "4341b5586bb3e5a80a882ce9ef33cb8b1bdaa7df856246ecc5de188dfe1cf394",
    ),
    table("download/autotagging_moodtheme_audio-low_sha256_tars.txt", 10_400, "unknown"),
    table("download/autotagging_moodtheme_audio-low_sha256_tracks.txt", 1_546_121, "unknown"),
    ...Array.from({ length: 100 }, (_, i): Source => {
      const number = String(i).padStart(2, "0");
      return {
        what: `audio of low quality, part ${number} of 00 to 99`,
        url: `https://cdn.freesound.org/mtg-jamendo/autotagging_moodtheme/audio-low/autotagging_moodtheme_audio-low-${number}.tar`,
        path: `audio-low/${number}`,
        size: "unknown",
        sha256: { listedIn: "data/download/autotagging_moodtheme_audio-low_sha256_tars.txt" },
      };
    }),
  ],
  layout: [
    "data/autotagging_moodtheme.tsv, as in the repository MTG/mtg-jamendo-dataset",
    "data/splits/split-0/autotagging_moodtheme-train.tsv, -validation.tsv and -test.tsv, and the same for split-1 to split-4",
    "data/download/autotagging_moodtheme_audio-low_sha256_tracks.txt, by which files are verified; it may be absent",
    "audio-low/ with files such as audio-low/48/948.low.mp3, or audio/ with files such as audio/48/948.mp3",
  ],
  synthetic: false,
  traps: [
    "Almost half of the tracks have several tags, and three of ten straddle quadrants: one label a track hides that.",
    "The map from tags to quadrants is made by hand; it agrees with norms of valence and arousal for 31 of 56 tags.",
    "Artists tag their own tracks, to be found: a tag is no listener's judgement, and one that is missing says nothing.",
    "By the norms of words more than half of the tracks lie in Q4 and hardly any in Q2: few words for music are unpleasant.",
    "Tracks are whole, up to many minutes: the middle 30 s are used unless another rule is asked for.",
    "504 tracks stand in no part of split 0: they have no tag but ambiental, horror or mellow, which the splits leave out.",
  ],
};

const CATEGORY = "mood/theme---";

/** Every tag has a column of its own, so that lines are longer than the first one. */
const COLUMNS = ["TRACK_ID", "ARTIST_ID", "ALBUM_ID", "PATH", "DURATION", "TAGS"];

/** Reads MTG-Jamendo's mood/theme subset: whole tracks with the tags of their artists. */
export const jamendoReader: CorpusReader = {
  sheet: jamendoSheet,
  segments: "middle",
  list(root, { splitNumber = 0 }): Listing {
    const rows = readTsv(findFile(root, jamendoSheet, ["data/autotagging_moodtheme.tsv", "autotagging_moodtheme.tsv"]));
    const splits = readSplits(root, splitNumber);
    const files = audioFiles(root);
    const clips: ListedClip[] = [];
    const rejected: RejectedClip[] = [];
    const places = new Map<string, string>();
    for (const [id = "", artist, , path = "", length, ...tags] of rows) {
      const low = path.replace(/\.mp3$/, ".low.mp3");
      const file = files.get(path) ?? files.get(low);
      const audio = file ?? join(root, "audio-low", low);
      const seconds = numberIn(length);
      if (!/^track_\d+$/.test(id) || !/^artist_\d+$/.test(artist ?? "") || seconds === undefined || tags.length === 0) {
        rejected.push({ id, path: audio, reason: "its line has no track, artist, duration or tag" });
        continue;
      }
      places.set(audio.endsWith(".low.mp3") ? low : path, id);
      const split = splits.get(id);
      clips.push({
        ...{ id, audio, group: artist!, seconds, tags: tags.map((tag) => tag.replace(CATEGORY, "")) },
        ...(split === undefined ? {} : { split }),
      });
    }
    return { clips, rejected, checksums: readChecksums(root, places) };
  },
};

/** The lines of a table of the repository, without the first: track, artist, album, path, duration, tags. */
function readTsv(path: string): string[][] {
  const [header = "", ...lines] = readFileSync(path, "utf8").split(/\r?\n/);
  const columns = header.split("\t");
  const other = COLUMNS.find((column, i) => columns[i] !== column);
  if (other !== undefined) {
    throw notThisCorpus(
      jamendoSheet,
      path,
      `${path} has no column ${other} where it should be; it has ${columns.join(", ")}`,
    );
  }
  return lines.filter((line) => line !== "").map((line) => line.split("\t"));
}

/** Empty where the tables of the split are not there. */
function readSplits(root: string, number: number): Map<string, NonNullable<Clip["split"]>> {
  return new Map(
    (["train", "validation", "test"] as const).flatMap((split) => {
      const path = firstThere(root, [
        `data/splits/split-${number}/autotagging_moodtheme-${split}.tsv`,
        `split-${number}-autotagging_moodtheme-${split}.tsv`,
      ]);
      return path === undefined ? [] : readTsv(path).map(([id = ""]) => [id, split] as const);
    }),
  );
}

/** Where each file of audio lies, by its path in the table; whole folders are listed, which is quicker than 18,486 questions. */
function audioFiles(root: string): Map<string, string> {
  const files = new Map<string, string>();
  for (const folder of ["audio", "audio-low", "."].map((name) => join(root, name)).filter((path) => existsSync(path))) {
    for (const part of readdirSync(folder).filter((name) => /^\d\d$/.test(name))) {
      for (const file of readdirSync(join(folder, part))) files.set(`${part}/${file}`, join(folder, part, file));
    }
  }
  return files;
}

function readChecksums(root: string, places: ReadonlyMap<string, string>): Map<string, string> {
  const lists = ["audio-low", "audio"].flatMap(
    (kind) => firstThere(root, [`data/download/autotagging_moodtheme_${kind}_sha256_tracks.txt`]) ?? [],
  );
  return new Map(
    lists.flatMap((list) =>
      readFileSync(list, "utf8")
        .split(/\r?\n/)
        .flatMap((line) => {
          const [sha256 = "", path = ""] = line.split(" ");
          const id = places.get(path);
          return id === undefined ? [] : [[id, sha256] as const];
        }),
    ),
  );
}
