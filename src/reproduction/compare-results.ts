import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { messageOf, QuadrantError } from "../errors";
import type { NotebookResult } from "./results";

/** The results that the last run left in a report's folder. @throws QuadrantError "missing-file" when there are none */
export function lastResults(outDir: string): NotebookResult[] {
  const path = join(outDir, "results.json");
  if (!existsSync(path)) {
    throw new QuadrantError("missing-file", `there is no ${path} to compare with`, {
      path,
      remedy: "Run npm run reproduce first, with the same options.",
    });
  }
  try {
    return JSON.parse(readFileSync(path, "utf8")).results;
  } catch (cause) {
    throw new QuadrantError("bad-store", `${path} is damaged: ${messageOf(cause)}`, {
      path,
      cause,
      remedy: "Run npm run reproduce again without --check.",
    });
  }
}

/** What differs between two runs, a line each; empty where every number is the same. */
export function differences(before: readonly NotebookResult[], after: readonly NotebookResult[]): string[] {
  const key = ({ notebook, label }: NotebookResult) => `${notebook}: ${label}`;
  const told = ({ estimate, low, high }: NotebookResult) =>
    low === undefined ? `${estimate}` : `${estimate} (${low} to ${high})`;
  const [old, now] = [before, after].map((results) => new Map(results.map((result) => [key(result), told(result)])));
  return [...new Set([...old!.keys(), ...now!.keys()])].flatMap((name) => {
    const [was, is] = [old!.get(name), now!.get(name)];
    return was === is ? [] : [`${name} was ${was ?? "not there"}, is ${is ?? "not there"}`];
  });
}
