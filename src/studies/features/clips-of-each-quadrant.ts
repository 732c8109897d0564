import type { Matrix } from "../../arrays";
import { DEFAULT_SR } from "../../audio";
import { type Clip, type Corpus, loadClip, QUADRANTS } from "../../corpora";
import { cqt, powerToDb, spectrumOf, tempogram } from "../../features";
import type { Run } from "../run/run";

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
  const clips = await Promise.all(
    firstOfEach(corpus).map(async (clip) => ({ clip, values: (await store.read(clip.id, [feature]))[feature]! })),
  );
  const secondsPerFrame = HOP_LENGTH / DEFAULT_SR;
  return { clips: decibels ? inDecibels(clips) : clips, secondsPerFrame };
}

/** What is not in the store, but worth seeing: samples, and powers in decibels below the loudest of all clips. */
export type Picture = "waveform" | "spectrogram" | "cqt" | "tempogram";

/** Pictures of the first clip of each quadrant, computed from its sound. */
export async function picturesOfEachQuadrant({
  corpus,
}: Run): Promise<{ clips: Record<Picture, ClipFeature[]>; secondsPerFrame: number; secondsPerSample: number }> {
  const clips: Record<Picture, ClipFeature[]> = { waveform: [], spectrogram: [], cqt: [], tempogram: [] };
  for (const clip of firstOfEach(corpus)) {
    const { samples: y, sampleRate: sr } = await loadClip(clip);
    const { magnitude, bins, frames } = spectrumOf({ y, sr });
    const powers = Float32Array.from(
      magnitude,
      (_, i) => magnitude[(i % frames) * bins + Math.floor(i / frames)]! ** 2,
    );
    const { re, im, shape } = cqt({ y, sr });
    clips.waveform.push({ clip, values: { data: y, shape: [1, y.length] } });
    clips.spectrogram.push({ clip, values: { data: powers, shape: [bins, frames] } });
    clips.cqt.push({ clip, values: { data: re.map((value, i) => value ** 2 + im[i]! ** 2), shape } });
    clips.tempogram.push({ clip, values: tempogram({ y, sr }) });
  }
  return {
    clips: { ...clips, spectrogram: inDecibels(clips.spectrogram), cqt: inDecibels(clips.cqt) },
    secondsPerFrame: HOP_LENGTH / DEFAULT_SR,
    secondsPerSample: 1 / DEFAULT_SR,
  };
}

function firstOfEach(corpus: Corpus): Clip[] {
  return QUADRANTS.flatMap((quadrant) => corpus.clips.find((clip) => clip.quadrant === quadrant) ?? []);
}

function inDecibels(clips: readonly ClipFeature[]): ClipFeature[] {
  const ref = clips.reduce((largest, { values }) => values.data.reduce((a, b) => Math.max(a, b), largest), 0);
  return clips.map(({ clip, values }) => ({ clip, values: powerToDb(values, { ref }) }));
}
