import { join } from "node:path";
import type { Corpus, RejectedClip } from "../../corpora/corpus";
import { messageOf, QuadrantError } from "../../errors";
import { Progress } from "../../jobs/progress";
import { runOnWorkers } from "../../jobs/worker-pool";
import type { FeatureStore } from "../../store";
import { type ClipParameters, type ExtractionOutcome, type ExtractionTask, entryState } from "./extract-clip";

export interface ExtractionOptions {
  readonly parameters?: ClipParameters | undefined;
  /** How many threads; all cores by default. The bytes do not depend on it. */
  readonly workers?: number | undefined;
  /** Whether progress goes to standard error; true by default. */
  readonly progress?: boolean | undefined;
  /** Stops the work; what is done is kept, and the next run goes on. */
  readonly signal?: AbortSignal | undefined;
}

export interface ExtractionSummary {
  /** How many clips were computed, and how many were there already. */
  readonly computed: number;
  readonly reused: number;
  /** Clips that could not be used, in the order of the corpus. */
  readonly failed: readonly RejectedClip[];
  /** Entries that were there and had to be made anew, and why. */
  readonly replaced: readonly { readonly id: string; readonly reason: string }[];
}

/**
 * Extracts the features of every clip into a store, on all cores, and skips what is there already.
 *
 * A clip that cannot be read is listed in `failed`, and the others are made. A run that is stopped or killed at any
 * moment loses at most the clips under way; the next run goes on.
 *
 * @throws QuadrantError "bad-store" when the store cannot be written, "interrupted" when the signal stopped it
 *
 * @example
 * const { computed, reused, failed } = await extractCorpus(corpus, FeatureStore.open("data/stores/etudes"));
 */
export async function extractCorpus(
  corpus: Pick<Corpus, "clips">,
  store: FeatureStore,
  options: ExtractionOptions = {},
): Promise<ExtractionSummary> {
  const { parameters = {} } = options;
  const tasks = corpus.clips
    .filter((clip) => !isCurrent(store, clip, parameters))
    .map(({ id, audio }): ExtractionTask => ({ id, audio, store: store.root, parameters }));
  const outcomes = await runTasks(tasks, store, options);
  const failed: RejectedClip[] = [];
  const replaced: { id: string; reason: string }[] = [];
  let computed = 0;
  for (const [i, { id, audio }] of tasks.entries()) {
    const outcome = outcomes[i]!;
    if (outcome.kind === "failed") failed.push({ id, path: audio, reason: outcome.reason });
    if (outcome.kind !== "computed") continue;
    computed++;
    if (outcome.replaced !== undefined) replaced.push({ id, reason: outcome.replaced });
  }
  return { computed, reused: corpus.clips.length - computed - failed.length, failed, replaced };
}

/** Asked here first, so that a run with nothing to do starts no threads. */
function isCurrent(store: FeatureStore, clip: { id: string; audio: string }, parameters: ClipParameters): boolean {
  try {
    return entryState(store, clip, parameters) === "current";
  } catch (error) {
    // A missing audio file: the thread that is to extract it says so.
    if (error instanceof QuadrantError) return false;
    throw error;
  }
}

async function runTasks(
  tasks: readonly ExtractionTask[],
  store: FeatureStore,
  options: ExtractionOptions,
): Promise<ExtractionOutcome[]> {
  const progress =
    options.progress === false || tasks.length === 0 ? undefined : new Progress("extracting", tasks.length);
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
    if (failures[0] !== undefined) throw failures[0].error;
    if (failure === undefined) return results as ExtractionOutcome[];
  } catch (error) {
    if (options.signal?.aborted) {
      throw new QuadrantError("interrupted", `the extraction into ${store.root} was stopped`, {
        path: store.root,
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
