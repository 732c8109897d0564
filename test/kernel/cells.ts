import { type Notebook, type NotebookRun, type RunOptions, runNotebook } from "../../src/kernel";

/** A notebook of code cells. */
export function notebookOf(...sources: string[]): Notebook {
  const cells = sources.map((source, i) => ({
    cell_type: "code" as const,
    id: `cell-${i}`,
    source,
    metadata: {},
    outputs: [],
    execution_count: null,
  }));
  const kernelspec = { name: "quadrant", display_name: "quadrant (TypeScript, tslab)", language: "typescript" };
  return { cells, metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 };
}

/** Runs cells on a real kernel. */
export function runCells(sources: readonly string[], options: RunOptions = {}): Promise<NotebookRun> {
  return runNotebook(notebookOf(...sources), { timeoutMs: 60_000, ...options });
}

/** All text that a cell of a run wrote to a stream. */
export function textIn(run: NotebookRun, index: number, stream = "stdout"): string {
  const outputs = run.notebook.cells[index]?.outputs ?? [];
  return outputs
    .flatMap((output) => (output.output_type === "stream" && output.name === stream ? [output.text].flat() : []))
    .join("");
}
