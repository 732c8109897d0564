import { randomBytes } from "node:crypto";
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { messageOf, QuadrantError } from "../errors";

/**
 * Writes a file so that a reader, or a run that is killed at any moment, sees either the old file or the whole new one.
 * Creates the folder if need be.
 *
 * @throws QuadrantError "bad-store" when the disk is full or the folder cannot be written; names the file and the remedy.
 */
export function writeFileAtomic(path: string, content: string | Uint8Array): void {
  // The random part keeps two processes that write the same file out of each other's way.
  const draft = `${path}.${process.pid}-${randomBytes(4).toString("hex")}.part`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(draft, content);
    renameSync(draft, path);
  } catch (cause) {
    discard(draft);
    throw new QuadrantError("bad-store", `cannot write ${path}: ${messageOf(cause)}`, {
      path,
      remedy: remedyFor(cause),
      cause,
    });
  }
}

/** Removes what was begun; where that fails as well, the first error is the one to tell. */
function discard(draft: string): void {
  try {
    rmSync(draft, { force: true });
  } catch {
    // The folder is a file, or the disk is gone: there is nothing to remove.
  }
}

function remedyFor(cause: unknown): string {
  switch ((cause as NodeJS.ErrnoException).code) {
    case "ENOSPC":
      return "The disk is full: free some space, or name a folder on another disk.";
    case "EROFS":
    case "EACCES":
    case "EPERM":
      return "The folder cannot be written: change its permissions, or name another one.";
    default:
      return "Check that the folder exists and can be written, or name another one.";
  }
}
