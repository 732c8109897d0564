import type { DataSheet, RejectedClip } from "../corpus";
import { fromScale, spreadFromScale } from "../labels/valence-arousal";
import type { ListedClip, Listing } from "./reader";
import { numberIn, type Row, readTable } from "./table";

type Scale = readonly [low: number, high: number];

/** The columns of a table of mean ratings; standard deviations where it has them. */
export interface RatingColumns {
  readonly id: string;
  readonly valence: string;
  readonly arousal: string;
  readonly valenceStd?: string;
  readonly arousalStd?: string;
}

/** A clip's ratings, on the scale of -1 to 1. */
export type Ratings = Pick<ListedClip, "valence" | "arousal" | "valenceStd" | "arousalStd">;

/** A song by its number, with its ratings or the reason why it has none. */
type RatedSong = readonly [song: string, ratings: Ratings | string];

/** Reads a table with one row of ratings a song. */
export function readRatings(path: string, sheet: DataSheet, columns: RatingColumns, scale: Scale): RatedSong[] {
  const rows = readTable(path, sheet, Object.values(columns));
  return rows.map((row) => [row[columns.id] ?? "", ratingsIn(row, columns, scale)]);
}

/**
 * The clips of rated songs; those without ratings, without a number for a name, or that stand twice are rejected.
 *
 * @param place what ids begin with, and where the audio of a song lies
 * @param about what else is known of a song; its group is its id unless that says otherwise
 */
export function clipsOfRatings(
  songs: readonly RatedSong[],
  place: { readonly prefix: string; readonly audioOf: (song: string) => string },
  about: (song: string) => Partial<ListedClip>,
): Pick<Listing, "clips" | "rejected"> {
  const clips: ListedClip[] = [];
  const rejected: RejectedClip[] = [];
  const seen = new Set<string>();
  for (const [song, ratings] of songs) {
    const id = `${place.prefix}-${song}`;
    const audio = place.audioOf(song);
    const wrong = !/^\d+$/.test(song)
      ? `its number ${song} is none`
      : seen.has(song)
        ? `the song ${song} stands twice in the table`
        : undefined;
    seen.add(song);
    if (wrong !== undefined) rejected.push({ id, path: audio, reason: wrong });
    else if (typeof ratings === "string") rejected.push({ id, path: audio, reason: ratings });
    else clips.push({ id, audio, group: id, ...about(song), ...ratings });
  }
  return { clips, rejected };
}

/** The ratings of a row, or why there are none. */
export function ratingsIn(row: Row, columns: Omit<RatingColumns, "id">, scale: Scale): Ratings | string {
  const [low, high] = scale;
  const point = (["valence", "arousal"] as const).map((axis) => numberIn(row[columns[axis]]));
  const [valence, arousal] = point;
  if (valence === undefined || arousal === undefined) return "its valence or arousal is missing or no number";
  const off = point.find((rating) => rating! < low || rating! > high);
  if (off !== undefined) return `its rating ${off} lies outside of ${low} to ${high}`;
  const spread = (column: string | undefined) => {
    const value = column === undefined ? undefined : numberIn(row[column]);
    return value === undefined || value < 0 ? undefined : spreadFromScale(value, scale);
  };
  const valenceStd = spread(columns.valenceStd);
  const arousalStd = spread(columns.arousalStd);
  return {
    valence: fromScale(valence, scale),
    arousal: fromScale(arousal, scale),
    ...(valenceStd === undefined ? {} : { valenceStd }),
    ...(arousalStd === undefined ? {} : { arousalStd }),
  };
}
