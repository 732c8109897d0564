import { existsSync, statSync } from "node:fs";
import { basename, dirname, extname, isAbsolute, join } from "node:path";
import type { Clip, DataSheet, RejectedClip } from "../corpus";
import { QUADRANTS, type Quadrant } from "../quadrant";
import { type Ratings, ratingsIn } from "./ratings";
import type { CorpusReader, ListedClip, Listing } from "./reader";
import { artistGroup, notThisCorpus, numberIn, type Row, readTable, safeId } from "./table";

const csvSheet: DataSheet = {
  name: "csv",
  title: "A CSV of your own",
  licence: "that of its files",
  terms: "Those of its files.",
  access: "own",
  citation: "",
  homepage: "",
  published: undefined,
  groupMeaning: "group",
  labelMeaning:
    "What the column quadrant says; else the quadrant of the columns valence and arousal, divided at the middle of the scale, " +
    "which counts as high; else the quadrant that most of the tags point to.",
  splits: [],
  sources: [],
  layout: [
    "corpus.csv, or any CSV that --root names, with a column path, absolute or from the folder of the CSV",
    "and quadrant (Q1 to Q4), or valence and arousal (-1 to 1, or on --scale), or tags (separated by ;)",
    "and, if you like, id, group (or artist, or song), split (train, validation, test), genre, valence_std and arousal_std",
  ],
  synthetic: false,
  traps: [
    "Without a column group, artist or song each file counts as a group of its own, and clips of one artist may stand on both " +
      "sides of a split.",
  ],
};

const SPLITS: Readonly<Record<string, NonNullable<Clip["split"]>>> = {
  train: "train",
  validation: "validation",
  valid: "validation",
  val: "validation",
  test: "test",
};

const RATINGS = { valence: "valence", arousal: "arousal", valenceStd: "valence_std", arousalStd: "arousal_std" };

/** Reads any CSV with paths and labels. */
export const csvReader: CorpusReader = {
  sheet: csvSheet,
  list(root, { scale = [-1, 1] }): Listing {
    if (!existsSync(root)) throw notThisCorpus(csvSheet, root, `the file or corpus folder ${root} does not exist`);
    const path = statSync(root).isDirectory() ? join(root, "corpus.csv") : root;
    const rows = readTable(path, csvSheet, ["path"]);
    const clips: ListedClip[] = [];
    const rejected: RejectedClip[] = [];
    const taken = new Set<string>();
    rows.forEach((row, i) => {
      const file = row.path ?? "";
      const audio = isAbsolute(file) ? file : join(dirname(path), file);
      const id = safeId(row.id ?? basename(file, extname(file)));
      const wrong =
        row.path === undefined
          ? `row ${i + 1} has no path`
          : taken.has(id)
            ? `the id ${id} stands twice: give each row an id of its own in the column id`
            : undefined;
      taken.add(id);
      const label = labelsIn(row, scale);
      if (wrong !== undefined) rejected.push({ id, path: audio, reason: wrong });
      else if (typeof label === "string") rejected.push({ id, path: audio, reason: label });
      else
        clips.push({
          id,
          audio,
          group: artistGroup(row.group ?? row.artist ?? row.song) ?? id,
          ...label,
          ...more(row),
        });
    });
    const grouped = rows.some((row) => (row.group ?? row.artist ?? row.song) !== undefined);
    return grouped ? { clips, rejected, sheet: { traps: [] } } : { clips, rejected, sheet: { groupMeaning: "clip" } };
  },
};

/** The label of a row in whatever form it has one, or why it has none. */
function labelsIn(
  row: Row,
  scale: readonly [number, number],
): (Ratings & Pick<ListedClip, "quadrant" | "tags">) | string {
  const named = row.quadrant ?? row.label;
  const rated = row.valence !== undefined || row.arousal !== undefined;
  const ratings = rated ? ratingsIn(row, RATINGS, scale) : {};
  if (typeof ratings === "string") {
    const outside = ratings.includes("outside") ? "; say with --scale what the lowest and the highest rating are" : "";
    return `${ratings}${outside}`;
  }
  const tags = row.tags?.split(";").map((tag) => tag.trim());
  if (named === undefined) {
    if (!rated && tags === undefined) return "it has neither a quadrant, nor valence and arousal, nor tags";
    return { ...ratings, ...(tags === undefined ? {} : { tags }) };
  }
  const quadrant = /^[1-4]$/.test(named) ? (`Q${named}` as Quadrant) : (named.toUpperCase() as Quadrant);
  if (!QUADRANTS.includes(quadrant)) return `its label ${named} is not Q1 to Q4`;
  return { quadrant, ...ratings, ...(tags === undefined ? {} : { tags }) };
}

function more(row: Row): Pick<ListedClip, "split" | "genre" | "seconds"> {
  const split = SPLITS[row.split?.toLowerCase() ?? ""];
  const seconds = numberIn(row.seconds);
  return {
    ...(split === undefined ? {} : { split }),
    ...(row.genre === undefined ? {} : { genre: row.genre }),
    ...(seconds === undefined ? {} : { seconds }),
  };
}
