import { join } from "node:path";
import { type LookAlike, onScale, type Piece, put, putAudio, quadrantOf } from "./look-alike";

const SONG_LEVEL = "DEAM_Annotations/annotations/annotations averaged per song/song_level";

/** DEAM: two tables of ratings of 1 to 9 with spaces in their first line, three years of metadata that differ. */
export function makeDeam(root: string, pieces: readonly Piece[]): LookAlike {
  const third = Math.ceil(pieces.length / 3);
  const songs = pieces.map((piece, i) => {
    const song = [2, 1001, 2001][Math.floor(i / third)]! + (i % third);
    return { ...piece, song, id: `deam-${song}` };
  });
  for (const song of songs) putAudio(join(root, "DEAM_audio", "MEMD_audio", `${song.song}.mp3`), song);
  const rating = ({ song, valence, arousal }: (typeof songs)[number]) =>
    `${song},${onScale(valence, [1, 9])},1.2,${onScale(arousal, [1, 9])},0.8`;
  const header = "song_id, valence_mean, valence_std, arousal_mean, arousal_std";
  const early = songs.filter(({ song }) => song <= 2000).map(rating);
  const late = songs.filter(({ song }) => song > 2000).map(rating);
  const table = join(root, SONG_LEVEL, "static_annotations_averaged_songs_1_2000.csv");
  put(table, `${header}\n${[...early, "999,0,1,5,1"].join("\n")}\n`);
  put(join(root, SONG_LEVEL, "static_annotations_averaged_songs_2000_2058.csv"), `${header}\n${late.join("\n")}\n`);
  const of = (from: number, to: number) => songs.filter(({ song }) => song > from && song <= to);
  const year13 = of(0, 1000).map((s) => `${s.song},\t${s.song}.mp3,"${s.composer}\t","\tA, B\t",0.48,1.33,\tBlues\t`);
  put(
    join(root, "metadata/metadata_2013.csv"),
    `song_id,file_name,Artist,Song title,start of the segment (min.sec),end of the segment (min.sec),Genre\n${year13.join("\n")}\n`,
  );
  const year14 = of(1000, 2000).map((s) => `${s.song},${s.composer},Album,Track,Rock,0:10,0:55,,,tag`);
  put(
    join(root, "metadata/metadata_2014.csv"),
    `Id,Artist,Album,Track,Genre,segment start,segment end,,,\n${year14.join("\n")}\n`,
  );
  // One row is shifted by a column, as some are: its artist is not known.
  const year15 = of(2000, 2100).map((s, i) =>
    i === 0 ? `${s.song},x,y,7,z,Pop` : `${s.song},x,y,${s.composer},z,Pop`,
  );
  put(join(root, "metadata/metadata_2015.csv"), `id,file,title,artist,album,genre\n${year15.join("\n")}\n`);
  return {
    clips: Object.fromEntries(
      songs.map((song) => {
        const group = song.song === 2001 ? song.id : song.composer;
        const split = song.song <= 1000 ? ("train" as const) : ("test" as const);
        return [song.id, { quadrant: quadrantOf(song), group, split }] as const;
      }),
    ),
    rejected: ["deam-999"],
    audio: { id: songs[0]!.id, path: join(root, "DEAM_audio", "MEMD_audio", `${songs[0]!.song}.mp3`) },
    table: { path: table, column: "valence_mean" },
  };
}
