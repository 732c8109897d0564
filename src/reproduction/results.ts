import { basename } from "node:path";
import type { TestedClaim } from "../claims";
import { formatInterval } from "../evaluation";
import type { CellOutput, ExecutedNotebook, HeadlineResult, ReportClaim, ReportNotebook } from "../reports";

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
        const result = declared(output)?.result;
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

/** Every claim that the executed notebooks held against numbers, each once, with the cell that shows it. */
export function collectClaims(notebooks: readonly ReportNotebook[]): ReportClaim[] {
  const claims = new Map<string, ReportClaim>();
  for (const { path, notebook } of notebooks) {
    for (const [index, { outputs = [] }] of notebook.cells.entries()) {
      for (const output of outputs) {
        const claim = declared(output)?.claim;
        if (claim === undefined || claims.has(claim.id)) continue;
        const { sentence, published, measured, asPublished, leakFree, verdict } = claim;
        claims.set(claim.id, {
          ...{ sentence, published, measured, verdict },
          asPublished: asPublished && formatInterval(asPublished),
          leakFree: leakFree && formatInterval(leakFree),
          notebook: basename(path, ".ipynb"),
          anchor: `cell-${codeCellNumber(notebook, index)}`,
        });
      }
    }
  }
  return [...claims.values()];
}

/** What a cell declared with showResult or showClaim. */
function declared(output: CellOutput): Declared | undefined {
  return output.output_type === "display_data" ? (output.metadata?.quadrant as Declared | undefined) : undefined;
}

interface Declared {
  readonly result?: Omit<NotebookResult, "notebook" | "cell">;
  readonly claim?: TestedClaim;
}
