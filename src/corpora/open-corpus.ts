import { existsSync } from "node:fs";
import { join } from "node:path";
import { QuadrantError } from "../errors";
import { dataFolder } from "../project";
import type { Corpus, DataSheet } from "./corpus";
import { corpusHash } from "./corpus-hash";
import { emopiaSheet, openEmopia } from "./emopia";
import { etudesSheet, makeEtudes } from "./etudes";
import { folderSheet, openFolder } from "./folder";
import { readManifest } from "./manifest";

export interface CorpusOptions {
  /** As {@link listCorpora} names it. */
  readonly name: string;
  /** Where the corpus lies; études have a place of their own. */
  readonly root?: string | undefined;
  /** At most so many clips. */
  readonly clips?: number | undefined;
  /** Length of an étude. */
  readonly seconds?: number | undefined;
  /** Of the études, and of what is drawn where `clips` is given. */
  readonly seed?: number | undefined;
  /** Checks every file of études that are there already, and mends them, which takes some seconds. */
  readonly verify?: boolean | undefined;
}

/** The data sheets of all corpora that can be opened. */
export function listCorpora(): DataSheet[] {
  return [etudesSheet, emopiaSheet, folderSheet];
}

/**
 * Opens a corpus by its name: composes the études where they are not there yet, renders EMOPIA's scores, reads folders.
 *
 * @throws QuadrantError "bad-argument" for a name that is not known or a root that is not given
 */
export async function openCorpus(options: CorpusOptions): Promise<Corpus> {
  const { name, root, clips, seed } = options;
  switch (name) {
    case "etudes":
      return openEtudes(options);
    case "emopia":
      return openEmopia({ root: rootOf(name, root), clips, seed });
    case "folder":
      return openFolder(rootOf(name, root), { clips, seed });
    default: {
      const known = listCorpora().map((sheet) => sheet.name);
      throw new QuadrantError("bad-argument", `there is no corpus ${name}`, {
        remedy: `Take one of ${known.join(", ")}.`,
      });
    }
  }
}

async function openEtudes({ root, clips = 320, seconds = 12, seed = 1, verify }: CorpusOptions): Promise<Corpus> {
  const folder = root ?? join(dataFolder(), "etudes", `${clips}-clips-${seconds}-s-seed-${seed}`);
  // The manifest is written last, so where it is, all was made.
  if (verify === true || !existsSync(join(folder, "manifest.json"))) {
    await makeEtudes({ root: folder, clips, seconds, seed });
  }
  const { clips: made, rejected, checksums } = readManifest(folder);
  return { sheet: etudesSheet, root: folder, clips: made, rejected, hash: corpusHash(made, checksums) };
}

function rootOf(name: string, root: string | undefined): string {
  if (root !== undefined) return root;
  throw new QuadrantError("bad-argument", `the corpus ${name} needs a folder`, {
    remedy: "Name it with --root FOLDER.",
  });
}
