import { addNoise, pitchShift, timeShift } from "../augmentation";
import { type ClipSource, loadClip } from "../corpora/clips/load-clip";
import { extractFeatures, frameMatrix, summaryStatistics } from "../features";
import { MT19937 } from "../random";

/** One clip, changed by one method as the study changed it. */
export interface ChangeTask extends ClipSource {
  readonly method: "noise" | "time-shift" | "pitch-shift";
  readonly seed: number;
}

/** The study's noise, its longest shift in seconds, and its semitones. */
const STUDY = { std: 0.05, shift: 0.5, nSteps: 2 };

/** The summary statistics of a changed copy; runs in a worker. */
export default async function changedCopy({ task }: { task: ChangeTask }): Promise<number[]> {
  const { samples, sampleRate } = await loadClip(task);
  const changed = change(samples, sampleRate, task);
  return [...summaryStatistics(frameMatrix(extractFeatures(changed, sampleRate))).values];
}

function change(y: Float32Array, sr: number, { method, seed }: ChangeTask): Float32Array {
  switch (method) {
    case "noise":
      return addNoise(y, { std: STUDY.std, seed });
    case "time-shift":
      return timeShift(y, Math.round(STUDY.shift * sr * new MT19937(seed).random()));
    case "pitch-shift":
      return pitchShift(y, { sr, nSteps: STUDY.nSteps });
  }
}
