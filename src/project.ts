import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** Absolute path of the folder that holds quadrant's package.json. */
export const PROJECT_ROOT = findRoot(__dirname);

/**
 * Absolute path of the folder for everything that is made and can be made again: corpora, feature stores, studies.
 * `QUADRANT_DATA` moves it to another disk.
 */
export function dataFolder(): string {
  return process.env.QUADRANT_DATA ?? join(PROJECT_ROOT, "data");
}

function findRoot(folder: string): string {
  if (existsSync(join(folder, "package.json"))) return folder;
  return findRoot(dirname(folder));
}
