import { createHash } from "node:crypto";
import { join } from "node:path";
import type { Quadrant } from "../../../src/corpora";
import { bytesOf, type LookAlike, type Piece, put, putAudio } from "./look-alike";

/** Two tags of each quadrant by the study's map. */
const TAGS: Readonly<Record<Quadrant, readonly [string, string]>> = {
  Q1: ["happy", "party"],
  Q2: ["heavy", "trailer"],
  Q3: ["melancholic", "sad"],
  Q4: ["calm", "relaxing"],
};

const HEADER = "TRACK_ID\tARTIST_ID\tALBUM_ID\tPATH\tDURATION\tTAGS";
const SPLITS = ["train", "validation", "test"] as const;

/** MTG-Jamendo: the repository's tables with one column a tag, low-quality audio by the last digits of the number. */
export function makeJamendo(root: string, pieces: readonly Piece[]): LookAlike {
  const artists = [...new Set(pieces.map(({ composer }) => composer))].sort();
  const tracks = pieces.map((piece, i) => {
    const number = 948 + 100 * i + i;
    const artist = artists.indexOf(piece.composer);
    return {
      ...piece,
      id: `track_${String(number).padStart(7, "0")}`,
      path: `${String(number % 100).padStart(2, "0")}/${number}.mp3`,
      artist: `artist_${String(artist).padStart(6, "0")}`,
      split: SPLITS[artist % SPLITS.length]!,
      // Every third has a tag of another quadrant too, which is outvoted.
      tags: [...TAGS[piece.quadrant], ...(i % 3 === 0 ? ["dream", "dramatic"].slice(i % 2, 1 + (i % 2)) : [])].sort(),
    };
  });
  const line = ({ id, artist, path, tags }: (typeof tracks)[number], duration = "4.0") =>
    [id, artist, "album_000149", path, duration, ...tags.map((tag) => `mood/theme---${tag}`)].join("\t");
  const tie = { ...tracks[0]!, id: "track_0000001", path: "01/1.mp3", tags: ["calm", "sad"] };
  const all = [...tracks, tie];
  const table = join(root, "data", "autotagging_moodtheme.tsv");
  // The repository's tables end their lines as Python's csv writer does.
  put(
    table,
    [HEADER, ...all.map((track) => line(track)), "track_0000002\tsomebody\t\t02/2.mp3\tlong\t", ""].join("\r\n"),
  );
  for (const split of SPLITS) {
    const lines = all.filter((track) => track.split === split).map((track) => line(track));
    put(join(root, `data/splits/split-0/autotagging_moodtheme-${split}.tsv`), [HEADER, ...lines, ""].join("\r\n"));
  }
  const audioOf = (path: string) => join(root, "audio-low", path.replace(".mp3", ".low.mp3"));
  for (const track of all) putAudio(audioOf(track.path), track);
  const checksums = all.map((track) => {
    const sha256 = createHash("sha256").update(bytesOf(track.audio)).digest("hex");
    return `${sha256} ${track.path.replace(".mp3", ".low.mp3")}`;
  });
  put(join(root, "data/download/autotagging_moodtheme_audio-low_sha256_tracks.txt"), `${checksums.join("\n")}\n`);
  return {
    clips: Object.fromEntries(
      tracks.map(({ id, quadrant, artist, split }) => [id, { quadrant, group: artist, split }] as const),
    ),
    rejected: [tie.id, "track_0000002"],
    audio: { id: tracks[0]!.id, path: audioOf(tracks[0]!.path) },
    table: { path: table, column: "DURATION" },
  };
}
