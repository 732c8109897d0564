import { type ClipSource, loadClip } from "../../corpora/clips/load-clip";
import { extractFeatures, frameMatrix, summaryStatistics } from "../../features";
import { type ChangeMethod, changeClip } from "./change-clip";

/** One clip, changed by one method. */
export interface ChangeTask extends ClipSource {
  readonly method: ChangeMethod;
  readonly seed: number;
}

/** The summary statistics of a changed copy; runs in a worker. */
export default async function changedCopy({ task }: { task: ChangeTask }): Promise<number[]> {
  const { samples, sampleRate } = await loadClip(task);
  const changed = changeClip(samples, sampleRate, task.method, task.seed);
  return [...summaryStatistics(frameMatrix(extractFeatures(changed, sampleRate))).values];
}
