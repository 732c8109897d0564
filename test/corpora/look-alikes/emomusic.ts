import { join } from "node:path";
import { type LookAlike, onScale, type Piece, put, putAudio, quadrantOf } from "./look-alike";

/** emoMusic: ratings of 1 to 9, arousal first; tabs inside the quotes of the table of songs. */
export function makeEmomusic(root: string, pieces: readonly Piece[]): LookAlike {
  const songs = pieces.map((piece, i) => ({
    ...{ ...piece, song: i + 2, id: `emomusic-${i + 2}` },
    set: i % 4 === 3 ? "evaluation" : "development",
  }));
  for (const song of songs) putAudio(join(root, "clips_45seconds", `${song.song}.mp3`), song);
  const ratings = songs.map(
    ({ song, valence, arousal }) => `${song},${onScale(arousal, [1, 9])},0.99443,${onScale(valence, [1, 9])},0.66667`,
  );
  const table = join(root, "annotations", "static_annotations.csv");
  put(
    table,
    `song_id,mean_arousal,std_arousal,mean_valence,std_valence\n${[...ratings, "999,none,1,5,1"].join("\n")}\n`,
  );
  const about = songs.map(
    ({ song, composer, set }) =>
      `${song},"\t${song}.mp3","${composer}\t","\tTitle\t","\t0.48\t","\t1.33\t","\tBlues\t","${set}"`,
  );
  const header =
    '"song_id","file_name","Artist","Song title","start of the segment (min.sec)","end of the segment (min.sec)","Genre","Mediaeval 2013 set"';
  put(join(root, "annotations", "songs_info.csv"), `${header}\n${about.join("\n")}\n`);
  return {
    clips: Object.fromEntries(
      songs.map((song) => {
        const split = song.set === "evaluation" ? ("test" as const) : ("train" as const);
        return [song.id, { quadrant: quadrantOf(song), group: song.composer, split }] as const;
      }),
    ),
    rejected: ["emomusic-999"],
    audio: { id: songs[0]!.id, path: join(root, "clips_45seconds", `${songs[0]!.song}.mp3`) },
    table: { path: table, column: "mean_valence" },
  };
}
