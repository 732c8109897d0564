/** What became of each piece of work. */
export type Settled<Task> = { readonly task: Task; readonly error?: unknown };

/**
 * Runs work on every task, so many at once, in their order. One that fails stops no other.
 *
 * @param stops whether after an error no further task is begun: a full disk, an interruption
 */
export async function severalAtOnce<Task>(
  tasks: readonly Task[],
  atOnce: number,
  work: (task: Task) => Promise<void>,
  stops: (error: unknown) => boolean,
): Promise<Settled<Task>[]> {
  const settled: Settled<Task>[] = [];
  const left = tasks.values();
  let stopped = false;
  const worker = async () => {
    for (const task of left) {
      if (stopped) return;
      try {
        await work(task);
        settled.push({ task });
      } catch (error) {
        stopped ||= stops(error);
        settled.push({ task, error });
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, tasks.length) }, worker));
  return settled;
}
