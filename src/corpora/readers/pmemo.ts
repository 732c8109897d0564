import { dirname, join } from "node:path";
import type { DataSheet } from "../corpus";
import { clipsOfRatings, readRatings } from "./ratings";
import type { CorpusReader, ListedClip, Listing } from "./reader";
import { artistGroup, findFile, firstThere, numberIn, readTable } from "./table";

const pmemoSheet: DataSheet = {
  name: "pmemo",
  title: "PMEmo 2019",
  licence: "none stated for the audio; the repository's code is MIT",
  terms:
    "For research. The audio is excerpts of commercial chart songs: do not redistribute them; the authors ask to be cited.",
  access: "request",
  citation: `@inproceedings{zhang2018pmemo,
  title = {The {PMEmo} Dataset for Music Emotion Recognition},
  author = {Zhang, Kejun and Zhang, Hui and Li, Simeng and Yang, Changyuan and Sun, Lingyun},
  booktitle = {Proceedings of the 2018 ACM International Conference on Multimedia Retrieval},
  pages = {135--142},
  year = {2018},
  doi = {10.1145/3206025.3206037}
}`,
  homepage: "https://github.com/HuiZhangDB/PMEmo",
  published: 767,
  groupMeaning: "artist",
  labelMeaning:
    "The quadrant of the mean valence and arousal that at least ten of 457 raters, most of them Chinese students, gave " +
    "the chorus; ratings from 0 to 1, divided at 0.5, where 0.5 counts as high.",
  splits: [],
  sources: [
    {
      what: "PMEmo2019.zip: choruses, annotations, metadata",
      url: "https://github.com/HuiZhangDB/PMEmo",
      path: ".",
      size: "unknown",
      sha256: "unknown",
    },
  ],
  layout: [
    "annotations/static_annotations.csv with the columns musicId, Arousal(mean), Valence(mean)",
    "annotations/static_annotations_std.csv with musicId, Arousal(std), Valence(std), which may be absent",
    "metadata.csv with musicId, artist, duration and others",
    "chorus/ with files such as chorus/1.mp3",
  ],
  synthetic: false,
  traps: [
    "64 to 66 % of the clips lie in Q1, whether 0.5 counts as low or high: accuracy alone says little, look at macro-F1.",
    "Of its 794 songs 767 have ratings of the whole chorus.",
    "Many artists have several songs; published splits share half of them.",
    "The choruses last 11 to 88 s.",
  ],
};

/** Reads PMEmo: choruses with ratings by many listeners. */
export const pmemoReader: CorpusReader = {
  sheet: pmemoSheet,
  list(root): Listing {
    const means = findFile(root, pmemoSheet, [
      "annotations/static_annotations.csv",
      "PMEmo2019/annotations/static_annotations.csv",
    ]);
    const home = dirname(dirname(means));
    const ratings = readRatings(
      means,
      pmemoSheet,
      { id: "musicId", valence: "Valence(mean)", arousal: "Arousal(mean)" },
      [0, 1],
    );
    const spreads = readSpreads(firstThere(home, ["annotations/static_annotations_std.csv"]));
    const songs = readTable(join(home, "metadata.csv"), pmemoSheet, ["musicId", "artist"]);
    const about = new Map(songs.map((row) => [row.musicId, row] as const));
    const place = { prefix: "pmemo", audioOf: (song: string) => join(home, "chorus", `${song}.mp3`) };
    return clipsOfRatings(ratings, place, (song) => {
      const group = artistGroup(about.get(song)?.artist);
      const seconds = numberIn(about.get(song)?.duration);
      return {
        ...(group === undefined ? {} : { group }),
        ...(seconds === undefined ? {} : { seconds }),
        ...spreads.get(song),
      };
    });
  },
};

function readSpreads(path: string | undefined): Map<string, Pick<ListedClip, "valenceStd" | "arousalStd">> {
  if (path === undefined) return new Map();
  return new Map(
    readTable(path, pmemoSheet, ["musicId", "Valence(std)", "Arousal(std)"]).flatMap((row) => {
      const [valence, arousal] = [numberIn(row["Valence(std)"]), numberIn(row["Arousal(std)"])];
      // On a scale of 0 to 1, which is half as wide as -1 to 1.
      if (valence === undefined || arousal === undefined) return [];
      return [[row.musicId ?? "", { valenceStd: 2 * valence, arousalStd: 2 * arousal }] as const];
    }),
  );
}
