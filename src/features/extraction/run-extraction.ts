import { join } from "node:path";
import { messageOf, QuadrantError } from "../../errors";
import { Progress } from "../../jobs/progress";
import { runOnWorkers } from "../../jobs/worker-pool";
import type { ClipParameters, ExtractionOutcome, ExtractionTask } from "./extract-clip";

export interface ExtractionOptions {
  readonly parameters?: ClipParameters | undefined;
  /** How many threads; all cores by default. The bytes do not depend on it. */
  readonly workers?: number | undefined;
  /** Whether progress goes to standard error; true by default. */
  readonly progress?: boolean | undefined;
  /** Stops the work; what is done is kept, and the next run goes on. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs tasks on all cores. What a clip does wrong is its outcome; what stops all of them is thrown.
 *
 * @param root where the features go, named in errors
 * @throws QuadrantError "bad-store" when that cannot be written, "interrupted" when the signal stopped the work
 */
export async function runExtraction(
  tasks: readonly ExtractionTask[],
  root: string,
  options: ExtractionOptions,
): Promise<ExtractionOutcome[]> {
  const progress =
    options.progress === false || tasks.length === 0 ? undefined : new Progress("extracting clips", tasks.length);
  // A store that cannot be written fails every clip alike: stop at the first.
  const storeFailure = new AbortController();
  let failure: (ExtractionOutcome & { kind: "store-failed" }) | undefined;
  try {
    const { results, failures } = await runOnWorkers<ExtractionTask, ExtractionOutcome>(
      join(__dirname, "extract-clip.js"),
      tasks,
      {
        workers: options.workers,
        signal: AbortSignal.any([storeFailure.signal, ...(options.signal === undefined ? [] : [options.signal])]),
        onResult: (_, outcome) => {
          if (outcome.kind === "store-failed") {
            failure ??= outcome;
            storeFailure.abort();
          }
          progress?.tick();
        },
      },
    );
    // A thread that ran out of memory takes its clip with it, and no other.
    const lost = new Map(failures.map(({ task, error }) => [task, messageOf(error)]));
    if (failure === undefined) {
      return results.map((outcome, i) => outcome ?? { kind: "failed", reason: lost.get(tasks[i]!) ?? "no result" });
    }
  } catch (error) {
    if (options.signal?.aborted) {
      throw new QuadrantError("interrupted", `the extraction into ${root} was stopped`, {
        path: root,
        remedy: "Run it again: it goes on where it stopped.",
        cause: error,
      });
    }
    if (failure === undefined) throw error;
  } finally {
    progress?.done();
  }
  throw new QuadrantError("bad-store", messageOf(failure.message), { path: failure.path });
}
