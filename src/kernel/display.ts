import { kernelSession } from "./kernel-session";
import { plotlyHtml, plotlyJson } from "./plotly-output";
import type { Json } from "./wire";

/** The words that a figure cannot do without. */
export interface FigureWords {
  /** What the reader sees, shown below the figure. */
  readonly caption: string;
  /** The same for someone who cannot see it. */
  readonly alt: string;
}

/** A figure as plotly takes it. Typed arrays may stand where plotly wants arrays. */
export interface PlotlyFigure {
  readonly data: readonly object[];
  readonly layout?: object;
}

const PLOTLY_MIME = "application/vnd.plotly.v1+json";

/**
 * Shows one output below the running cell, in a form per MIME type; the client takes the richest that it knows.
 *
 * Outside a kernel there is nothing to show it in: the plain text is printed, or which forms there would be.
 */
export function displayData(data: Json, metadata: Json = {}): void {
  const session = kernelSession();
  if (session === undefined) {
    const plain = data["text/plain"] ?? `[${Object.keys(data).join(", ")}: shown in a notebook]`;
    process.stdout.write(`${String(plain)}\n`);
  } else session.display(data, metadata);
}

/**
 * Shows a plotly figure: as plotly JSON, which VS Code and the report draw, and as HTML, which JupyterLab draws.
 * Caption and alternative text are kept in the output's metadata too, as `quadrant: {caption, alt}`.
 *
 * The first figure of a session carries plotly.js in its HTML (2.6 MB), so that the page needs no network.
 *
 * @example
 * showPlotly({ data: [{ type: "bar", x: ["a", "b"], y: [1, 2] }] }, { caption: "Two bars.", alt: "b is twice a." });
 */
export function showPlotly(figure: PlotlyFigure, { caption, alt }: FigureWords): void {
  const session = kernelSession();
  const plain = `[figure: ${caption}]`;
  if (session === undefined) {
    displayData({ "text/plain": plain });
    return;
  }
  const json = plotlyJson(figure);
  // Sent again when its cell is run again: the output that had it is replaced.
  const carriesPlotly = session.plotlySentBy === undefined || session.plotlySentBy === session.cell();
  session.plotlySentBy ??= session.cell();
  displayData(
    { [PLOTLY_MIME]: json, "text/html": plotlyHtml(json, { caption, alt }, carriesPlotly), "text/plain": plain },
    { quadrant: { caption, alt } },
  );
}

/** Shows HTML. JupyterLab and the report drop scripts from HTML that they did not see being made. */
export function showHtml(html: string): void {
  displayData({ "text/html": html });
}

/** Shows markdown. */
export function showMarkdown(markdown: string): void {
  displayData({ "text/markdown": markdown, "text/plain": markdown });
}
