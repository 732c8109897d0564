import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Reads a golden file that an independent program made; see the scripts in test/golden. */
export function golden<Content>(name: string): Content {
  return JSON.parse(readFileSync(join("test", "golden", `${name}.json`), "utf8"));
}
