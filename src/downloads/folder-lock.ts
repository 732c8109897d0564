import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { QuadrantError } from "../errors";

/**
 * Keeps a folder to one process at a time: two that append to the same part would spoil it. The lock of a process that
 * is no more is taken over.
 *
 * @returns what gives the folder free
 * @throws QuadrantError "unavailable" when another process has it
 */
export function lockFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, "lock");
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      writeFileSync(path, String(process.pid), { flag: "wx" });
      return () => rmSync(path, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      if (isAlive(Number(readLock(path)))) break;
      rmSync(path, { force: true });
    }
  }
  throw new QuadrantError("unavailable", `process ${readLock(path)} is at work in ${folder}`, {
    path,
    remedy: `Wait until it is done. If there is no such process, remove ${path}.`,
  });
}

function readLock(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
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
