import type { Interval, Verdict } from "../evaluation";
import type { Run } from "../studies";

/** A sentence of the study that can be held against numbers. */
export interface Claim {
  readonly id: string;
  /** In the study's words, or as near as a sentence of its own can be. */
  readonly sentence: string;
  /** The number that the study printed for it, with what it rests on. */
  readonly published: string;
  /** What is measured here instead, in words. */
  readonly measured: string;
  /** Name of the notebook that shows it. */
  readonly notebook: string;
  readonly measure: (run: Run) => Promise<Measurement>;
}

export interface Measurement {
  /** Under the study's own protocol, leaks and all, where that was run. */
  readonly asPublished?: Interval;
  /** Under a protocol without leaks; undefined where this corpus cannot tell. */
  readonly leakFree?: Interval;
  readonly verdict: Verdict;
}

/** A claim and what became of it. */
export interface TestedClaim extends Omit<Claim, "measure">, Measurement {}

/** Measures a claim; studies that were run before are read from their files. */
export async function testClaim(run: Run, { measure, ...claim }: Claim): Promise<TestedClaim> {
  return { ...claim, ...(await measure(run)) };
}
