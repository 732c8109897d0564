import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { QuadrantError } from "../../errors";
import { dataFolder } from "../../project";
import { writeFileAtomic } from "../../store";
import { codeFingerprint } from "./code-fingerprint";

/** The environment variable by which `npm run reproduce -- --check` has every study computed anew. */
export const STUDIES_VARIABLE = "QUADRANT_STUDIES";

/**
 * Where a result is kept: the name says everything it depends on, the code included.
 *
 * @param extension of the file, after the dot
 */
export function studyFile(inputs: object, extension: string): string {
  const text = JSON.stringify({ ...inputs, code: codeFingerprint() }, inOrder);
  const key = createHash("sha256").update(text).digest("hex").slice(0, 32);
  const folder = process.env[STUDIES_VARIABLE] ?? join(dataFolder(), "studies");
  return join(folder, `${key}.${extension}`);
}

/** Two studies may ask for the same with their words in another order. */
function inOrder(_: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * A value that is kept like a result, where computing it takes longer than reading a file.
 *
 * @param inputs what it depends on besides the code
 */
export function keptValue<Value>(inputs: object, compute: () => Value): Value {
  const path = studyFile(inputs, "json");
  const known = readStudyFile(path, (content) => JSON.parse(content.toString("utf8")) as Value);
  if (known !== undefined) return known;
  const value = compute();
  writeFileAtomic(path, JSON.stringify(value));
  return value;
}

/** Undefined where the file is not there yet, or is damaged, which is as good as not there. */
export function readStudyFile<Result>(path: string, parse: (content: Buffer) => Result): Result | undefined {
  let content: Buffer;
  try {
    content = readFileSync(path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new QuadrantError("bad-store", `cannot read ${path}`, { path, cause });
  }
  try {
    return parse(content);
  } catch {
    process.stderr.write(`${path} is damaged: its result is made again\n`);
    return undefined;
  }
}
