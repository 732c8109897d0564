import type { Matrix } from "../arrays";
import { DEFAULT_SR } from "../audio";
import { type Clip, QUADRANTS } from "../corpora";
import { powerToDb } from "../features";
import type { Run } from "./run";

/** One feature of one clip. */
export interface ClipFeature {
  readonly clip: Clip;
  /** (rows, frames) */
  readonly values: Matrix;
}

/** Samples from one frame to the next: librosa's default, with which the store is filled. */
const HOP_LENGTH = 512;

/**
 * One feature of the first clip of each quadrant.
 *
 * @param feature librosa's name, as in the store
 * @param options.decibels turns power into decibels below the loudest value of all clips, at most 80 below
 */
export async function clipsOfEachQuadrant(
  { corpus, store }: Run,
  feature: string,
  { decibels = false } = {},
): Promise<{ clips: ClipFeature[]; secondsPerFrame: number }> {
  const chosen = QUADRANTS.flatMap((quadrant) => corpus.clips.find((clip) => clip.quadrant === quadrant) ?? []);
  const clips = await Promise.all(
    chosen.map(async (clip) => ({ clip, values: (await store.read(clip.id, [feature]))[feature]! })),
  );
  const secondsPerFrame = HOP_LENGTH / DEFAULT_SR;
  if (!decibels) return { clips, secondsPerFrame };
  const ref = clips.reduce((largest, { values }) => values.data.reduce((a, b) => Math.max(a, b), largest), 0);
  return { clips: clips.map(({ clip, values }) => ({ clip, values: powerToDb(values, { ref }) })), secondsPerFrame };
}
