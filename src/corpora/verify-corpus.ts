import { existsSync } from "node:fs";
import { relative } from "node:path";
import { loadAudio } from "../audio";
import { messageOf, QuadrantError } from "../errors";
import { READERS, readerOf, rootOf, usualRoot } from "./catalogue";
import { FileFacts } from "./clips/file-facts";
import type { DataSheet, RejectedClip } from "./corpus";
import { labelClips } from "./labels/label-clips";
import type { CorpusReader, ListedClip, ReadingOptions } from "./readers/reader";

/**
 * How much of a corpus is there: all files that its tables list, some of them, or none. The études are always present: they
 * are composed when they are asked for.
 */
export type CorpusState = "present" | "partial" | "absent";

/** What verification found. */
export interface Verification {
  readonly sheet: DataSheet;
  readonly root: string;
  readonly state: CorpusState;
  /** Clips that the tables of the corpus list. */
  readonly listed: number;
  /** Files that are not there. */
  readonly missing: readonly RejectedClip[];
  /** Files that are there, and cannot be used. */
  readonly invalid: readonly RejectedClip[];
  /** Clips that cannot be used whatever files there are: their entry is wrong, or they have no clear label. */
  readonly unusable: readonly RejectedClip[];
  /** Why the tables cannot be read, where they cannot. */
  readonly problem: string | undefined;
}

/** A corpus and how much of it lies in a folder. */
export interface CorpusPresence {
  readonly sheet: DataSheet;
  readonly root: string;
  readonly state: CorpusState;
}

/**
 * How much of each corpus is there, without looking into files.
 *
 * @param rootFor where each corpus may lie; `data/corpora/NAME` by default
 */
export function presenceOfAll(rootFor: (name: string) => string = usualRoot): CorpusPresence[] {
  return READERS.map((reader) => {
    const root = rootFor(reader.sheet.name);
    return { sheet: reader.sheet, root, state: stateOf(reader, root) };
  });
}

function stateOf(reader: CorpusReader, root: string): CorpusState {
  if (reader.sheet.access === "made") return "present";
  if (!existsSync(root)) return "absent";
  try {
    const { clips } = reader.list(root, {});
    return stateFrom(clips.length, clips.filter(({ audio }) => !existsSync(audio)).length);
  } catch (error) {
    if (error instanceof QuadrantError) return "absent";
    throw error;
  }
}

function stateFrom(listed: number, missing: number): CorpusState {
  if (missing === listed) return "absent";
  return missing === 0 ? "present" : "partial";
}

/**
 * Looks at every file that a corpus should have: whether it is there, begins with music that can be decoded, and is the one
 * that the corpus came with, where that is known.
 *
 * @param onFile called after each file
 * @throws QuadrantError "bad-argument" for a name that is not known or a root that is not given
 */
export async function verifyCorpus(
  { name, root: named, ...options }: ReadingOptions & { readonly name: string; readonly root?: string | undefined },
  onFile: (done: number, total: number) => void = () => {},
): Promise<Verification> {
  const reader = readerOf(name);
  const { sheet } = reader;
  const root = rootOf(name, named);
  let listing: ReturnType<CorpusReader["list"]>;
  try {
    listing = reader.list(root, options);
  } catch (error) {
    if (!(error instanceof QuadrantError)) throw error;
    const nothing = { listed: 0, missing: [], invalid: [], unusable: [] };
    return { sheet, root, state: "absent", ...nothing, problem: messageOf(error) };
  }
  const { clips, rejected, checksums } = listing;
  const facts = FileFacts.open(root);
  const missing: RejectedClip[] = [];
  const invalid: RejectedClip[] = [];
  for (const [i, clip] of clips.entries()) {
    const { id, audio } = clip;
    if (!existsSync(audio)) missing.push({ id, path: audio, reason: `${relative(root, audio)} is missing` });
    else {
      const reason = await reasonAgainst(reader, clip, checksums?.get(id), facts);
      if (reason !== undefined) invalid.push({ id, path: audio, reason });
    }
    onFile(i + 1, clips.length);
  }
  facts.save();
  const unusable = [...rejected, ...labelClips(clips, options.labels).rejected];
  const found = stateFrom(clips.length, missing.length);
  const state = found === "present" && invalid.length > 0 ? "partial" : found;
  return { sheet, root, state, listed: clips.length, missing, invalid, unusable, problem: undefined };
}

async function reasonAgainst(
  { check = canBeDecoded }: CorpusReader,
  { audio }: ListedClip,
  sha256: string | undefined,
  facts: FileFacts,
): Promise<string | undefined> {
  if (sha256 !== undefined && (await facts.sha256(audio)) !== sha256) {
    return "it does not match the SHA-256 that the corpus came with: get it again";
  }
  return check(audio);
}

/** The first second tells what is no audio at all: an error page, an empty or a cut download. */
async function canBeDecoded(path: string): Promise<string | undefined> {
  try {
    const { samples } = await loadAudio(path, { sr: null, duration: 1 });
    return samples.length > 0 ? undefined : "it holds no sound";
  } catch (error) {
    if (error instanceof QuadrantError) return error.message.split("\n")[0];
    throw error;
  }
}
