import { availableParallelism } from "node:os";
import { Piscina } from "piscina";

/** One piece of work that failed; the others go on. */
export interface Failure<Task> {
  readonly task: Task;
  readonly error: unknown;
}

export interface PoolOptions<Task, Result> {
  /** How many workers at once; all cores by default. */
  readonly workers?: number | undefined;
  /** Called in order of completion. */
  readonly onResult?: (task: Task, result: Result) => void;
  /** Stops handing out work; what is under way is finished or dropped. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs the default export of a compiled module on every task, on all cores.
 *
 * Results come back in the order of the tasks, whatever the number of workers; a failure never loses the others.
 *
 * @param module absolute path of a compiled module whose default export takes a task and returns a result
 */
export async function runOnWorkers<Task, Result>(
  module: string,
  tasks: readonly Task[],
  options: PoolOptions<Task, Result> = {},
): Promise<{ results: (Result | undefined)[]; failures: Failure<Task>[] }> {
  const failures: Failure<Task>[] = [];
  if (tasks.length === 0) return { results: [], failures };
  const workers = Math.max(1, Math.min(options.workers ?? availableParallelism(), tasks.length));
  const pool = new Piscina({ filename: module, minThreads: workers, maxThreads: workers });
  try {
    const results = await Promise.all(
      tasks.map(async (task): Promise<Result | undefined> => {
        try {
          const result: Result = await pool.run(task, options.signal === undefined ? {} : { signal: options.signal });
          options.onResult?.(task, result);
          return result;
        } catch (error) {
          if (options.signal?.aborted) throw error;
          failures.push({ task, error });
          return undefined;
        }
      }),
    );
    return { results, failures };
  } finally {
    await pool.destroy();
  }
}
