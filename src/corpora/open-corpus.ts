import { existsSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { QuadrantError } from "../errors";
import { readerOf, rootOf } from "./catalogue";
import { balancedSubset } from "./clips/balanced-subset";
import { corpusHash } from "./clips/corpus-hash";
import { FileFacts } from "./clips/file-facts";
import { type SegmentRule, segmentsOf } from "./clips/segments";
import type { Clip, Corpus, DataSheet, RejectedClip } from "./corpus";
import { etudesRoot, makeEtudes } from "./etudes";
import { describeLabelOptions } from "./labels/describe-options";
import { labelClips } from "./labels/label-clips";
import type { CorpusReader, ListedClip, Listing, ReadingOptions } from "./readers/reader";

export interface CorpusOptions extends ReadingOptions {
  /** As {@link listCorpora} names it. */
  readonly name: string;
  /** Where the corpus lies; `data/corpora/NAME` by default, and études have a place of their own. */
  readonly root?: string | undefined;
  /** At most so many clips, the quadrants equally often, whole groups where that is possible. */
  readonly clips?: number | undefined;
  /** Length of an étude. */
  readonly seconds?: number | undefined;
  /** Of the études, and of what is drawn where `clips` is given. */
  readonly seed?: number | undefined;
  /** Which part of long tracks is used; whole files by default, of Jamendo's tracks the middle 30 s. */
  readonly segments?: SegmentRule | undefined;
  /** Checks every file of études that are there already, and mends them, which takes some seconds. */
  readonly verify?: boolean | undefined;
}

type Labelled = ListedClip & Pick<Clip, "quadrant">;

/**
 * Opens a corpus by its name: composes the études where they are not there yet, renders EMOPIA's scores, reads the tables
 * of all others, makes one quadrant of what they say, and cuts long tracks.
 *
 * A clip whose file is missing or another one, or that has no clear label, is rejected by name; the others are kept.
 *
 * @throws QuadrantError "bad-argument" for a name that is not known or a root that is not given; "bad-corpus" when the
 *   folder is missing, is not that corpus, or none of its files is there
 *
 * @example
 * const deam = await openCorpus({ name: "deam", root: "/music/deam", labels: { margin: 0.1 } });
 */
export async function openCorpus(options: CorpusOptions): Promise<Corpus> {
  const { name, clips: limit, seed = 1 } = options;
  const reader = readerOf(name);
  const root = resolve(name === "etudes" ? await etudesFolder(options) : rootOf(name, options.root));
  const listing = reader.list(root, options);
  const rejected = [...listing.rejected];
  const there = filesThere(listing, root, rejected);
  if (there.length === 0) throw nothingThere(reader.sheet, root, rejected);
  const labelled = labelClips(there, options.labels);
  rejected.push(...labelled.rejected);
  const facts = FileFacts.open(root);
  const drawn = limit === undefined || name === "etudes" ? labelled.clips : balancedSubset(labelled.clips, limit, seed);
  const { tracks, checksums } = await checkContents(
    await prepare(reader, drawn, rejected),
    { published: listing.checksums, facts, root },
    rejected,
  );
  const rule = options.segments ?? reader.segments ?? "whole";
  const cut = rule === "whole" ? tracks : segmentsOf(await measure(tracks, facts, rejected), rule);
  facts.save();
  const chosen = limit === undefined || cut.length <= limit ? cut : balancedSubset(cut, limit, seed);
  const clips = chosen.map(({ seconds: _, ...clip }): Clip => clip);
  return {
    sheet: {
      ...reader.sheet,
      ...listing.sheet,
      labelMeaning: [reader.sheet.labelMeaning, ...describeRules(listing, options.labels), ...describeCut(rule)].join(
        " ",
      ),
    },
    root,
    clips,
    rejected,
    hash: corpusHash(
      clips,
      clips.map(({ audio }) => checksums.get(audio)!),
    ),
  };
}

async function etudesFolder({ root, verify, clips, seconds, seed }: CorpusOptions): Promise<string> {
  const folder = root ?? etudesRoot({ clips, seconds, seed });
  // The manifest is written last, so where it is, all was made.
  if (verify === true || !existsSync(join(folder, "manifest.json"))) {
    await makeEtudes({ root: folder, clips, seconds, seed });
  }
  return folder;
}

/** Labels that were given as quadrants depend on no rule but the agreement that is asked for. */
function describeRules({ clips }: Listing, labels: CorpusOptions["labels"]): string[] {
  const made = clips.some(({ quadrant }) => quadrant === undefined);
  return describeLabelOptions(made ? labels : { minAgreement: labels?.minAgreement });
}

/** What a reader of a report must know of a rule that is not the whole file. */
function describeCut(rule: SegmentRule): string[] {
  if (rule === "whole") return [];
  const part = { start: "their first 30 s", middle: "their middle 30 s", all: "30 s after 30 s" }[rule];
  return [`Of longer tracks ${part} are heard, with the label of the track.`];
}

function filesThere({ clips }: Listing, root: string, rejected: RejectedClip[]): ListedClip[] {
  return clips.filter(({ id, audio }) => {
    if (existsSync(audio)) return true;
    rejected.push({ id, path: audio, reason: `its file ${relative(root, audio)} is missing` });
    return false;
  });
}

function nothingThere(sheet: DataSheet, root: string, rejected: readonly RejectedClip[]): QuadrantError {
  const why = rejected[0] === undefined ? "" : ` (${rejected[0].id}: ${rejected[0].reason})`;
  return new QuadrantError("bad-corpus", `${root} lists clips of ${sheet.title}, but none can be used${why}`, {
    path: root,
    remedy: `\`npx quadrant corpus fetch ${sheet.name}\` says where its files are got and how they are laid out.`,
  });
}

/** Audio in the place of scores; other clips as they are. */
async function prepare(
  reader: CorpusReader,
  clips: readonly Labelled[],
  rejected: RejectedClip[],
): Promise<Labelled[]> {
  if (reader.prepare === undefined) return [...clips];
  const made = await reader.prepare(clips);
  rejected.push(...made.rejected);
  return clips.flatMap((clip, i) => {
    const result = made.prepared[i];
    return result === undefined ? [] : [{ ...clip, audio: result.audio }];
  });
}

/** Tracks with their lengths; those that cannot be decoded are rejected. */
async function measure(
  clips: readonly Labelled[],
  facts: FileFacts,
  rejected: RejectedClip[],
): Promise<(Labelled & { readonly seconds: number })[]> {
  const measured: (Labelled & { readonly seconds: number })[] = [];
  for (const clip of clips) {
    try {
      measured.push({ ...clip, seconds: clip.seconds ?? (await facts.seconds(clip.audio)) });
    } catch (error) {
      if (!(error instanceof QuadrantError)) throw error;
      rejected.push({ id: clip.id, path: clip.audio, reason: error.message });
    }
  }
  return measured;
}

/** Leaves out clips whose file is not the one that the corpus came with, and gives the SHA-256 of the others by path. */
async function checkContents(
  clips: readonly Labelled[],
  { published, facts, root }: { published: Listing["checksums"]; facts: FileFacts; root: string },
  rejected: RejectedClip[],
): Promise<{ tracks: Labelled[]; checksums: Map<string, string> }> {
  const tracks: Labelled[] = [];
  const checksums = new Map<string, string>();
  for (const clip of clips) {
    const { id, audio } = clip;
    const sha256 = await facts.sha256(audio);
    const right = published?.get(id);
    if (right !== undefined && right !== sha256) {
      const reason = `${relative(root, audio)} does not match its SHA-256: it was cut or altered`;
      rejected.push({ id, path: audio, reason });
      continue;
    }
    tracks.push(clip);
    checksums.set(audio, sha256);
  }
  return { tracks, checksums };
}
