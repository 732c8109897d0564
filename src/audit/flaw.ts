import type { Clip } from "../corpora";
import type { DuplicatePair } from "../fingerprint";
import type { DealtFold } from "./examples";
import type { Protocol } from "./protocol";

/** What a flaw is looked for in. */
export interface AuditContext {
  readonly protocol: Protocol;
  readonly clips: readonly Clip[];
  /** As the protocol deals them. */
  readonly folds: readonly DealtFold[];
  /** Clips that hold the same recording. */
  readonly duplicates: readonly DuplicatePair[];
  /** Numbers that a model is given for each clip. */
  readonly columns: number;
  /** Frames of each clip, as many as the corpus has at most. */
  readonly frames: number;
}

export interface Detection {
  readonly state: "present" | "absent" | "does not apply";
  /** A sentence: what was found, in numbers. */
  readonly evidence: string;
  /** The clips that are concerned, by id. */
  readonly clips: readonly string[];
}

/** A way in which an experiment goes wrong. */
export interface Flaw {
  /** As the notes on the study number it; "near-duplicates" and "selection" have no number there. */
  readonly id: string;
  readonly title: string;
  readonly detect: (context: AuditContext) => Detection;
  /** The protocol without it, for its worth to be measured; undefined where it can only be detected. */
  readonly repair?: (protocol: Protocol) => Protocol;
  /**
   * Where luck is the flaw: the share of the clips in the one test, whose score may lie off the truth, or the shares of
   * the two tests whose scores are compared.
   */
  readonly luckOf?: (protocol: Protocol) => readonly [share: number] | readonly [one: number, other: number];
  /** What it is measured with: the protocol's first classifier by default. */
  readonly measuredWith?: "network";
  /** True where the repair deals the clips into other folds, so that folds cannot be compared one by one. */
  readonly dealsAnew?: boolean;
}

export const ABSENT = (evidence: string): Detection => ({ state: "absent", evidence, clips: [] });
export const NOT_APPLICABLE = (evidence: string): Detection => ({ state: "does not apply", evidence, clips: [] });
export const PRESENT = (evidence: string, clips: readonly string[] = []): Detection => ({
  state: "present",
  evidence,
  clips,
});

/** "12 of 320 clips (3.8 %)". */
export function share(count: number, total: number, what: string): string {
  return `${count} of ${total} ${what} (${((100 * count) / total).toFixed(1)} %)`;
}

/** The tested clips of which something stands among what is learnt from in the same fold. */
export function testedWith({ folds, clips }: AuditContext, learnt: (fold: DealtFold) => (clip: number) => boolean) {
  const concerned = new Set<number>();
  for (const fold of folds) {
    const isLearnt = learnt(fold);
    for (const clip of fold.test) if (isLearnt(clip)) concerned.add(clip);
  }
  return [...concerned].sort((a, b) => a - b).map((clip) => clips[clip]!.id);
}
