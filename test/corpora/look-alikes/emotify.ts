import { join } from "node:path";
import type { Quadrant } from "../../../src/corpora";
import { type LookAlike, type Piece, put, putAudio } from "./look-alike";

const EMOTIONS = "amazement solemnity tenderness nostalgia calmness power joyful_activation tension sadness".split(" ");
const GENRES = ["classical", "rock", "electronic", "pop"];

/** What most players felt, by the quadrant that it lies in. */
const FELT: Readonly<Record<Quadrant, string>> = {
  Q1: "joyful_activation",
  Q2: "tension",
  Q3: "sadness",
  Q4: "calmness",
};

/** Emotify: a row a player and track, spaces in the first line, tracks numbered through in the table but not in the folders. */
export function makeEmotify(root: string, pieces: readonly Piece[]): LookAlike {
  const tracks = pieces.map((piece, i) => {
    const track = 100 * (i % 4) + 1 + Math.floor(i / 4);
    return { ...piece, track, genre: GENRES[i % 4]!, id: `emotify-${track}`, file: 1 + Math.floor(i / 4) };
  });
  for (const track of tracks) putAudio(join(root, "emotifymusic", track.genre, `${track.file}.mp3`), track);
  const row = (track: number, genre: string, felt: readonly string[]) =>
    `${track},${genre},${EMOTIONS.map((emotion) => (felt.includes(emotion) ? 1 : 0)).join(",")},3,1,0,21,0,English`;
  const rows = tracks.flatMap(({ track, genre, quadrant }) => [
    row(track, genre, [FELT[quadrant]]),
    row(track, genre, [FELT[quadrant], "nostalgia"]),
    row(track, genre, ["power"]),
  ]);
  const tie = [row(399, "pop", ["sadness"]), row(399, "pop", ["tension"])];
  const header = `track id, genre, ${EMOTIONS.join(", ")}, mood, liked, disliked, age, gender, mother tongue`;
  put(join(root, "data.csv"), `${header}\n${[...rows, ...tie].join("\n")}\n`);
  return {
    clips: Object.fromEntries(tracks.map(({ id, quadrant }) => [id, { quadrant, group: id }] as const)),
    rejected: ["emotify-399"],
    audio: { id: tracks[0]!.id, path: join(root, "emotifymusic", tracks[0]!.genre, `${tracks[0]!.file}.mp3`) },
    table: { path: join(root, "data.csv"), column: "joyful_activation" },
  };
}
