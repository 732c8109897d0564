import type { Quadrant } from "./quadrant";

/** One labelled piece of audio. */
export interface Clip {
  /** Unique within the corpus; also the name of its file in the feature store. Letters, digits, `_`, `-` and `.` only. */
  readonly id: string;
  /** Absolute path of the audio file. */
  readonly audio: string;
  readonly quadrant: Quadrant;
  /** Who or what the clip shares with others (composer, song, artist): clips of one group must not straddle a split. */
  readonly group: string;
  /** -1 to 1, where the corpus knows it. */
  readonly valence?: number;
  /** -1 to 1, where the corpus knows it. */
  readonly arousal?: number;
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

/** What a reader of a report must know of a corpus. */
export interface DataSheet {
  /** The name that commands take, such as `etudes`. */
  readonly name: string;
  readonly title: string;
  readonly licence: string;
  /** BibTeX. */
  readonly citation: string;
  readonly homepage: string;
  /** What a group is: "composer", "song". */
  readonly groupMeaning: string;
  /** What a label means and who gave it. */
  readonly labelMeaning: string;
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
