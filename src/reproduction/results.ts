import { basename } from "node:path";
import type { CellOutput, ExecutedNotebook, HeadlineResult, ReportNotebook } from "../reports";

/** A number that a notebook declared with showResult, and where it stands. */
export interface NotebookResult {
  readonly notebook: string;
  /** Number of the code cell, counted from 1 as the report counts them. */
  readonly cell: number;
  readonly label: string;
  readonly estimate: number;
  readonly low?: number;
  readonly high?: number;
}

/** Every number that the executed notebooks declared, in the reader's order. */
export function collectResults(notebooks: readonly ReportNotebook[]): NotebookResult[] {
  return notebooks.flatMap(({ path, notebook }) =>
    notebook.cells.flatMap(({ outputs = [] }, index) =>
      outputs.flatMap((output) => {
        const result = declaredResult(output);
        const cell = codeCellNumber(notebook, index);
        return result === undefined ? [] : [{ notebook: basename(path, ".ipynb"), cell, ...result }];
      }),
    ),
  );
}

/** The number that a code cell has in the report: code cells are counted from 1, prose is not. */
export function codeCellNumber({ cells }: ExecutedNotebook, index: number): number {
  return cells.slice(0, index + 1).filter(({ cell_type }) => cell_type === "code").length;
}

/** The same as the report's index shows them. */
export function headlinesOf(results: readonly NotebookResult[]): HeadlineResult[] {
  return results.map(({ label, estimate, low, high, notebook, cell }) => ({
    label,
    value: estimate.toFixed(3),
    interval: low === undefined || high === undefined ? undefined : `${low.toFixed(3)} to ${high.toFixed(3)}`,
    notebook,
    anchor: `cell-${cell}`,
  }));
}

function declaredResult(output: CellOutput): Omit<NotebookResult, "notebook" | "cell"> | undefined {
  if (output.output_type !== "display_data") return undefined;
  const quadrant = output.metadata?.quadrant as { result?: Omit<NotebookResult, "notebook" | "cell"> } | undefined;
  return quadrant?.result;
}
