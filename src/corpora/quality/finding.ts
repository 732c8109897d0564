/** What is looked for in the audio of a corpus. */
export const QUALITY_CHECKS = [
  "unreadable",
  "silence",
  "clipping",
  "dc-offset",
  "duration",
  "extension",
  "exact-duplicate",
  "near-duplicate",
  "label-conflict",
] as const;

export type QualityCheck = (typeof QUALITY_CHECKS)[number];

/** Something about a clip that one should look at before learning from it. */
export interface Finding {
  /** Its id. */
  readonly clip: string;
  readonly check: QualityCheck;
  /** What was found: a share, seconds, a similarity, or a name. */
  readonly value: number | string;
  /** What would have been no finding; in the unit of the value. */
  readonly limit: number | string;
  /** The other clip, where two are concerned. */
  readonly other?: string;
  /** A sentence for people. */
  readonly message: string;
}

/** "12.3 %". */
export function percent(share: number): string {
  return `${(100 * share).toPrecision(3)} %`;
}
