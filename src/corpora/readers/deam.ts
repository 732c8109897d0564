import { join } from "node:path";
import type { DataSheet } from "../corpus";
import { clipsOfRatings, readRatings } from "./ratings";
import type { CorpusReader, ListedClip, Listing } from "./reader";
import { artistGroup, findFile, firstThere, readTable } from "./table";

const deamSheet: DataSheet = {
  name: "deam",
  title: "DEAM, the MediaEval Database for Emotional Analysis in Music",
  licence:
    "Creative Commons, not for profit (its page says which); each song has a Creative Commons licence of its own",
  terms: "For research, not for profit; look up the licence of a song before you play it to others.",
  access: "open",
  citation: `@article{aljanaki2017developing,
  title = {Developing a benchmark for emotional analysis of music},
  author = {Aljanaki, Anna and Yang, Yi-Hsuan and Soleymani, Mohammad},
  journal = {PLoS ONE},
  volume = {12},
  number = {3},
  pages = {e0173392},
  year = {2017},
  doi = {10.1371/journal.pone.0173392}
}`,
  homepage: "https://cvml.unige.ch/databases/DEAM/",
  published: 1802,
  groupMeaning: "artist",
  labelMeaning:
    "The quadrant of the mean valence and arousal that at least five raters, on Mechanical Turk or in a laboratory, gave " +
    "the whole excerpt; ratings from 1 to 9, divided at 5, where 5 counts as high.",
  splits: [
    {
      name: "MediaEval: 2013 to learn from, 2014 and 2015 to test on",
      parts: { train: 744, test: 1058 },
      disjoint: undefined,
    },
  ],
  sources: [
    {
      what: "audio",
      url: "https://cvml.unige.ch/databases/DEAM/DEAM_audio.zip",
      path: "DEAM_audio/MEMD_audio",
      size: "unknown",
      sha256: "unknown",
    },
    {
      what: "annotations",
      url: "https://cvml.unige.ch/databases/DEAM/DEAM_Annotations.zip",
      path: "DEAM_Annotations/annotations",
      size: "unknown",
      sha256: "unknown",
    },
    {
      what: "metadata: artists and genres",
      url: "https://cvml.unige.ch/databases/DEAM/metadata.zip",
      path: "metadata",
      size: "unknown",
      sha256: "unknown",
    },
  ],
  layout: [
    "DEAM_Annotations/annotations/annotations averaged per song/song_level/static_annotations_averaged_songs_1_2000.csv " +
      "and ..._2000_2058.csv, with the columns song_id, valence_mean, valence_std, arousal_mean, arousal_std",
    "DEAM_audio/MEMD_audio/ with files such as 2.mp3",
    "metadata/metadata_2013.csv, metadata_2014.csv and metadata_2015.csv, which name the artists",
  ],
  synthetic: false,
  traps: [
    "Valence and arousal go together: only about a quarter of the clips lie in Q2 and Q4.",
    "108 of 1,802 clips have a mean of exactly 5 on one axis: their quadrant is a convention, a margin leaves them out.",
    "Its first 744 clips are those of emoMusic: never learn from one and test on the other.",
    "The 58 clips of 2015 are whole songs, up to ten minutes long; the others last 45 s. --segments middle makes all of 30 s.",
    "The raters seldom agree: the standard deviation of valence is above 1.5, on the scale of 1 to 9, for half of the clips.",
  ],
};

/** Songs up to this number are those of 2013, on which the challenges were trained. */
const LAST_OF_2013 = 1000;

const SONG_LEVEL = ["annotations averaged per song", "annotations_averaged_per_song"].flatMap((folder) =>
  ["DEAM_Annotations/annotations", "annotations"].map((parent) => `${parent}/${folder}/song_level`),
);

/** Reads DEAM: excerpts of free music with ratings by a few listeners each. */
export const deamReader: CorpusReader = {
  sheet: deamSheet,
  list(root): Listing {
    const tables = ["1_2000", "2000_2058"].map((part) =>
      findFile(
        root,
        deamSheet,
        SONG_LEVEL.map((folder) => `${folder}/static_annotations_averaged_songs_${part}.csv`),
      ),
    );
    const columns = {
      id: "song_id",
      valence: "valence_mean",
      arousal: "arousal_mean",
      valenceStd: "valence_std",
      arousalStd: "arousal_std",
    };
    const ratings = tables.flatMap((table) => readRatings(table, deamSheet, columns, [1, 9]));
    const about = readSongs(root);
    const folder = firstThere(root, ["DEAM_audio/MEMD_audio", "MEMD_audio"]) ?? join(root, "DEAM_audio/MEMD_audio");
    const place = { prefix: "deam", audioOf: (song: string) => join(folder, `${song}.mp3`) };
    const { clips, rejected } = clipsOfRatings(ratings, place, (song) => ({
      ...about.get(song),
      split: Number(song) <= LAST_OF_2013 ? "train" : "test",
    }));
    if (about.size > 0) return { clips, rejected };
    const trap = "Its metadata are not there: artists are unknown, each clip counts as a group of its own.";
    return { clips, rejected, sheet: { groupMeaning: "clip", traps: [...deamSheet.traps, trap] } };
  },
};

/** Artists and genres by song, where the metadata are there; each year named its columns anew. */
function readSongs(root: string): Map<string, Partial<Pick<ListedClip, "group" | "genre">>> {
  const years: [year: string, id: string, artist: string, genre: string][] = [
    ["2013", "song_id", "Artist", "Genre"],
    ["2014", "Id", "Artist", "Genre"],
    ["2015", "id", "artist", "genre"],
  ];
  return new Map(
    years.flatMap(([year, id, artist, genre]) => {
      const path = firstThere(root, [`metadata/metadata_${year}.csv`, `metadata_${year}.csv`]);
      if (path === undefined) return [];
      return readTable(path, deamSheet, [id, artist]).map((row) => {
        const group = artistGroup(row[artist]);
        const kind = row[genre];
        return [
          row[id] ?? "",
          { ...(group === undefined ? {} : { group }), ...(kind ? { genre: kind } : {}) },
        ] as const;
      });
    }),
  );
}
