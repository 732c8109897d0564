import { existsSync, readdirSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { AUDIO_ENDINGS } from "../audio";
import { QuadrantError } from "../errors";
import { balancedSubset } from "./balanced-subset";
import type { Clip, Corpus, DataSheet, RejectedClip } from "./corpus";
import { corpusHash } from "./corpus-hash";
import { readManifest } from "./manifest";
import { QUADRANTS } from "./quadrant";

/** Endings of the sound files that can be read. */
const READABLE = new Set(AUDIO_ENDINGS);

/** Endings of sound files that people have and that are not read. */
const KNOWN = new Set([".m4a", ".aac", ".aiff", ".opus", ".wma"]);

export const folderSheet: DataSheet = {
  name: "folder",
  title: "A folder of your own",
  licence: "that of its files",
  citation: "",
  homepage: "",
  groupMeaning: "group",
  labelMeaning: "The folder that a file lies in, or what manifest.json says.",
  synthetic: false,
  traps: [
    "Without manifest.json nothing is known of artists: each file counts as a group of its own, and clips of one artist " +
      "may stand on both sides of a split.",
  ],
};

export interface FolderOptions {
  /** At most so many clips, the quadrants equally often, whole groups where that is possible. */
  readonly clips?: number | undefined;
  /** Which ones are drawn; 1 by default. */
  readonly seed?: number | undefined;
}

/**
 * Reads a folder of one's own: with `manifest.json`, what that says; else the folders `Q1` to `Q4` and the sound files
 * in them, each file a group of its own.
 *
 * @throws QuadrantError "bad-corpus" when the folder is missing or holds no sound file
 */
export function openFolder(root: string, { clips: limit, seed = 1 }: FolderOptions = {}): Corpus {
  if (!existsSync(root)) {
    throw new QuadrantError("bad-corpus", `the corpus folder ${root} does not exist`, {
      path: root,
      remedy: "Name the folder of the corpus with --root.",
    });
  }
  if (existsSync(join(root, "manifest.json"))) {
    const { clips, rejected, checksums } = readManifest(root, { verify: true });
    const chosen = limit === undefined ? clips : balancedSubset(clips, limit, seed);
    return { sheet: folderSheet, root, clips: chosen, rejected, hash: corpusHash(chosen, checksums) };
  }
  const { clips, rejected } = listFiles(root);
  if (clips.length === 0) {
    const why = rejected[0] === undefined ? "" : ` (${rejected[0].path}: ${rejected[0].reason})`;
    throw new QuadrantError("bad-corpus", `the corpus folder ${root} holds no sound file in Q1, Q2, Q3 or Q4${why}`, {
      path: root,
      remedy:
        "Put the WAV, MP3, FLAC or Ogg files of each quadrant into folders Q1, Q2, Q3 and Q4, or write a manifest.json.",
    });
  }
  const chosen = limit === undefined ? clips : balancedSubset(clips, limit, seed);
  return { sheet: folderSheet, root, clips: chosen, rejected, hash: corpusHash(chosen) };
}

function listFiles(root: string): { clips: Clip[]; rejected: RejectedClip[] } {
  const clips: Clip[] = [];
  const rejected: RejectedClip[] = [];
  for (const quadrant of QUADRANTS) {
    const folder = join(root, quadrant);
    for (const file of existsSync(folder) ? readdirSync(folder).sort() : []) {
      // "._clip.wav" is what a Mac leaves beside "clip.wav".
      if (file.startsWith(".")) continue;
      const audio = join(folder, file);
      const ending = extname(file).toLowerCase();
      const id = freeId(`${quadrant}_${basename(file, extname(file)).replaceAll(/[^A-Za-z0-9._-]/g, "_")}`, clips);
      if (KNOWN.has(ending))
        rejected.push({ id, path: audio, reason: `${ending} files are not read: use WAV, MP3, FLAC or Ogg Vorbis` });
      if (!READABLE.has(ending)) continue;
      clips.push({ id, audio, quadrant, group: id });
    }
  }
  return { clips, rejected };
}

/** Two file names may come to the same id when their letters are replaced: the second one gets a number. */
function freeId(wanted: string, clips: readonly Clip[]): string {
  for (let number = 1; ; number++) {
    const id = number === 1 ? wanted : `${wanted}-${number}`;
    if (!clips.some((clip) => clip.id === id)) return id;
  }
}
