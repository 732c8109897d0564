import { formatSeconds } from "../jobs/progress";
import { type Html, html } from "./html";
import { type NotebookPage, notebookName, type Site } from "./notebook-page";
import { count, factList, pageShell, provenanceBlock, timesTable } from "./page-shell";
import type { Citation, HeadlineResult, ReportClaim, ReportInput, ReportProtocol } from "./report-input";

/** The first page: what this is, what came out, where to read on, how to do it again. */
export function indexPage(input: ReportInput, pages: readonly NotebookPage[], site: Site): string {
  const { corpus } = input.provenance;
  const ids = new Set(["main"]);
  const { claims = [] } = input;
  const { citations: citing = [] } = input;
  const failed = pages.filter((page) => page.failure !== null);
  const body = html`<h1>${input.title}</h1>
${corpus.synthetic ? html`<p class="badges"><span class="badge">Synthetic corpus</span></p>` : null}
<div class="prose lead">${site.markdown(input.introduction, ids).body}</div>
${failed.map(failureNotice)}
${
  claims.length === 0
    ? null
    : html`<section aria-labelledby="claims"><h2 id="claims">Claims</h2>${claimsTable(claims, pages)}</section>\n`
}${
  input.results.length === 0
    ? null
    : html`<section aria-labelledby="results"><h2 id="results">Results</h2>${resultsTable(input.results, pages)}</section>`
}
<section aria-labelledby="notebooks"><h2 id="notebooks">Notebooks</h2>
<ol class="notebooks">
${pages.map((page) => notebookEntry(page, site))}</ol>
</section>
<section aria-labelledby="corpus"><h2 id="corpus">Corpus</h2>
${corpus.description === undefined ? null : html`<div class="prose">${site.markdown(corpus.description, ids).body}</div>`}
${factList([
  ["Name", corpus.name],
  ["Clips", corpus.clips.toLocaleString("en")],
  ["Kind", corpus.synthetic ? "Synthetic: composed and rendered by this project" : "Recorded or performed by people"],
  ...Object.entries(corpus.facts ?? {}),
])}
</section>
${input.protocol === undefined ? null : protocolSection(input.protocol, pages, site, ids)}
${provenanceBlock(input.provenance, stageTimes(input))}
<section aria-labelledby="again"><h2 id="again">Run it again</h2>
<div class="prose"><p>In a clone of the project at the commit above, with Node and npm, after <code>npm ci</code>:</p></div>
${site.highlight(input.provenance.command, "bash")}
${againOneNotebook(input, site)}
</section>
${citing.length === 0 ? null : citationSection(citing, site)}`;
  return pageShell({
    title: input.title,
    site: input.title,
    home: true,
    hasCode: false,
    hasPlots: false,
    contents: contents(input, pages),
    body,
  });
}

function contents(input: ReportInput, pages: readonly NotebookPage[]): Html {
  return html`<ul>
${(input.claims ?? []).length === 0 ? null : html`<li class="level-2"><a href="#claims">Claims</a></li>\n`}${input.results.length === 0 ? null : html`<li class="level-2"><a href="#results">Results</a></li>\n`}<li class="level-2"><a href="#notebooks">Notebooks</a></li>
${pages.map((page) => html`<li class="level-3"><a href="${page.file}">${page.title}</a></li>\n`)}<li class="level-2"><a href="#corpus">Corpus</a></li>
${input.protocol === undefined ? null : html`<li class="level-2"><a href="#protocol">Protocol</a></li>\n`}<li class="level-2"><a href="#provenance">Provenance</a></li>
<li class="level-2"><a href="#again">Run it again</a></li>
${(input.citations ?? []).length === 0 ? null : html`<li class="level-2"><a href="#cite">How to cite</a></li>\n`}</ul>`;
}

function failureNotice(page: NotebookPage): Html {
  return html`<div class="error" role="group" aria-label="Error">
<p class="error-title"><a href="${page.file}#${page.failure?.anchor}">${page.title}</a> stopped: ${page.failure?.message}</p>
<p>The results below are incomplete.</p>
</div>\n`;
}

function notebookEntry(page: NotebookPage, site: Site): Html {
  const state = page.failure === null ? null : html`<span class="badge failed">failed</span> `;
  const purpose = site.markdown(page.purpose, new Set()).body;
  return html`<li><a class="notebook-title" href="${page.file}">${page.title}</a> ${state}
<div class="purpose">${purpose}</div>
${page.sections.length === 0 ? null : html`<p class="meta sections">${page.sections.map(({ id, text }, i) => html`${i === 0 ? "" : " · "}<a href="${page.file}#${id}">${text}</a>`)}</p>`}
<p class="meta">${count(page.figures, "figure")} · ${formatSeconds(page.seconds)} · <a href="${page.name}.ipynb">${page.name}.ipynb</a></p></li>\n`;
}

function stageTimes({ stages, seconds }: ReportInput): Html | null {
  if (stages.length === 0) return null;
  const sum = stages.reduce((total, stage) => total + stage.seconds, 0);
  const beside = seconds !== undefined && seconds < sum;
  const caption = `Seconds per stage by the clock${beside ? "; notebooks run two at a time and wait for their turn at the cores" : ""}`;
  return timesTable(caption, stages, seconds);
}

function protocolSection(
  { rules, sheet }: ReportProtocol,
  pages: readonly NotebookPage[],
  site: Site,
  ids: Set<string>,
): Html {
  const shown = sheet !== undefined && pages.some(({ name }) => name === sheet.notebook);
  return html`<section aria-labelledby="protocol"><h2 id="protocol">Protocol</h2>
<div class="prose">${site.markdown(rules.map((rule) => `- ${rule}`).join("\n"), ids).body}
${shown ? html`<p>Each possible leak with its answer: the model information sheet in ${sourceLink(sheet, pages)}.</p>` : null}</div>
</section>`;
}

/** The last notebook stands for all. */
function againOneNotebook({ notebooks, provenance }: ReportInput, site: Site): Html | null {
  const last = notebooks.at(-1);
  if (last === undefined) return null;
  const all = provenance.command.replace(/ --only( [^-\s]\S*)+/, "");
  const command = all.includes(" -- ") || all.endsWith(" --") ? all : `${all} --`;
  return html`<div class="prose"><p>One notebook, what is cached being read and not computed again:</p></div>
${site.highlight(`${command} --only ${notebookName(last.path)}`, "bash")}
<div class="prose"><p>Or cell by cell in JupyterLab or VS Code, after this has registered the kernel; environment.md says more:</p></div>
${site.highlight("npm run kernel", "bash")}`;
}

function citationSection(citations: readonly Citation[], site: Site): Html {
  return html`<section aria-labelledby="cite"><h2 id="cite">How to cite</h2>
${citations.map(({ of, text }) => html`<div class="prose"><p>${of}:</p></div>\n${site.highlight(text, "bibtex")}\n`)}</section>`;
}

function claimsTable(claims: readonly ReportClaim[], pages: readonly NotebookPage[]): Html {
  return html`<div class="table-box" role="region" aria-label="Claims" tabindex="0"><table class="claims">
<thead><tr><th scope="col">The study's claim</th><th scope="col">Published</th><th scope="col">Measured here</th><th scope="col" class="number">As published</th><th scope="col" class="number">Without leaks</th><th scope="col">Verdict</th><th scope="col">Shown in</th></tr></thead>
<tbody>
${claims.map(
  (claim) =>
    html`<tr><th scope="row">${claim.sentence}</th><td>${claim.published}</td><td>${claim.measured}</td><td class="number">${claim.asPublished ?? ""}</td><td class="number">${claim.leakFree ?? ""}</td><td><strong>${claim.verdict}</strong></td><td>${sourceLink(claim, pages)}</td></tr>\n`,
)}</tbody>
</table></div>`;
}

function resultsTable(results: readonly HeadlineResult[], pages: readonly NotebookPage[]): Html {
  return html`<div class="table-box" role="region" aria-label="Results" tabindex="0"><table class="results">
<thead><tr><th scope="col">What</th><th scope="col" class="number">Value</th><th scope="col" class="number">Interval</th><th scope="col">Shown in</th></tr></thead>
<tbody>
${results.map(
  (result) =>
    html`<tr><th scope="row">${result.label}</th><td class="number value">${result.value}</td><td class="number">${result.interval ?? ""}</td><td>${sourceLink(result, pages)}</td></tr>\n`,
)}</tbody>
</table></div>`;
}

function sourceLink(
  result: Pick<HeadlineResult, "notebook" | "anchor">,
  pages: readonly NotebookPage[],
): Html | string {
  if (result.notebook === undefined) return "";
  const name = notebookName(result.notebook);
  const page = pages.find((each) => each.name === name);
  if (page === undefined) return name;
  const anchor = result.anchor === undefined ? "" : `#${result.anchor}`;
  return html`<a href="${page.file}${anchor}">${page.title}</a>`;
}
