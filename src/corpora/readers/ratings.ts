import type { DataSheet } from "../corpus";
import { fromScale, spreadFromScale } from "../labels/valence-arousal";
import type { ListedClip } from "./reader";
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

/**
 * Reads a table with one row of ratings a clip.
 *
 * @returns ratings by id; those of a row whose numbers are missing or off the scale are the reason why
 */
export function readRatings(
  path: string,
  sheet: DataSheet,
  columns: RatingColumns,
  scale: Scale,
): Map<string, Ratings | string> {
  const rows = readTable(path, sheet, Object.values(columns));
  return new Map(rows.map((row) => [row[columns.id] ?? "", ratingsIn(row, columns, scale)] as const));
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
