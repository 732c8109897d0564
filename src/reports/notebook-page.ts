import { basename } from "node:path";
import { formatSeconds } from "../jobs/progress";
import { joinText, type NotebookCell } from "./executed-notebook";
import type { Highlight } from "./highlight";
import { Html, html } from "./html";
import type { Heading, RenderMarkdown } from "./markdown";
import { type PageContext, renderError, renderOutputs } from "./outputs";
import { count, pageShell, provenanceBlock, timesTable } from "./page-shell";
import { plotlyFigures } from "./plotly-figure";
import type { Provenance, ReportNotebook } from "./report-input";

/** What all pages of a report share. */
export interface Site {
  readonly title: string;
  readonly provenance: Provenance;
  readonly markdown: RenderMarkdown;
  readonly highlight: Highlight;
  readonly pictures: ReadonlyMap<string, string>;
  readonly warnings: string[];
}

/** A notebook as a page, and what the index says about it. */
export interface NotebookPage {
  readonly name: string;
  readonly file: string;
  readonly title: string;
  readonly purpose: string;
  /** Its sections, which the index links to. */
  readonly sections: readonly { readonly id: string; readonly text: string }[];
  readonly seconds: number;
  readonly figures: number;
  readonly failure: { readonly anchor: string; readonly message: string } | null;
  /** The page itself; its neighbours are known only when all pages are. */
  render(previous: NotebookPage | undefined, next: NotebookPage | undefined): string;
}

/** "notebooks/01-corpora.ipynb" -> "01-corpora". */
export function notebookName(path: string): string {
  return basename(path.replaceAll("\\", "/"), ".ipynb");
}

/** Renders a notebook's cells. */
export function notebookPage(source: ReportNotebook, site: Site): NotebookPage {
  const name = notebookName(source.path);
  const page: PageContext = {
    name,
    markdown: site.markdown,
    pictures: site.pictures,
    ids: new Set(["main", "provenance"]),
    warnings: site.warnings,
    figures: 0,
    tables: 0,
  };
  const { body, headings, times } = renderCells(source, page, site);
  const title = headings.find((heading) => heading.level === 1)?.text ?? name;
  const seconds = source.cellSeconds.reduce<number>((sum, each) => sum + (each ?? 0), 0);
  const failure =
    source.failure === undefined
      ? null
      : { anchor: `cell-${codeNumber(source, source.failure.cell)}`, message: source.failure.message };
  return {
    name,
    file: `${name}.html`,
    title,
    purpose: source.purpose ?? introductionOf(source.notebook.cells),
    sections: headings.filter(({ level }) => level === 2),
    seconds,
    figures: page.figures,
    failure,
    render: (previous, next) =>
      pageShell({
        title,
        site: site.title,
        home: false,
        hasCode: true,
        hasPlots: plotlyFigures(source.notebook).length > 0,
        contents: contentsList(headings, failure),
        body: html`${headings.some((heading) => heading.level === 1) ? null : html`<h1>${title}</h1>`}
${body}
${provenanceBlock(site.provenance, timesTable("Seconds per cell", times))}
<p class="files">The notebook as it was run, outputs included: <a href="${name}.ipynb">${name}.ipynb</a>. ${count(page.figures, "figure")}, ${formatSeconds(seconds)}.</p>
${neighbours(previous, next)}`,
      }),
  };
}

function renderCells(source: ReportNotebook, page: PageContext, site: Site) {
  const parts: Html[] = [];
  const headings: Heading[] = [];
  const times: { name: Html; seconds: number }[] = [];
  for (const [index, cell] of source.notebook.cells.entries()) {
    const text = joinText(cell.source);
    if (cell.cell_type === "markdown") {
      const rendered = site.markdown(text, page.ids);
      headings.push(...rendered.headings);
      parts.push(html`<div class="prose">${rendered.body}</div>\n`);
    } else if (cell.cell_type === "code" && (text.trim() !== "" || (cell.outputs ?? []).length > 0)) {
      const number = codeNumber(source, index);
      const seconds = source.cellSeconds[index] ?? null;
      if (seconds !== null) times.push({ name: html`<a href="#cell-${number}">Cell ${number}</a>`, seconds });
      page.ids.add(`cell-${number}`);
      parts.push(renderCode(cell, number, seconds, stateOf(source, index), page, site));
    }
  }
  return { body: html`${parts}`, headings, times };
}

type CellState =
  | { readonly kind: "run" }
  | { readonly kind: "failed"; readonly message: string }
  | { readonly kind: "not-run" };

function stateOf(source: ReportNotebook, index: number): CellState {
  const { failure } = source;
  if (failure === undefined || index < failure.cell) return { kind: "run" };
  return index === failure.cell ? { kind: "failed", message: failure.message } : { kind: "not-run" };
}

function renderCode(
  cell: NotebookCell,
  number: number,
  seconds: number | null,
  state: CellState,
  page: PageContext,
  site: Site,
): Html {
  const code = joinText(cell.source).trimEnd();
  const outputs = cell.outputs ?? [];
  const took = state.kind === "not-run" ? "not run" : seconds === null ? "" : formatSeconds(seconds);
  // A kernel that died leaves no error among the outputs; the reader gets the runner's message instead.
  const told = outputs.some((output) => output.output_type === "error");
  const failed = state.kind === "failed" && !told ? renderError("The cell failed", state.message, []) : null;
  return html`<section class="cell ${state.kind}" id="cell-${number}" aria-label="Cell ${number}">
<details class="source"${new Html(state.kind === "failed" ? " open" : "")}>
<summary><span class="label">Cell ${number}</span> <span class="first-line">${firstLine(code)}</span> <span class="took">${took}</span></summary>
${site.highlight(code, "typescript")}
</details>
<div class="outputs">
${renderOutputs(outputs, page)}${failed}</div>
</section>\n`;
}

function firstLine(code: string): string {
  return (
    code
      .split("\n")
      .find((line) => line.trim() !== "")
      ?.trim() ?? ""
  );
}

/** Code cells are counted from 1, as a reader counts them. */
function codeNumber(source: ReportNotebook, index: number): number {
  return source.notebook.cells.slice(0, index + 1).filter((cell) => cell.cell_type === "code").length;
}

function contentsList(headings: readonly Heading[], failure: NotebookPage["failure"]): Html {
  const entries = headings.filter((heading) => heading.level === 2 || heading.level === 3);
  return html`<ul>
${failure === null ? null : html`<li class="failed"><a href="#${failure.anchor}">The cell that failed</a></li>\n`}${entries.map(
  (heading) => html`<li class="level-${heading.level}"><a href="#${heading.id}">${heading.text}</a></li>\n`,
)}<li class="level-2"><a href="#provenance">Provenance</a></li>
</ul>`;
}

function neighbours(previous: NotebookPage | undefined, next: NotebookPage | undefined): Html {
  return html`<nav class="neighbours" aria-label="Other notebooks">
${previous === undefined ? null : html`<a rel="prev" href="${previous.file}"><small>Before</small> ${previous.title}</a>\n`}${
  next === undefined ? null : html`<a rel="next" href="${next.file}"><small>Next</small> ${next.title}</a>\n`
}</nav>`;
}

/** The first sentence of prose after the title. */
function introductionOf(cells: readonly NotebookCell[]): string {
  for (const cell of cells) {
    if (cell.cell_type !== "markdown") continue;
    const paragraph = joinText(cell.source)
      .split(/\n\s*\n/)
      .map((block) => block.replace(/^#.*$/gm, "").trim())
      .find((block) => block !== "" && !/^[-*|>`]/.test(block));
    if (paragraph !== undefined) return /^[\s\S]*?[.!?](?=\s|$)/.exec(paragraph)?.[0] ?? paragraph;
  }
  return "";
}
