import { asSeenOnTerminal, type CellOutput, joinText, type OutputMetadata, wordsOf } from "./executed-notebook";
import { dataBlock, escapeHtml, Html, html } from "./html";
import type { RenderMarkdown } from "./markdown";
import { type PlotlyFigure, plotlyFigureIn, plotlyKey, undrawableTrace } from "./plotly-figure";
import { sanitiseHtml } from "./sanitise";

/** What the outputs of one page share. */
export interface PageContext {
  /** Name of the page, for warnings. */
  readonly name: string;
  readonly markdown: RenderMarkdown;
  /** Address of the static picture of a figure, by its key; none if it could not be drawn. */
  readonly pictures: ReadonlyMap<string, string>;
  /** Ids in use on the page. */
  readonly ids: Set<string>;
  readonly warnings: string[];
  figures: number;
  tables: number;
}

type Mime = Readonly<Record<string, unknown>>;

/** The outputs of a cell as HTML. Streams that follow each other are joined, as a terminal would show them. */
export function renderOutputs(outputs: readonly CellOutput[], page: PageContext): Html {
  return html`${joinStreams(outputs).map((output) => renderOutput(output, page))}`;
}

function joinStreams(outputs: readonly CellOutput[]): CellOutput[] {
  const joined: CellOutput[] = [];
  for (const output of outputs) {
    const last = joined[joined.length - 1];
    if (output.output_type === "stream" && last?.output_type === "stream" && last.name === output.name) {
      joined[joined.length - 1] = { ...last, text: joinText(last.text) + joinText(output.text) };
    } else joined.push(output);
  }
  return joined;
}

function renderOutput(output: CellOutput, page: PageContext): Html {
  switch (output.output_type) {
    case "stream":
      return renderText(joinText(output.text), output.name === "stderr" ? "stream stderr" : "stream");
    case "error":
      return renderError(output.ename, output.evalue, output.traceback);
    default:
      return renderData(output.data, output.metadata ?? {}, page);
  }
}

function renderText(text: string, kind: string): Html {
  const shown = asSeenOnTerminal(text).replace(/\s+$/, "");
  if (shown === "") return html``;
  const label = kind.includes("stderr") ? "Messages" : "Printed text";
  return html`<pre class="${kind}" tabindex="0" role="region" aria-label="${label}">${shown}</pre>\n`;
}

/** A failed cell's error, in place. */
export function renderError(name: string, message: string, traceback: readonly string[]): Html {
  // An error without a message of its own still says what it is.
  const title = message === "" ? name : `${name}: ${asSeenOnTerminal(message)}`;
  const lines = asSeenOnTerminal(traceback.join("\n")).trim();
  const trace = lines.startsWith(title) ? lines.slice(title.length).trim() : lines;
  return html`<div class="error" role="group" aria-label="Error">
<p class="error-title">${title}</p>
${trace === "" ? null : html`<pre tabindex="0" role="region" aria-label="Traceback">${trace}</pre>`}
</div>\n`;
}

/** The richest form of an output, once: a figure is not repeated as its fallback. */
function renderData(data: Mime, metadata: OutputMetadata, page: PageContext): Html {
  const figure = plotlyFigureIn(data);
  if (figure !== undefined) return renderPlot(figure, metadata, page);
  if (data["image/svg+xml"] !== undefined) {
    // As an image, not in the page: an image runs no script and loads nothing.
    const base64 = Buffer.from(joinText(data["image/svg+xml"])).toString("base64");
    return renderImage(`data:image/svg+xml;base64,${base64}`, metadata, page);
  }
  for (const type of ["image/png", "image/jpeg", "image/gif", "image/webp"]) {
    if (data[type] === undefined) continue;
    const base64 = joinText(data[type]).replace(/[^A-Za-z0-9+/=]/g, "");
    return renderImage(`data:${type};base64,${base64}`, metadata, page);
  }
  if (data["text/html"] !== undefined) return renderHtml(joinText(data["text/html"]), metadata, page);
  if (data["text/markdown"] !== undefined) {
    return html`<div class="prose">${page.markdown(joinText(data["text/markdown"]), page.ids).body}</div>\n`;
  }
  const plain = data["text/plain"] ?? data["application/json"];
  return plain === undefined ? html`` : renderText(joinText(plain), "stream");
}

/** Caption and alternative text of the next figure; their absence is a warning, not a gap on the page. */
function describe(metadata: OutputMetadata, page: PageContext): { number: number; caption: string; alt: string } {
  page.figures += 1;
  const { caption, alt } = wordsOf(metadata);
  if (caption === undefined) page.warnings.push(`${page.name}: figure ${page.figures} has no caption`);
  if (alt === undefined) page.warnings.push(`${page.name}: figure ${page.figures} has no alternative text`);
  return {
    number: page.figures,
    caption: caption ?? "Without a caption.",
    alt: alt ?? caption ?? `Figure ${page.figures}, not described`,
  };
}

function renderPlot(figure: PlotlyFigure, metadata: OutputMetadata, page: PageContext): Html {
  const { number, caption, alt } = describe(metadata, page);
  const picture = page.pictures.get(plotlyKey(figure));
  const data = `figure-${number}-data`;
  const fallback =
    picture === undefined
      ? html`<p class="no-picture">The static picture of this figure is missing: no browser was there to draw it.</p>`
      : html`<img class="static" src="${picture}" alt="${alt}">`;
  const undrawable = undrawableTrace(figure);
  if (undrawable !== undefined && picture === undefined) {
    page.warnings.push(`${page.name}: figure ${number} is not shown: ${undrawable} needs its static picture`);
  }
  const live = html`<div class="plot" role="img" aria-label="${alt}" data-figure="${data}" hidden></div>
${dataBlock(data, figure)}`;
  return html`<figure id="${takeId(`figure-${number}`, page)}" class="figure">
${fallback}
${undrawable === undefined ? live : null}
${figureCaption(`Figure ${number}.`, caption, page)}
</figure>\n`;
}

function renderImage(address: string, metadata: OutputMetadata, page: PageContext): Html {
  const { number, caption, alt } = describe(metadata, page);
  return html`<figure id="${takeId(`figure-${number}`, page)}" class="figure">
<img src="${address}" alt="${alt}">
${figureCaption(`Figure ${number}.`, caption, page)}
</figure>\n`;
}

function renderHtml(markup: string, metadata: OutputMetadata, page: PageContext): Html {
  const clean = sanitiseHtml(markup).text;
  if (!/<table\b/i.test(clean)) return html`<div class="prose">${new Html(clean)}</div>\n`;
  const { caption } = wordsOf(metadata);
  page.tables += 1;
  const label = caption ?? `Table ${page.tables}`;
  const boxed = alignNumbers(clean)
    .replace(/<table\b/g, `<div class="table-box" role="region" aria-label="${escapeHtml(label)}" tabindex="0"><table`)
    .replace(/<\/table>/g, "</table></div>");
  if (caption === undefined) return html`<div class="table">${new Html(boxed)}</div>\n`;
  const id = takeId(`table-${page.tables}`, page);
  return html`<figure id="${id}" class="table">
${figureCaption(`Table ${page.tables}.`, caption, page)}
${new Html(boxed)}
</figure>\n`;
}

/** Cells that hold nothing but a number stand right, under each other. */
function alignNumbers(markup: string): string {
  return markup.replace(
    /<td((?: [a-z]+="[^"]*")*)>(\s*[-+\u2212]?[\d.,\u00a0 ]*\d(?:e[-+]?\d+)?\s*%?\s*)<\/td>/gi,
    '<td class="number"$1>$2</td>',
  );
}

function figureCaption(label: string, caption: string, page: PageContext): Html {
  // Captions are one line of markdown, so that they may hold maths and emphasis.
  const line = page.markdown(caption.replace(/\s*\n\s*/g, " "), page.ids).body.text.replace(/^<p>|<\/p>\s*$/g, "");
  return html`<figcaption><b>${label}</b> ${new Html(line)}</figcaption>`;
}

function takeId(id: string, page: PageContext): string {
  page.ids.add(id);
  return id;
}
