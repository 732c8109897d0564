import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { type LookAlike, type Piece, put } from "./look-alike";

const SPLITS = { train: "train", validation: "val", test: "test" } as const;

/** EMOPIA: MIDI files named by quadrant, song and clip; labels and splits in tables. A composer stands for a song. */
export function makeEmopia(root: string, pieces: readonly Piece[]): LookAlike {
  const songs = [...new Set(pieces.map(({ composer }) => composer))].sort();
  const splitOf = (song: string) => (["train", "validation", "test"] as const)[songs.indexOf(song) % 3]!;
  const clips = pieces.map((piece, i) => ({ ...piece, id: `${piece.quadrant}_${piece.composer}_${i}` }));
  mkdirSync(join(root, "midis"), { recursive: true });
  for (const { id, midi } of clips) copyFileSync(midi, join(root, "midis", `${id}.mid`));
  const rows = [...clips.map(({ id, quadrant }) => `${id},${quadrant.slice(1)},D`), "Q2_label_0,9,A", "odd,2,A"];
  put(join(root, "label.csv"), `ID,4Q,annotator\n${rows.join("\n")}\n`);
  for (const split of ["train", "validation", "test"] as const) {
    const names = clips.filter(({ composer }) => splitOf(composer) === split).map(({ id }, i) => `${i},${id}.mid`);
    put(join(root, "split", `${SPLITS[split]}_clip.csv`), `,clip_name\n${names.join("\n")}\n`);
  }
  return {
    clips: Object.fromEntries(
      clips.map(({ id, quadrant, composer }) => [id, { quadrant, group: composer, split: splitOf(composer) }] as const),
    ),
    rejected: ["Q2_label_0", "odd"],
    audio: { id: clips[0]!.id, path: join(root, "midis", `${clips[0]!.id}.mid`) },
    table: { path: join(root, "label.csv"), column: "4Q" },
  };
}
