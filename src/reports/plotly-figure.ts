import { createHash } from "node:crypto";
import type { ExecutedNotebook } from "./executed-notebook";

/** The MIME type under which notebooks keep plotly figures. */
const PLOTLY_MIME = "application/vnd.plotly.v1+json";

/** A figure as plotly takes it. */
export interface PlotlyFigure {
  readonly data: readonly unknown[];
  readonly layout: Readonly<Record<string, unknown>>;
}

/**
 * Traces that plotly draws with regl, which compiles code as it runs: the page's policy forbids that. Two of them have a
 * twin that is drawn as SVG; the others are shown as their static picture.
 */
const NEEDS_EVAL = new Set(["splom", "parcoords"]);
const SVG_TWIN: Readonly<Record<string, string>> = { scattergl: "scatter", scatterpolargl: "scatterpolar" };

/** The first trace type that a page cannot draw live, or undefined. */
export function undrawableTrace(figure: PlotlyFigure): string | undefined {
  return figure.data.map(typeOf).find((type) => NEEDS_EVAL.has(type));
}

function typeOf(trace: unknown): string {
  return String((trace as { type?: unknown } | null)?.type ?? "scatter");
}

function withSvgTwin(trace: unknown): unknown {
  const twin = SVG_TWIN[typeOf(trace)];
  return twin === undefined ? trace : { ...(trace as object), type: twin };
}

/** The plotly figure of an output's data, or undefined where there is none. */
export function plotlyFigureIn(data: Readonly<Record<string, unknown>>): PlotlyFigure | undefined {
  const raw = data[PLOTLY_MIME];
  if (raw === null || typeof raw !== "object") return undefined;
  const { data: traces, layout } = raw as { data?: unknown; layout?: unknown };
  if (!Array.isArray(traces)) return undefined;
  return { data: traces.map(withSvgTwin), layout: layout !== null && typeof layout === "object" ? { ...layout } : {} };
}

/** A name for a figure by its content: the same figure has the same key in every run. */
export function plotlyKey(figure: PlotlyFigure): string {
  return createHash("sha256")
    .update(JSON.stringify([figure.data, figure.layout]))
    .digest("hex")
    .slice(0, 20);
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
