import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import type { FigureWords, PlotlyFigure } from "./display";

/** A figure as JSON allows it. */
interface PlotlyJson extends Record<string, unknown> {
  readonly data: unknown;
  readonly layout: unknown;
}

/** The figure with typed arrays as arrays; numbers that JSON does not know become null, which plotly leaves out. */
export function plotlyJson({ data, layout = {} }: PlotlyFigure): PlotlyJson {
  const text = JSON.stringify({ data, layout }, (_key, value: unknown) =>
    ArrayBuffer.isView(value) && !(value instanceof DataView)
      ? Array.from(value as unknown as ArrayLike<unknown>)
      : value,
  );
  return JSON.parse(text) as PlotlyJson;
}

/**
 * The figure as HTML for pages without a plotly renderer, JupyterLab's above all.
 *
 * Where scripts are not run (an untrusted notebook), caption and alternative text remain.
 */
export function plotlyHtml(json: PlotlyJson, { caption, alt }: FigureWords, carriesPlotly: boolean): string {
  const id = `quadrant-figure-${randomUUID()}`;
  const height = (json.layout as { height?: unknown }).height;
  const pixels = typeof height === "number" ? height : 450;
  return `<figure style="margin:0">
<div id="${id}" role="img" aria-label="${escapeHtml(alt)}" style="min-height:${pixels}px"><p>${escapeHtml(alt)}</p></div>
<figcaption>${escapeHtml(caption)}</figcaption>
</figure>
<script>
${carriesPlotly ? loader() : ""}
(${drawFigure.toString()})(${JSON.stringify(id)}, ${scriptJson(json)});
</script>`;
}

/** Runs in the page: waits for plotly, which another output may still be unpacking, and draws. */
function drawFigure(id: string, figure: { data: unknown; layout: object }): void {
  const page = window as unknown as {
    Plotly?: { newPlot(...parts: unknown[]): unknown };
    quadrantPlotly?: Promise<unknown>;
  };
  const started = Date.now();
  const draw = (): void => {
    const place = document.getElementById(id);
    if (place === null || (page.Plotly === undefined && page.quadrantPlotly === undefined)) {
      if (Date.now() - started < 15000) setTimeout(draw, 100);
      else if (place !== null) {
        place.append("To draw this figure, run the notebook's first figure again: it brings plotly.js along.");
      }
      return;
    }
    Promise.resolve(page.quadrantPlotly).then(() => {
      place.replaceChildren();
      page.Plotly?.newPlot(place, figure.data, figure.layout, { responsive: true, displaylogo: false });
    });
  };
  draw();
}

/** Runs in the page: unpacks plotly.js and makes it the page's `Plotly`. */
function unpackPlotly(packed: string): void {
  const page = window as unknown as { Plotly?: unknown; quadrantPlotly?: Promise<unknown> };
  if (page.Plotly !== undefined) return;
  const bytes = Uint8Array.from(atob(packed), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  page.quadrantPlotly = new Response(stream).text().then((source) => {
    // As a function with no module system in sight: JupyterLab has one, which plotly would register itself with.
    const load = new Function(
      "define",
      "module",
      "exports",
      `${source}\nreturn typeof Plotly === "undefined" ? this.Plotly : Plotly;`,
    );
    page.Plotly = load.call(window, undefined, undefined, undefined);
  });
}

let packed: string | undefined;

function loader(): string {
  packed ??= gzipSync(readFileSync(require.resolve("plotly.js-dist/plotly.js"))).toString("base64");
  return `(${unpackPlotly.toString()})("${packed}");`;
}

/** JSON that a script element can hold: no "</script>" in it. */
function scriptJson(value: unknown): string {
  return JSON.stringify(value).replaceAll("<", "\\u003c");
}

const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ESCAPES[character] ?? character);
}
