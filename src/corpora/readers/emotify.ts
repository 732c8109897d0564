import { existsSync } from "node:fs";
import { join } from "node:path";
import type { DataSheet, RejectedClip } from "../corpus";
import { GEMS_EMOTIONS, type GemsEmotion, quadrantOfEmotions } from "../labels/gems";
import type { CorpusReader, ListedClip, Listing } from "./reader";
import { findFile, firstThere, type Row, readTable } from "./table";

const emotifySheet: DataSheet = {
  name: "emotify",
  title: "Emotify",
  licence: "none stated; the authors ask to be cited",
  terms: "For research. The music comes from the label Magnatune: do not redistribute it.",
  access: "open",
  citation: `@article{aljanaki2016studying,
  title = {Studying emotion induced by music through a crowdsourcing game},
  author = {Aljanaki, Anna and Wiering, Frans and Veltkamp, Remco C.},
  journal = {Information Processing \\& Management},
  volume = {52},
  number = {1},
  pages = {115--128},
  year = {2016},
  doi = {10.1016/j.ipm.2015.03.004}
}`,
  homepage: "https://www2.projects.science.uu.nl/memotion/emotifydata/",
  published: 400,
  groupMeaning: "track",
  labelMeaning:
    "What players of a game felt, up to three of the nine emotions of the Geneva Emotional Music Scale each. The quadrant is " +
    "that of the emotion most players chose: power and joyful activation Q1, tension Q2, sadness Q3, the others Q4; " +
    "where emotions of two quadrants were chosen as often, the track is left out.",
  splits: [],
  sources: [
    {
      what: "emotifymusic.zip: audio, a folder a genre",
      url: "https://www2.projects.science.uu.nl/memotion/emotifydata/emotifymusic.zip",
      path: "emotifymusic",
      size: "unknown",
      sha256: "unknown",
    },
    {
      what: "data.csv: what each player chose",
      url: "https://www2.projects.science.uu.nl/memotion/emotifydata/data.csv",
      path: "data.csv",
      size: "unknown",
      sha256: "unknown",
    },
  ],
  layout: [
    "data.csv with the columns track id, genre, amazement ... sadness, a row for each player and track",
    "emotifymusic/classical/ electronic/ pop/ rock/ with files 1.mp3 to 100.mp3",
  ],
  synthetic: false,
  traps: [
    "It tells what listeners felt, not what they thought the music expresses: the other corpora ask for the latter.",
    "Five of the nine emotions lie in Q4, one each in Q2 and Q3; that the whole family of sublimity is Q4 is this project's rule.",
    "Artists are not named: tracks of one artist may stand on both sides of a split.",
    "Genre is confounded with the quadrant; a hundred tracks of each of four genres.",
    "How many players heard a track varies, and their mood and taste are in the table.",
  ],
};

/** Tracks of each genre, which are numbered through in the table and each genre anew in the folders. */
const TRACKS_OF_GENRE = 100;

/** Reads Emotify: what players of a game felt. */
export const emotifyReader: CorpusReader = {
  sheet: emotifySheet,
  list(root): Listing {
    const table = findFile(root, emotifySheet, ["data.csv", "emotifymusic/data.csv"]);
    const folder = firstThere(root, ["emotifymusic"]) ?? root;
    const clips: ListedClip[] = [];
    const rejected: RejectedClip[] = [];
    for (const [track, rows] of rowsOfTracks(readTable(table, emotifySheet, ["track id", "genre", ...GEMS_EMOTIONS]))) {
      const id = `emotify-${track}`;
      const genre = rows[0]?.genre ?? "";
      const audio = audioOf(join(folder, genre), track);
      if (!/^\d+$/.test(track) || !/^[a-z]+$/.test(genre)) {
        rejected.push({ id, path: audio, reason: `its track id ${track} or its genre ${genre} is none` });
        continue;
      }
      const label = quadrantOfEmotions(chosenIn(rows));
      if (label === undefined) {
        rejected.push({ id, path: audio, reason: "listeners chose emotions of two quadrants equally often" });
      } else clips.push({ id, audio, group: id, genre, ...label });
    }
    return { clips, rejected };
  },
};

function rowsOfTracks(rows: readonly Row[]): Map<string, Row[]> {
  const tracks = new Map<string, Row[]>();
  for (const row of rows) {
    const track = row["track id"] ?? "";
    const known = tracks.get(track);
    if (known === undefined) tracks.set(track, [row]);
    else known.push(row);
  }
  return tracks;
}

/** Share of players who chose each emotion. */
function chosenIn(rows: readonly Row[]): Record<GemsEmotion, number> {
  const share = (emotion: GemsEmotion) => rows.filter((row) => row[emotion] === "1").length / rows.length;
  return Object.fromEntries(GEMS_EMOTIONS.map((emotion) => [emotion, share(emotion)])) as Record<GemsEmotion, number>;
}

function audioOf(folder: string, track: string): string {
  const numberedThrough = join(folder, `${track}.mp3`);
  if (existsSync(numberedThrough)) return numberedThrough;
  return join(folder, `${((Number(track) - 1) % TRACKS_OF_GENRE) + 1}.mp3`);
}
