import { QuadrantError } from "../errors";

/** An error about what a file holds: `path what`, and what can be done about it. */
export function badAudio(path: string, what: string, remedy: string, cause?: unknown): QuadrantError {
  return new QuadrantError("bad-audio", `${path} ${what}`, { path, remedy, cause });
}

/** A count as people write it: 1,323,000. */
export function counted(count: number): string {
  return count.toLocaleString("en");
}

export const COPY_AGAIN = "Copy the file again: it was cut.";
