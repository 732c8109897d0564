import { dirname, join } from "node:path";
import type { DataSheet } from "../corpus";
import { clipsOfRatings, type RatingColumns, readRatings } from "./ratings";
import type { CorpusReader, Listing } from "./reader";
import { artistGroup, findFile, readTable } from "./table";

const emomusicSheet: DataSheet = {
  name: "emomusic",
  title: "emoMusic (1000 Songs, MediaEval 2013)",
  licence:
    "Creative Commons, not for profit (its page says which); each song has a Creative Commons licence of its own",
  terms:
    "For research, not for profit, after filling in a form; look up the licence of a song before you play it to others.",
  access: "request",
  citation: `@inproceedings{soleymani2013songs,
  title = {1000 Songs for Emotional Analysis of Music},
  author = {Soleymani, Mohammad and Caro, Micheal N. and Schmidt, Erik M. and Sha, Cheng-Ya and Yang, Yi-Hsuan},
  booktitle = {Proceedings of the 2nd ACM International Workshop on Crowdsourcing for Multimedia},
  pages = {1--6},
  year = {2013},
  doi = {10.1145/2506364.2506365}
}`,
  homepage: "https://cvml.unige.ch/databases/emoMusic/",
  published: 744,
  groupMeaning: "artist",
  labelMeaning:
    "The quadrant of the mean valence and arousal that at least ten workers of Mechanical Turk gave the excerpt of 45 s; " +
    "ratings from 1 to 9, divided at 5, where 5 counts as high.",
  splits: [{ name: "MediaEval 2013", parts: { train: 619, test: 125 }, disjoint: undefined }],
  sources: [
    {
      what: "annotations.tar.gz",
      url: "https://cvml.unige.ch/databases/emoMusic/",
      path: "annotations",
      size: "unknown",
      sha256: "unknown",
    },
    {
      what: "clips_45sec.tar.gz",
      url: "https://cvml.unige.ch/databases/emoMusic/",
      path: "clips_45seconds",
      size: "unknown",
      sha256: "unknown",
    },
  ],
  layout: [
    "annotations/static_annotations.csv with the columns song_id, mean_arousal, std_arousal, mean_valence, std_valence",
    "annotations/songs_info.csv with song_id, Artist, Genre, Mediaeval 2013 set and others",
    "clips_45seconds/ with files such as clips_45seconds/2.mp3",
  ],
  synthetic: false,
  traps: [
    "Of 1,000 songs 744 are left after duplicates were removed, and all of them are in DEAM too.",
    "Valence and arousal go together: a quarter of the clips lie in Q2 and Q4.",
    "The official split leaks: of its 125 test clips 65 share an artist with the training clips.",
  ],
};

/** The names of the release, and those of copies that were brought into line with DEAM. */
const COLUMNS: readonly RatingColumns[] = [
  {
    id: "song_id",
    valence: "mean_valence",
    arousal: "mean_arousal",
    valenceStd: "std_valence",
    arousalStd: "std_arousal",
  },
  {
    id: "song_id",
    valence: "valence_mean",
    arousal: "arousal_mean",
    valenceStd: "valence_std",
    arousalStd: "arousal_std",
  },
];

const SPLITS: Readonly<Record<string, "train" | "test">> = { development: "train", evaluation: "test" };

/** Reads emoMusic: excerpts of free music with ratings by ten listeners each. */
export const emomusicReader: CorpusReader = {
  sheet: emomusicSheet,
  list(root): Listing {
    const table = findFile(root, emomusicSheet, ["annotations/static_annotations.csv", "static_annotations.csv"]);
    const [first] = readTable(table, emomusicSheet, ["song_id"]);
    const columns = COLUMNS.find(({ valence }) => first !== undefined && valence in first) ?? COLUMNS[0]!;
    const songs = readTable(join(dirname(table), "songs_info.csv"), emomusicSheet, ["song_id", "Artist"]);
    const about = new Map(songs.map((row) => [row.song_id, row] as const));
    const place = { prefix: "emomusic", audioOf: (song: string) => join(root, "clips_45seconds", `${song}.mp3`) };
    return clipsOfRatings(readRatings(table, emomusicSheet, columns, [1, 9]), place, (song) => {
      const { Artist: artist, Genre: genre, "Mediaeval 2013 set": set } = about.get(song) ?? {};
      const group = artistGroup(artist);
      const split = SPLITS[set ?? ""];
      return {
        ...(group === undefined ? {} : { group }),
        ...(genre === undefined ? {} : { genre }),
        ...(split === undefined ? {} : { split }),
      };
    });
  },
};
