import { existsSync, readdirSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { AUDIO_ENDINGS } from "../../audio";
import { QuadrantError } from "../../errors";
import type { DataSheet, RejectedClip } from "../corpus";
import { QUADRANTS } from "../quadrant";
import { readManifest } from "./manifest";
import type { CorpusReader, ListedClip, Listing } from "./reader";
import { notThisCorpus, safeId } from "./table";

/** Endings of the sound files that can be read. */
const READABLE = new Set(AUDIO_ENDINGS);

/** Endings of sound files that people have and that are not read. */
const KNOWN = new Set([".m4a", ".aac", ".aiff", ".opus", ".wma"]);

const folderSheet: DataSheet = {
  name: "folder",
  title: "A folder of your own",
  licence: "that of its files",
  terms: "Those of its files.",
  access: "own",
  citation: "",
  homepage: "",
  published: undefined,
  groupMeaning: "group",
  labelMeaning: "The folder that a file lies in, or what manifest.json says.",
  splits: [],
  sources: [],
  layout: [
    "Q1/ Q2/ Q3/ Q4/ with WAV, MP3, FLAC or Ogg Vorbis files",
    'or manifest.json: {"corpus": NAME, "clips": [{"id", "audio", "quadrant", "group"}, ...]}, paths from the manifest',
  ],
  synthetic: false,
  traps: [
    "Without manifest.json nothing is known of artists: each file counts as a group of its own, and clips of one artist " +
      "may stand on both sides of a split.",
  ],
};

/**
 * Reads a folder of one's own: with `manifest.json`, what that says; else the folders `Q1` to `Q4` and the sound files
 * in them, each file a group of its own.
 */
export const folderReader: CorpusReader = {
  sheet: folderSheet,
  list(root): Listing {
    if (!existsSync(root)) {
      throw notThisCorpus(
        folderSheet,
        root,
        `the corpus folder ${root} does not exist. Name the right one with --root`,
      );
    }
    if (existsSync(join(root, "manifest.json"))) return { ...readManifest(root), sheet: { traps: [] } };
    const { clips, rejected } = listFiles(root);
    if (clips.length > 0) return { clips, rejected };
    const why = rejected[0] === undefined ? "" : ` (${rejected[0].path}: ${rejected[0].reason})`;
    throw new QuadrantError("bad-corpus", `the corpus folder ${root} holds no sound file in Q1, Q2, Q3 or Q4${why}`, {
      path: root,
      remedy:
        "Put the WAV, MP3, FLAC or Ogg files of each quadrant into folders Q1, Q2, Q3 and Q4, or write a manifest.json.",
    });
  },
};

function listFiles(root: string): { clips: ListedClip[]; rejected: RejectedClip[] } {
  const clips: ListedClip[] = [];
  const rejected: RejectedClip[] = [];
  const taken = new Set<string>();
  for (const quadrant of QUADRANTS) {
    const folder = join(root, quadrant);
    for (const file of existsSync(folder) ? readdirSync(folder).sort() : []) {
      // "._clip.wav" is what a Mac leaves beside "clip.wav".
      if (file.startsWith(".")) continue;
      const audio = join(folder, file);
      const ending = extname(file).toLowerCase();
      const id = freeId(`${quadrant}_${safeId(basename(file, extname(file)))}`, taken);
      if (KNOWN.has(ending))
        rejected.push({ id, path: audio, reason: `${ending} files are not read: use WAV, MP3, FLAC or Ogg Vorbis` });
      if (!READABLE.has(ending)) continue;
      taken.add(id);
      clips.push({ id, audio, quadrant, group: id });
    }
  }
  return { clips, rejected };
}

/** Two file names may come to the same id when their letters are replaced: the second one gets a number. */
function freeId(wanted: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number++) {
    const id = number === 1 ? wanted : `${wanted}-${number}`;
    if (!taken.has(id)) return id;
  }
}
