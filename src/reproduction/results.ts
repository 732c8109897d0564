import { basename } from "node:path";
import type { CellOutput, HeadlineResult, ReportNotebook } from "../reports";

/** A number that a notebook declared with showResult, and where it stands. */
export interface NotebookResult {
  readonly notebook: string;
  /** Index of the cell in the notebook. */
  readonly cell: number;
  readonly label: string;
  readonly estimate: number;
  readonly low?: number;
  readonly high?: number;
}

/** Every number that the executed notebooks declared, in the reader's order. */
export function collectResults(notebooks: readonly ReportNotebook[]): NotebookResult[] {
  return notebooks.flatMap(({ path, notebook }) =>
    notebook.cells.flatMap((cell, index) =>
      (cell.outputs ?? []).flatMap((output) => {
        const result = declaredResult(output);
        return result === undefined ? [] : [{ notebook: basename(path, ".ipynb"), cell: index, ...result }];
      }),
    ),
  );
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
