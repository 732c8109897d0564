import { existsSync } from "node:fs";
import { join } from "node:path";
import { QuadrantError } from "../errors";
import { dataFolder } from "../project";
import type { DataSheet } from "./corpus";
import { etudesRoot } from "./etudes";
import { csvReader } from "./readers/csv";
import { deamReader } from "./readers/deam";
import { emomusicReader } from "./readers/emomusic";
import { emopiaReader } from "./readers/emopia";
import { emotifyReader } from "./readers/emotify";
import { etudesReader } from "./readers/etudes";
import { folderReader } from "./readers/folder";
import { fourQuadrantsReader } from "./readers/four-quadrants";
import { jamendoReader } from "./readers/jamendo";
import { pmemoReader } from "./readers/pmemo";
import type { CorpusReader } from "./readers/reader";

/** Every corpus that can be read: to add one is to write its reader and to name it here. */
export const READERS: readonly CorpusReader[] = [
  etudesReader,
  fourQuadrantsReader,
  jamendoReader,
  pmemoReader,
  deamReader,
  emomusicReader,
  emopiaReader,
  emotifyReader,
  folderReader,
  csvReader,
];

/** The data sheets of all corpora that can be opened. */
export function listCorpora(): DataSheet[] {
  return READERS.map(({ sheet }) => sheet);
}

/** The data sheet of a corpus. @throws QuadrantError "bad-argument" for a name that is not known */
export function sheetOf(name: string): DataSheet {
  return readerOf(name).sheet;
}

/** @throws QuadrantError "bad-argument" that lists the names there are */
export function readerOf(name: string): CorpusReader {
  const reader = READERS.find(({ sheet }) => sheet.name === name);
  if (reader !== undefined) return reader;
  const known = listCorpora().map((sheet) => sheet.name);
  throw new QuadrantError("bad-argument", `there is no corpus ${name}`, {
    remedy: `Take one of ${known.join(", ")}.`,
  });
}

/** Where a corpus is looked for unless one names a folder: `data/corpora/NAME`; études have a place of their own. */
export function usualRoot(name: string): string {
  return name === etudesReader.sheet.name ? etudesRoot() : join(dataFolder(), "corpora", name);
}

/**
 * The folder of a corpus: the one that was named, else the usual one.
 *
 * @throws QuadrantError "bad-argument" when none is named and the usual one is not there
 */
export function rootOf(name: string, root: string | undefined): string {
  if (root !== undefined) return root;
  const usual = usualRoot(name);
  if (existsSync(usual)) return usual;
  throw new QuadrantError("bad-argument", `the corpus ${name} needs a folder, and ${usual} is not there`, {
    remedy: `Name it with --root FOLDER. \`npx quadrant corpus fetch ${name}\` says how the corpus is got.`,
  });
}
