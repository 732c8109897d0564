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
  /** Leaves the threads, with the modules they have loaded, to the next job that asks for the same soon. */
  readonly keepThreads?: boolean | undefined;
}

/** Threads that wait longer than this for their next job end. */
const KEPT_MS = 10_000;

/** Pools whose threads are kept, by the number of workers. */
const kept = new Map<number, Piscina>();

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
  const keep = options.keepThreads === true;
  const pool = keep
    ? keptPool(options.workers ?? availableParallelism())
    : new Piscina({ minThreads: workers, maxThreads: workers });
  const { signal } = options;
  try {
    const results = await Promise.all(
      tasks.map(async (task): Promise<Result | undefined> => {
        try {
          const result: Result = await pool.run(task, { filename: module, signal: signal ?? null });
          options.onResult?.(task, result);
          return result;
        } catch (error) {
          if (signal?.aborted) throw error;
          failures.push({ task, error });
          return undefined;
        }
      }),
    );
    return { results, failures };
  } finally {
    if (!keep) await pool.destroy();
  }
}

function keptPool(workers: number): Piscina {
  const pool = kept.get(workers) ?? new Piscina({ minThreads: 0, maxThreads: workers, idleTimeout: KEPT_MS });
  kept.set(workers, pool);
  return pool;
}
