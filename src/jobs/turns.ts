import { setTimeout as sleep } from "node:timers/promises";
import { tryLockFolder } from "./folder-lock";

/** The environment variable with the folder by which processes that were started together take turns. */
export const TURNS_VARIABLE = "QUADRANT_TURNS";

const POLL_MS = 50;

/**
 * Waits until none of the processes that were started together keeps all cores busy, then does the work. Where nobody
 * asked for turns, the work is done at once.
 *
 * @throws AbortError when the signal is aborted while waiting
 */
export async function inTurn<Result>(work: () => Promise<Result>, signal?: AbortSignal): Promise<Result> {
  const folder = process.env[TURNS_VARIABLE];
  if (folder === undefined) return await work();
  let free = tryLockFolder(folder);
  while (free === undefined) {
    await sleep(POLL_MS, undefined, signal === undefined ? {} : { signal });
    free = tryLockFolder(folder);
  }
  try {
    return await work();
  } finally {
    free();
  }
}
