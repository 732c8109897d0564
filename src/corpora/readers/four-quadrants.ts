import { dirname, join } from "node:path";
import type { DataSheet } from "../corpus";
import { QUADRANTS, type Quadrant } from "../quadrant";
import type { CorpusReader, ListedClip, Listing } from "./reader";
import { artistGroup, findFile, firstThere, numberIn, type Row, readTable } from "./table";

const fourQuadrantsSheet: DataSheet = {
  name: "4q",
  title: "4Q Audio Emotion (900 clips)",
  licence: "none stated; the clips are commercial previews",
  terms:
    "For research, after filling in a form. The clips are 30-s previews of commercial recordings: never redistribute " +
    "them, nor pages that play them.",
  access: "request",
  citation: `@article{panda2020novel,
  title = {Novel Audio Features for Music Emotion Recognition},
  author = {Panda, Renato and Malheiro, Ricardo and Paiva, Rui Pedro},
  journal = {IEEE Transactions on Affective Computing},
  volume = {11},
  number = {4},
  pages = {614--626},
  year = {2020},
  doi = {10.1109/TAFFC.2018.2820691}
}`,
  homepage: "http://mir.dei.uc.pt/downloads.html",
  published: 900,
  groupMeaning: "artist",
  labelMeaning:
    "The quadrant that most mood tags of the song on AllMusic point to, by norms of valence and arousal for words; " +
    "editors of AllMusic gave the tags to whole songs, and the authors kept what a blind inspection by ear confirmed.",
  splits: [],
  sources: [
    {
      what: "audio, labels and metadata in one archive",
      url: "http://mir.dei.uc.pt/downloads.html",
      path: ".",
      size: "unknown",
      sha256: "unknown",
    },
  ],
  layout: [
    "Q1/ Q2/ Q3/ Q4/ with files such as Q1/MT0000004637.mp3",
    "panda_dataset_taffc_annotations.csv with the columns Song, Quadrant",
    "panda_dataset_taffc_metadata.csv with the columns Song, Artist, Title, Quadrant, PQuad, MoodsStr, GenresStr and others",
  ],
  synthetic: false,
  traps: [
    "Sample rates are mixed: 606 clips at 32 kHz, 259 at 22.05 kHz, 33 at 44.1 kHz, 2 at 16 kHz, and clips are mono or stereo. " +
      "What is above 8 kHz tells the rate, not the mood: everything is brought to one rate, which does not bring the highs back.",
    "22 clips are shorter than 29 s, the shortest lasts 10.08 s: zeros at the end tell them apart.",
    "130 of the 662 artists have several clips, 368 in all: a split that ignores artists leaks.",
    "Genre is confounded with the quadrant: report scores per genre.",
    "Labels come from tags of whole songs, not from listeners who heard the clip.",
  ],
};

/** Reads 4Q Audio Emotion: labels from the annotations, artists and genres from the metadata beside them. */
export const fourQuadrantsReader: CorpusReader = {
  sheet: fourQuadrantsSheet,
  list(root): Listing {
    const annotations = findFile(root, fourQuadrantsSheet, [
      "panda_dataset_taffc_annotations.csv",
      "MER_audio_taffc_dataset/panda_dataset_taffc_annotations.csv",
    ]);
    const home = dirname(annotations);
    const metadataPath = firstThere(home, ["panda_dataset_taffc_metadata.csv"]);
    const metadata = metadataPath === undefined ? [] : readTable(metadataPath, fourQuadrantsSheet, ["Song", "Artist"]);
    const about = new Map(metadata.map((row) => [row.Song, row] as const));
    const clips: ListedClip[] = [];
    const rejected: { id: string; path: string; reason: string }[] = [];
    for (const { Song: id = "", Quadrant: quadrant } of readTable(annotations, fourQuadrantsSheet, [
      "Song",
      "Quadrant",
    ])) {
      const audio = join(home, quadrant ?? "", `${id}.mp3`);
      if (!/^[A-Za-z0-9_-]+$/.test(id)) rejected.push({ id, path: audio, reason: "its name is no plain file name" });
      else if (!QUADRANTS.includes(quadrant as Quadrant)) {
        rejected.push({ id, path: audio, reason: `its label ${quadrant} is not Q1 to Q4` });
      } else clips.push({ id, audio, quadrant: quadrant as Quadrant, ...aboutSong(id, about.get(id)) });
    }
    if (metadataPath !== undefined) return { clips, rejected };
    const trap = "Its metadata are not there: artists are unknown, each clip counts as a group of its own.";
    return { clips, rejected, sheet: { groupMeaning: "clip", traps: [...fourQuadrantsSheet.traps, trap] } };
  },
};

function aboutSong(id: string, row: Row = {}): Pick<ListedClip, "group" | "genre" | "agreement" | "tags"> {
  const genre = row.GenresStr?.split(/[;,]/)[0]?.trim();
  const tags = row.MoodsStr?.split(/[;,]/).map((tag) => tag.trim());
  const agreement = numberIn(row.PQuad);
  return {
    group: artistGroup(row.Artist) ?? id,
    ...(genre ? { genre } : {}),
    ...(tags === undefined ? {} : { tags }),
    ...(agreement === undefined || agreement > 1 ? {} : { agreement }),
  };
}
