import { join } from "node:path";
import type { Clip, Source } from "../corpus";
import { jamendoReader } from "../readers/jamendo";
import { readChecksumList } from "./checksum-list";

const TRACKS = "data/download/autotagging_moodtheme_audio-low_sha256_tracks.txt";

/** What is wanted of Jamendo's archives. */
export interface WantedTracks {
  /** SHA-256 of each track, by its name in the archives: `48/948.low.mp3`. */
  readonly checksums: ReadonlyMap<string, string>;
  /** Names of the tracks that are wanted. */
  readonly names: ReadonlySet<string>;
}

/**
 * The tracks of some parts of an official split, by the tables that lie under the root already.
 *
 * @param parts all tracks where undefined, also those that no part has
 */
export function wantedTracks(
  root: string,
  splitNumber: number,
  parts: readonly NonNullable<Clip["split"]>[] | undefined,
): WantedTracks {
  const checksums = readChecksumList(join(root, TRACKS));
  const { clips } = jamendoReader.list(root, { splitNumber });
  const wanted = clips.filter(({ split }) => parts === undefined || (split !== undefined && parts.includes(split)));
  const names = wanted.map(({ audio }) =>
    audio
      .split(/[\\/]/)
      .slice(-2)
      .join("/")
      .replace(/(\.low)?\.mp3$/, ".low.mp3"),
  );
  return { checksums, names: new Set(names) };
}

/** The tables of a split other than the first, which the data sheet does not list. */
export function tablesOfSplit(sources: readonly Source[], splitNumber: number): Source[] {
  if (splitNumber === 0) return [];
  const rename = (text: string) => text.replace("split-0", `split-${splitNumber}`);
  return sources
    .filter(({ path }) => path.includes("split-0"))
    .map(({ what, url, path }) => ({
      ...{ what: rename(what), url: rename(url), path: rename(path) },
      ...{ size: "unknown", sha256: "unknown" },
    }));
}
