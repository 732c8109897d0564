import { readFileSync } from "node:fs";
import { messageOf, QuadrantError } from "../errors";
import type { Json } from "./wire";

/** Text in a notebook: one string, or its lines. */
type MultilineText = string | string[];

/** One output of a cell. */
export type Output =
  | { output_type: "stream"; name: string; text: MultilineText }
  | { output_type: "display_data"; data: Json; metadata: Json }
  | { output_type: "execute_result"; data: Json; metadata: Json; execution_count: number | null }
  | { output_type: "error"; ename: string; evalue: string; traceback: string[] };

/** A code cell holds outputs and a count; other cells do not. */
export interface NotebookCell {
  cell_type: "code" | "markdown" | "raw";
  id?: string;
  source: MultilineText;
  metadata: Json;
  outputs?: Output[];
  execution_count?: number | null;
}

/** A notebook as nbformat 4.5 describes it. */
export interface Notebook {
  cells: NotebookCell[];
  metadata: Json;
  nbformat: number;
  nbformat_minor: number;
}

/** What every notebook of the project says about its kernel. */
export const KERNELSPEC = {
  name: "quadrant",
  display_name: "quadrant (TypeScript, tslab)",
  language: "typescript",
} as const;

/** A cell's text as one string. */
export function textOf(text: MultilineText): string {
  return typeof text === "string" ? text : text.join("");
}

/**
 * Reads an .ipynb file.
 *
 * @throws QuadrantError "notebook" when the file is missing or is no notebook of nbformat 4.
 */
export function readNotebook(path: string): Notebook {
  let parsed: Partial<Notebook>;
  try {
    parsed = JSON.parse(readFileSync(path, "utf8"));
  } catch (cause) {
    throw new QuadrantError("notebook", `cannot read the notebook ${path}: ${messageOf(cause)}`, {
      path,
      remedy: "Check the path, and that the file is a notebook.",
      cause,
    });
  }
  if (!Array.isArray(parsed.cells) || parsed.nbformat !== 4) {
    throw new QuadrantError("notebook", `${path} is not a notebook: it has no cells, or its nbformat is not 4`, {
      path,
    });
  }
  return { metadata: {}, nbformat_minor: 5, ...parsed } as Notebook;
}
