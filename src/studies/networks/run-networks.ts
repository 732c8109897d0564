import { join } from "node:path";
import { runCached } from "../cache/run-cached";
import type { Run } from "../run/run";
import { networkData } from "./network-data";
import type { NetworkData, NetworkResult, NetworkTask } from "./network-task";

/**
 * Trains networks on all cores, each result kept in a file; see {@link runCached}. Those that read frames in the same way
 * share them.
 *
 * @returns the results in the order of the tasks
 */
export async function runNetworks(run: Run, tasks: readonly NetworkTask[], label: string): Promise<NetworkResult[]> {
  const results = new Map<NetworkTask, NetworkResult>();
  const layoutOf = ({ recipe: { input } }: NetworkTask) => `${input.frames} ${input.steps} ${input.padding}`;
  for (const layout of new Set(tasks.map(layoutOf))) {
    const own = tasks.filter((task) => layoutOf(task) === layout);
    const fitted = await runCached<NetworkTask, NetworkData, NetworkResult>({
      label,
      module: join(__dirname, "network-worker.js"),
      corpusHash: run.corpus.hash,
      tasks: own,
      dataset: () => networkData(run, own[0]!.recipe.input),
    });
    fitted.forEach((result, i) => {
      results.set(own[i]!, result);
    });
  }
  return tasks.map((task) => results.get(task)!);
}
