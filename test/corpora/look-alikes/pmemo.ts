import { join } from "node:path";
import { type LookAlike, onScale, type Piece, put, putAudio, quadrantOf } from "./look-alike";

/** PMEmo 2019: choruses by number, ratings of 0 to 1, their standard deviations and the songs in tables of their own. */
export function makePmemo(root: string, pieces: readonly Piece[]): LookAlike {
  const home = join(root, "PMEmo2019");
  const songs = pieces.map((piece, i) => ({ ...piece, song: 3 * i + 1, id: `pmemo-${3 * i + 1}` }));
  for (const song of songs) putAudio(join(home, "chorus", `${song.song}.mp3`), song);
  const means = songs.map(
    ({ song, valence, arousal }) => `${song},${onScale(arousal, [0, 1])},${onScale(valence, [0, 1])}`,
  );
  const bad = ["900,0.5,", "903,0.5,1.5", means.at(-1)!];
  const table = join(home, "annotations", "static_annotations.csv");
  put(table, `musicId,Arousal(mean),Valence(mean)\n${[...means, ...bad].join("\n")}\n`);
  const spreads = songs.map(({ song }) => `${song},0.15,0.2`);
  put(
    join(home, "annotations", "static_annotations_std.csv"),
    `musicId,Arousal(std),Valence(std)\n${spreads.join("\n")}\n`,
  );
  const about = songs.map(
    ({ song, composer }) => `${song},${song}.mp3,Title,${composer},"Album, Vol. 2",4,02:35,03:05`,
  );
  put(
    join(home, "metadata.csv"),
    `musicId,fileName,title,artist,album,duration,chorus_start_time,chorus_end_time\n${about.join("\n")}\n`,
  );
  return {
    clips: Object.fromEntries(
      songs.map((song) => [song.id, { quadrant: quadrantOf(song), group: song.composer }] as const),
    ),
    rejected: ["pmemo-900", "pmemo-903", songs.at(-1)!.id],
    audio: { id: songs[0]!.id, path: join(home, "chorus", `${songs[0]!.song}.mp3`) },
    table: { path: table, column: "Valence(mean)" },
  };
}
