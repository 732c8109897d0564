import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { QuadrantError } from "../errors";

/** A lock younger than this may not name its owner yet. */
const NEW_MS = 1000;

/**
 * Keeps a folder to one piece of work at a time. The lock of a process that is no more is taken over.
 *
 * @returns what gives the folder free; undefined where somebody has it
 */
export function tryLockFolder(folder: string): (() => void) | undefined {
  mkdirSync(folder, { recursive: true });
  const path = lockIn(folder);
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      writeFileSync(path, String(process.pid), { flag: "wx" });
      return () => rmSync(path, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      const owner = readLock(path);
      if (owner === "" ? isNew(path) : isAlive(Number(owner))) return undefined;
      rmSync(path, { force: true });
    }
  }
  return undefined;
}

/**
 * As `tryLockFolder`, for work that cannot wait: two that append to the same part would spoil it.
 *
 * @throws QuadrantError "unavailable" when another process has it
 */
export function lockFolder(folder: string): () => void {
  const free = tryLockFolder(folder);
  if (free !== undefined) return free;
  const path = lockIn(folder);
  throw new QuadrantError("unavailable", `process ${readLock(path)} is at work in ${folder}`, {
    path,
    remedy: `Wait until it is done. If there is no such process, remove ${path}.`,
  });
}

const lockIn = (folder: string): string => join(folder, "lock");

function readLock(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

/** Whoever made it is just about to write who it is. */
function isNew(path: string): boolean {
  const made = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return Date.now() - made < NEW_MS;
}

function isAlive(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is there, but somebody else's.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
