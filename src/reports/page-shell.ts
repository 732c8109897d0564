import { formatSeconds } from "../jobs/progress";
import { readPlotlyStyles } from "./assets";
import { type Html, html } from "./html";
import type { Provenance } from "./report-input";

/**
 * What a page may load: files of the report and data in the page itself. No inline script or style, no `eval`, no
 * network. `file:` is for browsers that do not count a file beside the page as `'self'`.
 */
const CONTENT_POLICY = [
  "default-src 'none'",
  "script-src 'self' file:",
  "style-src 'self' file:",
  "img-src 'self' file: data:",
  "media-src 'self' file: data:",
  "font-src 'self' file:",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/** A whole page. `contents` is its list of links, `body` what stands in `<main>`. */
export function pageShell(page: {
  readonly title: string;
  readonly site: string;
  readonly home: boolean;
  readonly hasCode: boolean;
  readonly hasPlots: boolean;
  readonly contents: Html;
  readonly body: Html;
}): string {
  const title = page.home ? page.site : `${page.title} · ${page.site}`;
  const home = page.home
    ? html`<span class="site" aria-current="page">${page.site}</span>`
    : html`<a class="site" href="index.html">${page.site}</a>`;
  const document = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${CONTENT_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="assets/report.css">
${page.hasPlots ? plotlyHead() : null}<script src="assets/report.js"></script>
</head>
<body>
<a class="skip" href="#main">Skip to the text</a>
<header class="bar">
${home}
<div class="switches" hidden>
${page.hasCode ? html`<button type="button" id="code-switch" aria-pressed="false">Show all code</button>` : null}
<button type="button" id="theme-switch">Dark</button>
</div>
</header>
<div class="layout">
<nav class="contents" aria-label="Contents"><details open><summary>Contents</summary>
${page.contents}
</details></nav>
<main id="main" tabindex="-1">
${page.body}
</main>
</div>
</body>
</html>
`;
  return document.text;
}

/** Plotly, its style sheet under the id it looks for, and stand-ins for the style elements it is not to add. */
function plotlyHead(): Html {
  return html`<link rel="stylesheet" href="assets/plotly.css" id="plotly.js-style-global" class="no-inline-styles">
${readPlotlyStyles().skippedIds.map((id) => html`<meta id="${id}" name="plotly-map-styles" content="none">\n`)}<script src="assets/plotly.js" defer></script>
`;
}

/** A list of names and values. */
export function factList(facts: readonly (readonly [string, string | Html | null | undefined])[]): Html {
  const rows = facts.filter(([, value]) => value !== null && value !== undefined && value !== "");
  return html`<dl class="facts">
${rows.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>\n`)}</dl>`;
}

/** Where the numbers come from: the same block on every page, with the page's own times. */
export function provenanceBlock(provenance: Provenance, times: Html | null): Html {
  const { commit, corpus, machine, versions } = provenance;
  const memory = machine.memoryGiB === undefined ? "" : `, ${Math.round(machine.memoryGiB)} GiB`;
  return html`<section aria-labelledby="provenance" class="provenance">
<h2 id="provenance">Provenance</h2>
${factList([
  ["Commit", html`<code>${commit}</code>${provenance.dirty === true ? " with changes that are not committed" : ""}`],
  ["Corpus", `${corpus.name}, ${count(corpus.clips, "clip")}`],
  ["Corpus SHA-256", html`<code class="hash">${corpus.hash}</code>`],
  ["Seed", String(provenance.seed)],
  ["Begun", formatDate(provenance.startedAt)],
  ["Machine", `${machine.cpu}, ${count(machine.cores, "core")}${memory}`],
  ["System", machine.system],
  [
    "Versions",
    Object.entries(versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(", "),
  ],
])}
${times}
</section>`;
}

/** "1 clip", "320 clips". */
export function count(number: number, noun: string): string {
  return `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
}

/** A table of names and seconds, with their sum or what is given instead. */
export function timesTable(
  caption: string,
  rows: readonly { readonly name: string | Html; readonly seconds: number }[],
  total = rows.reduce((sum, row) => sum + row.seconds, 0),
): Html {
  return html`<div class="table-box" role="region" aria-label="${caption}" tabindex="0"><table class="times">
<caption>${caption}</caption>
<tbody>
${rows.map((row) => html`<tr><th scope="row">${row.name}</th><td class="number">${formatSeconds(row.seconds)}</td></tr>\n`)}</tbody>
<tfoot><tr><th scope="row">Total</th><td class="number">${formatSeconds(total)}</td></tr></tfoot>
</table></div>`;
}

function formatDate(iso: string): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? iso : `${date.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
