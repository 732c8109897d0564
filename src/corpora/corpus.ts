import type { Quadrant } from "./quadrant";

/** One labelled piece of audio: a whole file, or a segment of one. */
export interface Clip {
  /** Unique within the corpus; also the name of its file in the feature store. Letters, digits, `_`, `-` and `.` only. */
  readonly id: string;
  /** Absolute path of the audio file. */
  readonly audio: string;
  /** Where in the file a segment begins, in seconds; undefined for whole files. */
  readonly offset?: number;
  /** How long a segment is, in seconds; undefined for whole files. */
  readonly duration?: number;
  /** The one label that models learn. */
  readonly quadrant: Quadrant;
  /** Every quadrant that the clip's tags point to, in the order of QUADRANTS; where it has tags. */
  readonly quadrants?: readonly Quadrant[];
  /** Who or what the clip shares with others (composer, song, artist): clips of one group must not straddle a split. */
  readonly group: string;
  /** -1 to 1, where the corpus knows it. */
  readonly valence?: number;
  /** -1 to 1, where the corpus knows it. */
  readonly arousal?: number;
  /** Standard deviation of the raters' valence, on the same scale. */
  readonly valenceStd?: number;
  /** Standard deviation of the raters' arousal, on the same scale. */
  readonly arousalStd?: number;
  /** 0 to 1: the share of raters, listeners' choices or tags that speaks for `quadrant`, where the corpus tells. */
  readonly agreement?: number;
  /** The mood tags of the clip, in the order of the corpus. */
  readonly tags?: readonly string[];
  readonly genre?: string;
  /** The corpus' own split, where it has one. */
  readonly split?: "train" | "validation" | "test";
  /** How the music was made, by the name of the cue, where a program made it. */
  readonly cues?: Readonly<Record<string, number | string>>;
}

/** A clip that was asked for and cannot be used, and why. */
export interface RejectedClip {
  readonly id: string;
  readonly path: string;
  readonly reason: string;
}

/** A split that came with a corpus: the one that others report. */
export interface OfficialSplit {
  /** What it is called: "split 0". */
  readonly name: string;
  /** How many clips each part has. */
  readonly parts: Readonly<Record<string, number>>;
  /** What no two parts share ("artist", "song"), or undefined where parts share some. */
  readonly disjoint: string | undefined;
}

/** A file that a corpus is made of. */
export interface Source {
  /** What it is: "audio", "labels". */
  readonly what: string;
  /** Where it is got, or the page that leads there. */
  readonly url: string;
  /** Where it lies under the root of the corpus, unpacked. */
  readonly path: string;
  /** Bytes of the download. */
  readonly size: number | "unknown";
  /** Of the download; or the file under the root that lists one for each file. */
  readonly sha256: string | { readonly listedIn: string } | "unknown";
}

/** What a reader of a report must know of a corpus. */
export interface DataSheet {
  /** The name that commands take, such as `etudes`. */
  readonly name: string;
  readonly title: string;
  readonly licence: string;
  /** What one may and may not do, in plain words. */
  readonly terms: string;
  /**
   * How one comes by it: `made` by this program, `open` to download, by `request` or a form, or one's `own`.
   */
  readonly access: "made" | "open" | "request" | "own";
  /** BibTeX; empty for one's own. */
  readonly citation: string;
  readonly homepage: string;
  /** Labelled clips that were published; undefined where anybody may have any number. */
  readonly published: number | undefined;
  /** What a group is: "composer", "song". */
  readonly groupMeaning: string;
  /** What a label means, who gave it, and the rule by which it became a quadrant. */
  readonly labelMeaning: string;
  /** The corpus' own splits; empty where it has none. */
  readonly splits: readonly OfficialSplit[];
  readonly sources: readonly Source[];
  /** How the files lie under the root, a line each. */
  readonly layout: readonly string[];
  /** True where music or labels were made by a program. Every figure then says so. */
  readonly synthetic: boolean;
  /** Known traps, a sentence each. */
  readonly traps: readonly string[];
}

/** A corpus whose audio lies on disk, ready for feature extraction. */
export interface Corpus {
  readonly sheet: DataSheet;
  /** Absolute path of the folder the clips were read from. */
  readonly root: string;
  /** In a fixed order: the same folder gives the same order. */
  readonly clips: readonly Clip[];
  readonly rejected: readonly RejectedClip[];
  /** SHA-256 over ids, labels, groups and audio contents: names the corpus in caches and reports. */
  readonly hash: string;
}
