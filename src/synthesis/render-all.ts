import { join } from "node:path";
import { Progress } from "../jobs/progress";
import { type Failure, runOnWorkers } from "../jobs/worker-pool";
import type { RenderResult, RenderTask } from "./render-worker";

export interface RenderAllOptions {
  /** How many threads; all cores by default. Each holds its own sound font, about 150 MB. */
  readonly workers?: number | undefined;
  /** Whether progress goes to standard error; true by default. */
  readonly progress?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface RenderAllResult {
  /** In the order of the tasks; undefined where a task failed. */
  readonly results: readonly (RenderResult | undefined)[];
  readonly failures: readonly Failure<RenderTask>[];
}

/**
 * Renders many scores on all cores and shows progress.
 *
 * Files that are there already, whole and made from the same score with the same options, are kept; a run that is
 * killed at any moment goes on where it stopped. The bytes do not depend on the number of workers. A score that cannot
 * be rendered is listed in `failures`, and the others are made.
 *
 * @example
 * const { results, failures } = await renderAll([{ midi: "song.mid", output: "song.wav", options: { seconds: 30 } }]);
 */
export async function renderAll(
  tasks: readonly RenderTask[],
  options: RenderAllOptions = {},
): Promise<RenderAllResult> {
  const progress = options.progress === false ? undefined : new Progress("rendering", tasks.length);
  const outcome = await runOnWorkers<RenderTask, RenderResult>(join(__dirname, "render-worker.js"), tasks, {
    workers: options.workers,
    signal: options.signal,
    onResult: () => progress?.tick(),
  });
  progress?.done();
  return outcome;
}
