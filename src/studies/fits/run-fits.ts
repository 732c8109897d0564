import { join } from "node:path";
import { type CachedWork, runCached } from "../cache/run-cached";
import type { Dataset } from "../run/dataset";
import type { FitResult, FitTask } from "./fit-task";

type FitRunOptions = Pick<CachedWork<FitTask, Dataset>, "label" | "corpusHash" | "dataset" | "workers">;

/** Runs fits on all cores, each kept in a file; see {@link runCached}. */
export function runFits(tasks: readonly FitTask[], options: FitRunOptions): Promise<FitResult[]> {
  return runCached<FitTask, Dataset, FitResult>({ ...options, tasks, module: join(__dirname, "fit-worker.js") });
}
