import { join } from "node:path";
import { type LookAlike, type Piece, put, putAudio, quadrantOf } from "./look-alike";

/** A folder of one's own: Q1 to Q4. */
export function makeFolder(root: string, pieces: readonly Piece[]): LookAlike {
  const files = pieces.map((piece, i) => ({ ...piece, id: `${piece.quadrant}_piece-${i}`, file: `piece ${i}.wav` }));
  for (const file of files) putAudio(join(root, file.quadrant, file.file.replace(" ", "-")), file);
  put(join(root, "Q1", "song.m4a"), "not read");
  return {
    clips: Object.fromEntries(files.map(({ id, quadrant }) => [id, { quadrant, group: id }] as const)),
    rejected: ["Q1_song"],
    audio: { id: files[0]!.id, path: join(root, files[0]!.quadrant, "piece-0.wav") },
  };
}

/** A CSV of one's own: quadrants, ratings and tags, each for a third of the rows. */
export function makeCsv(root: string, pieces: readonly Piece[]): LookAlike {
  const tagsOf = { Q1: "happy; fun", Q2: "heavy", Q3: "sad", Q4: "calm" };
  const rows = pieces.map((piece, i) => {
    const { quadrant, valence, arousal, composer } = piece;
    const label = [`${quadrant},,,`, `,${valence.toFixed(3)},${arousal.toFixed(3)},`, `,,,${tagsOf[quadrant]}`][i % 3]!;
    return { ...piece, id: `piece-${i}`, row: `music/piece-${i}.wav,${label},${composer},train`, rated: i % 3 === 1 };
  });
  for (const row of rows) putAudio(join(root, "music", `${row.id}.wav`), row);
  const bad = ["music/piece-0.wav,Q1,,,,anna,test", "music/far.wav,,7,3,,anna,test", "music/none.wav,,,,,anna,test"];
  const table = join(root, "corpus.csv");
  put(
    table,
    `path,quadrant,valence,arousal,tags,artist,split\n${[...rows.map(({ row }) => row), ...bad].join("\n")}\n`,
  );
  return {
    clips: Object.fromEntries(
      rows.map((row) => {
        const quadrant = row.rated ? quadrantOf(row) : row.quadrant;
        return [row.id, { quadrant, group: row.composer, split: "train" as const }] as const;
      }),
    ),
    rejected: ["piece-0", "far", "none"],
    audio: { id: rows[1]!.id, path: join(root, "music", `${rows[1]!.id}.wav`) },
    table: { path: table, column: "path" },
  };
}
