import type { Matrix } from "../arrays";
import { DEFAULT_SR, loadAudio } from "../audio";
import { QuadrantError } from "../errors";
import { extractFeatures, type FeatureName } from "../features";
import { FRAMES_PER_SECOND } from "./frames";
import { stackRows } from "./stack-rows";
import { windowStatistics } from "./window-statistics";
import { type Window, type WindowRule, windowsOf } from "./windows";

/** A file whose windows are to be described: the work of one thread. */
export interface HearingTask {
  readonly path: string;
  readonly features: readonly FeatureName[];
  readonly windows: WindowRule;
}

/** What was heard. Errors come as data, because a thrown one loses its tag between threads. */
export type HearingOutcome =
  | {
      readonly kind: "heard";
      readonly seconds: number;
      readonly windows: readonly Window[];
      readonly statistics: Matrix;
    }
  | { readonly kind: "failed"; readonly reason: string };

/** The most that is analysed at once, in seconds: an hour's spectrum would not fit into memory. */
const PIECE_SECONDS = 120;

/** Less, in seconds, says nothing of music: a tenth of a model's window. */
const LEAST_SECONDS = 1;

export default async function hearFile(task: HearingTask): Promise<HearingOutcome> {
  try {
    return await hear(task);
  } catch (error) {
    if (error instanceof QuadrantError) return { kind: "failed", reason: error.message };
    throw error;
  }
}

async function hear({ path, features, windows: rule }: HearingTask): Promise<HearingOutcome> {
  const { samples, seconds } = await loadAudio(path);
  if (seconds < LEAST_SECONDS) {
    throw new QuadrantError(
      "bad-audio",
      `${path} is ${seconds.toFixed(2)} s long: at least ${LEAST_SECONDS} s is needed`,
    );
  }
  const windows = windowsOf(seconds, rule);
  const parts = piecesOf(windows).map((piece): Matrix => {
    const from = piece[0]!.start;
    const part = samples.subarray(Math.round(from * DEFAULT_SR), Math.round(piece.at(-1)!.end * DEFAULT_SR));
    const shifted = piece.map(({ start, end }) => ({ start: start - from, end: end - from }));
    return windowStatistics(extractFeatures(part, DEFAULT_SR, { features }), features, FRAMES_PER_SECOND, shifted);
  });
  return { kind: "heard", seconds, windows, statistics: stackRows(parts) };
}

/** Windows that follow each other, together no longer than PIECE_SECONDS unless one alone is. */
function piecesOf(windows: readonly Window[]): Window[][] {
  const pieces: Window[][] = [];
  for (const window of windows) {
    const last = pieces.at(-1);
    if (last !== undefined && window.end - last[0]!.start <= PIECE_SECONDS) last.push(window);
    else pieces.push([window]);
  }
  return pieces;
}
