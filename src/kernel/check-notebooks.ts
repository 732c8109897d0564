import { basename } from "node:path";
import { messageOf } from "../errors";
import { KERNELSPEC, type Notebook, type NotebookCell, readNotebook, textOf } from "./notebook";
import { typeCheck } from "./notebook-program";

/** A longer cell hides what belongs into `src`. */
const MAX_LINES = 15;

/**
 * Type-checks every cell of the notebooks and sees that they are clean: no outputs or counts, the project's kernel, short
 * cells.
 *
 * @returns one line for each problem: "NAME.ipynb cell N line L: ...", N counted from 1 over cells of all kinds
 */
export function checkNotebooks(paths: readonly string[]): string[] {
  const problems: string[] = [];
  const notebooks: { name: string; notebook: Notebook }[] = [];
  for (const path of paths) {
    try {
      notebooks.push({ name: basename(path), notebook: readNotebook(path) });
    } catch (error) {
      problems.push(messageOf(error));
    }
  }
  const types = typeCheck(notebooks.map(({ notebook }) => notebook));
  for (const [i, { name, notebook }] of notebooks.entries()) {
    problems.push(...metadataProblems(notebook).map((problem) => `${name}: ${problem}`));
    for (const [at, cell] of notebook.cells.entries()) {
      problems.push(...cellProblems(cell).map((problem) => `${name} cell ${at + 1}: ${problem}`));
    }
    problems.push(...types[i]!.map(({ cell, line, message }) => `${name} cell ${cell} line ${line}: ${message}`));
  }
  return problems;
}

function metadataProblems({ metadata, nbformat_minor }: Notebook): string[] {
  const problems: string[] = [];
  const spec = (metadata.kernelspec ?? {}) as { name?: unknown; language?: unknown };
  if (spec.name !== KERNELSPEC.name || spec.language !== KERNELSPEC.language) {
    const found = `${String(spec.name)} (${String(spec.language)})`;
    problems.push(`its kernel is ${found}, not ${KERNELSPEC.name} (${KERNELSPEC.language}); choose that one and save`);
  }
  if (nbformat_minor < 5) problems.push(`its nbformat is 4.${nbformat_minor}, not 4.5`);
  return problems;
}

function cellProblems(cell: NotebookCell): string[] {
  if (cell.cell_type !== "code") return [];
  const problems: string[] = [];
  const outputs = cell.outputs?.length ?? 0;
  if (outputs > 0) problems.push(`holds ${outputs} outputs; clear them before committing`);
  if (typeof cell.execution_count === "number") problems.push("holds an execution count; clear the outputs");
  const lines = textOf(cell.source).split("\n").length;
  if (lines > MAX_LINES) problems.push(`has ${lines} lines, more than ${MAX_LINES}; move the work into src`);
  return problems;
}
