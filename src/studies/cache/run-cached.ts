import { basename } from "node:path";
import { inTurn, Progress, runOnWorkers } from "../../jobs";
import { cellSignal } from "../../kernel";
import { writeFileAtomic } from "../../store";
import { readStudyFile, studyFile } from "./study-file";

/** Work that is worth keeping: what it is, and how it is done. */
export interface CachedWork<Task, Shared> {
  /** What the progress line calls it. */
  readonly label: string;
  /** Absolute path of a compiled module whose default export takes {task, dataset} and returns the result. */
  readonly module: string;
  /** SHA-256 of the corpus: labels, groups and audio. */
  readonly corpusHash: string;
  readonly tasks: readonly Task[];
  /** What all tasks read; called only if something is not cached. */
  readonly dataset: () => Promise<Shared>;
  readonly workers?: number | undefined;
}

/**
 * Runs tasks on all cores and keeps each result in a file named by everything it depends on: the corpus, the task and the
 * code. A second run reads the files; a killed run goes on where it was.
 *
 * @returns the results in the order of the tasks
 * @throws the first error of a task, after the others have been kept
 */
export async function runCached<Task, Shared, Result>(work: CachedWork<Task, Shared>): Promise<Result[]> {
  const { tasks, corpusHash } = work;
  const paths = tasks.map((task) => resultPath(work.module, task, corpusHash));
  const known = new Map<string, Result>();
  // Two studies, or two folds of one, may ask for the same result: it is made once.
  const missing = new Map(tasks.map((task, i) => [paths[i]!, task] as const));
  readKnown(missing, known);
  if (missing.size > 0) {
    const data = await work.dataset();
    const computeAll = async () => {
      // Who had the turn before may have made the same.
      readKnown(missing, known);
      if (missing.size > 0) await compute(missing, data, known, work);
    };
    // A single task keeps one core busy and leaves the others to whoever has the turn. Interrupted cells stop waiting.
    await (missing.size === 1 ? computeAll() : inTurn(computeAll, cellSignal()));
  }
  return paths.map((path) => known.get(path)!);
}

/** Moves results that are kept from the missing to the known ones. */
function readKnown<Task, Result>(missing: Map<string, Task>, known: Map<string, Result>): void {
  for (const path of [...missing.keys()]) {
    const result = readStudyFile<Result>(path, (content) => JSON.parse(content.toString("utf8")).result);
    if (result === undefined) continue;
    known.set(path, result);
    missing.delete(path);
  }
}

async function compute<Task, Shared, Result>(
  missing: ReadonlyMap<string, Task>,
  data: Shared,
  known: Map<string, Result>,
  { label, module, workers }: Pick<CachedWork<Task, Shared>, "label" | "module" | "workers">,
): Promise<void> {
  const progress = new Progress(label, missing.size);
  const { failures } = await runOnWorkers<{ path: string; task: Task; dataset: Shared }, Result>(
    module,
    [...missing].map(([path, task]) => ({ path, task, dataset: data })),
    {
      workers,
      // Studies of a notebook follow each other, and what their threads load takes longer than a small fit.
      keepThreads: true,
      // An interrupted cell stops handing out work; what is done is kept.
      signal: cellSignal(),
      onResult: ({ path, task }, result) => {
        writeFileAtomic(path, JSON.stringify({ task, result }));
        known.set(path, result);
        progress.tick();
      },
    },
  );
  progress.done();
  const [failure] = failures;
  if (failure !== undefined) throw failure.error;
}

function resultPath(module: string, task: unknown, corpusHash: string): string {
  return studyFile({ work: basename(module), corpusHash, task }, "json");
}
