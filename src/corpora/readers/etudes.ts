import { etudesSheet } from "../etudes";
import { readManifest } from "./manifest";
import type { CorpusReader } from "./reader";

/** Reads études that were composed already: their manifest. */
export const etudesReader: CorpusReader = {
  sheet: etudesSheet,
  list: (root) => readManifest(root),
};
