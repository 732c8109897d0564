import { createHash } from "node:crypto";
import type { ExecutedNotebook } from "./executed-notebook";

/** The MIME type under which notebooks keep plotly figures. */
export const PLOTLY_MIME = "application/vnd.plotly.v1+json";

/** A figure as plotly takes it. */
export interface PlotlyFigure {
  readonly data: readonly unknown[];
  readonly layout: Readonly<Record<string, unknown>>;
}

/** The plotly figure of an output's data, or undefined where there is none. */
export function plotlyFigureIn(data: Readonly<Record<string, unknown>>): PlotlyFigure | undefined {
  const raw = data[PLOTLY_MIME];
  if (raw === null || typeof raw !== "object") return undefined;
  const { data: traces, layout } = raw as { data?: unknown; layout?: unknown };
  if (!Array.isArray(traces)) return undefined;
  return { data: traces, layout: layout !== null && typeof layout === "object" ? { ...layout } : {} };
}

const keys = new WeakMap<readonly unknown[], string>();

/** A name for a figure by its content: the same figure has the same key in every run. */
export function plotlyKey(figure: PlotlyFigure): string {
  const known = keys.get(figure.data);
  if (known !== undefined) return known;
  const key = createHash("sha256")
    .update(JSON.stringify([figure.data, figure.layout]))
    .digest("hex")
    .slice(0, 20);
  keys.set(figure.data, key);
  return key;
}

/** All plotly figures of a notebook, in order. */
export function plotlyFigures(notebook: ExecutedNotebook): PlotlyFigure[] {
  return notebook.cells.flatMap((cell) =>
    (cell.outputs ?? []).flatMap((output) => {
      const figure = "data" in output ? plotlyFigureIn(output.data) : undefined;
      return figure === undefined ? [] : [figure];
    }),
  );
}
