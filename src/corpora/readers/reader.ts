import type { SegmentRule } from "../clips/segments";
import type { DataSheet, RejectedClip } from "../corpus";
import type { UnlabelledClip } from "../labels/label-clips";
import type { LabelOptions } from "../labels/label-options";

/** A clip as the files of its corpus tell of it: its audio may not be there, and its label may yet have to be made. */
export type ListedClip = UnlabelledClip & {
  /** How long the audio file is, in seconds, where the corpus says so. */
  readonly seconds?: number;
};

/** What the files of a corpus say, before any audio is looked at. */
export interface Listing {
  /** In the order of the corpus. */
  readonly clips: readonly ListedClip[];
  /** Entries that can be used whatever audio there is, and why. */
  readonly rejected: readonly RejectedClip[];
  /** SHA-256 of audio files by clip id, where the corpus came with them. */
  readonly checksums?: ReadonlyMap<string, string>;
  /** What of the data sheet is otherwise in this very folder. */
  readonly sheet?: Partial<Pick<DataSheet, "groupMeaning" | "traps" | "synthetic">>;
}

export interface ReadingOptions {
  /** Which official split, where a corpus has several; 0 by default. */
  readonly splitNumber?: number | undefined;
  /** Lowest and highest rating of a CSV of one's own; -1 to 1 by default. */
  readonly scale?: readonly [low: number, high: number] | undefined;
  /** How what the corpus says becomes a quadrant. */
  readonly labels?: LabelOptions | undefined;
}

/** What is made of a clip's file where that is no audio. */
interface PreparedClip {
  readonly audio: string;
  readonly sha256: string;
}

/**
 * One corpus: what one must know of it, and how its files are read. All corpora are of this shape; what they have in
 * common (labels, segments, subsets, hashes, verification) is done for all of them in one place.
 */
export interface CorpusReader {
  readonly sheet: DataSheet;
  /**
   * Reads tables and folders under `root`, no audio.
   *
   * @throws QuadrantError "bad-corpus" or "bad-manifest" when the folder is not this corpus
   */
  list(root: string, options: ReadingOptions): Listing;
  /** Which part of long tracks is used unless one asks for another; whole files by default. */
  readonly segments?: SegmentRule;
  /** Why a file of the corpus cannot be used, or undefined; by default whether its first second can be decoded. */
  check?(path: string): Promise<string | undefined>;
  /** Makes audio of the files of the corpus, where they are scores. Undefined at the place of one that failed. */
  prepare?(clips: readonly ListedClip[]): Promise<{ prepared: (PreparedClip | undefined)[]; rejected: RejectedClip[] }>;
}
