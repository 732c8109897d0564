import { join } from "node:path";
import { type LookAlike, type Piece, put, putAudio } from "./look-alike";

/** 4Q Audio Emotion: folders Q1 to Q4, two tables with quoted cells. */
export function makeFourQuadrants(root: string, pieces: readonly Piece[]): LookAlike {
  const songs = pieces.map((piece, i) => ({ ...piece, id: `MT${String(4637 + i).padStart(10, "0")}` }));
  for (const song of songs) putAudio(join(root, song.quadrant, `${song.id}.mp3`), song);
  const annotations = songs.map(({ id, quadrant }) => `"${id}","${quadrant}"`);
  const bad = ['"MT0000009999","Q7"', '"../up","Q1"'];
  put(join(root, "panda_dataset_taffc_annotations.csv"), `Song,Quadrant\n${[...annotations, ...bad].join("\n")}\n`);
  const columns =
    "Song,Artist,Title,Quadrant,PQuad,MoodsTotal,Moods,MoodsFoundStr,MoodsStr,MoodsStrSplit,Genres,GenresStr,Sample,SampleURL";
  const metadata = songs.map(({ id, quadrant, composer }) => {
    const moods = "Happy; Carefree; Summery";
    const cells = [id, composer, 'A "title", with a comma', quadrant, "0.75", "3", "3", moods, moods, moods];
    return [...cells, "2", "Pop/Rock; Blues", "1", "http://example.org"]
      .map((cell) => `"${cell.replaceAll('"', '""')}"`)
      .join(",");
  });
  const header = columns
    .split(",")
    .map((name) => `"${name}"`)
    .join(",");
  put(join(root, "panda_dataset_taffc_metadata.csv"), `${header}\n${metadata.join("\n")}\n`);
  return {
    clips: Object.fromEntries(songs.map(({ id, quadrant, composer }) => [id, { quadrant, group: composer }])),
    rejected: ["MT0000009999", "../up"],
    audio: { id: songs[0]!.id, path: join(root, songs[0]!.quadrant, `${songs[0]!.id}.mp3`) },
    table: { path: join(root, "panda_dataset_taffc_annotations.csv"), column: "Quadrant" },
  };
}
