import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CellOutput, ExecutedNotebook, NotebookCell } from "../../src/reports/executed-notebook";
import type { ReportInput, ReportNotebook } from "../../src/reports/report-input";

/** A notebook made by hand with every kind of output, hostile ones included, and one that failed. */

/** An image of one red pixel. */
const PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg==";

export function markdown(source: string): NotebookCell {
  return { cell_type: "markdown", source };
}

export function code(source: string, ...outputs: CellOutput[]): NotebookCell {
  return { cell_type: "code", source, outputs, execution_count: 1 };
}

export function display(data: Record<string, unknown>, caption?: string, alt?: string): CellOutput {
  const quadrant = caption === undefined ? undefined : { caption, ...(alt === undefined ? {} : { alt }) };
  return { output_type: "display_data", data, metadata: quadrant === undefined ? {} : { quadrant } };
}

/** A bar chart with error bars, as notebooks send it. */
export function barChart(caption?: string, alt?: string): CellOutput {
  const figure = {
    data: [
      {
        type: "bar",
        name: "accuracy",
        x: ["majority", "logistic regression", "recurrent network"],
        y: [0.27, 0.58, 0.63],
        error_y: { type: "data", array: [0.02, 0.05, 0.05] },
        marker: { color: "#3b7dd8" },
      },
      { type: "scatter", mode: "lines", name: "ceiling", x: ["majority", "recurrent network"], y: [0.8, 0.8] },
    ],
    layout: { yaxis: { title: { text: "accuracy" }, range: [0, 1] }, height: 380 },
  };
  return display(
    { "application/vnd.plotly.v1+json": figure, "text/html": "<div>FALLBACK THAT IS NOT SHOWN</div>" },
    caption,
    alt,
  );
}

function heatmap(): CellOutput {
  const z = [
    [52, 8, 6, 14],
    [9, 61, 7, 3],
    [4, 12, 55, 9],
    [11, 2, 13, 54],
  ];
  const names = ["Q1", "Q2", "Q3", "Q4"];
  const figure = {
    data: [{ type: "heatmap", z, x: names, y: names, texttemplate: "%{z}", colorscale: "Blues", showscale: true }],
    layout: { xaxis: { title: { text: "predicted" } }, yaxis: { title: { text: "true" }, autorange: "reversed" } },
  };
  return display(
    { "application/vnd.plotly.v1+json": figure },
    "Confusion of the four quadrants; rows are the truth.",
    "A four by four heat map whose diagonal is darkest.",
  );
}

const TABLE = `<table border="1" style="color:red" onclick="alert(1)"><thead><tr><th>model</th><th>accuracy</th><th>macro-F1</th></tr></thead>
<tbody>${["majority", "logistic regression", "recurrent network"]
  .map((name, row) => `<tr><td>${name}</td><td>0.${27 + row * 15}</td><td>0.${11 + row * 20}</td></tr>`)
  .join("")}</tbody></table>`;

/** Everything a hostile output might try; none of it may reach the page. */
export const HOSTILE = `<script>window.hacked = 1</script><img src=x onerror="window.hacked=2"><img src="https://example.invalid/a.png">
<a href="javascript:window.hacked=3">a link</a><svg onload="window.hacked=4"></svg><iframe src="https://example.invalid"></iframe>
<p style="position:fixed;inset:0">styled</p></div></main><style>main{display:none}</style><link rel=stylesheet href="https://example.invalid/x.css">`;

function main(): ExecutedNotebook {
  const cells = [
    markdown(
      "# Baselines and what they miss\n\nA majority vote is the floor; order-blind models have a *known* ceiling.",
    ),
    code("import { accuracy } from 'quadrant/evaluation';\n\nconst scores = await accuracy(); // fast"),
    markdown(
      "## How good is logistic regression?\n\nWe expect $\\hat{p} = \\frac{k}{n}$ to lie between them, with\n\n$$\\sigma = \\sqrt{\\frac{p(1-p)}{n}}$$\n\nIt costs $5 or $6, not $\\alpha$.\n\n```ts\nconst x: number = 1;\n```\n\n| left | right |\n| :--- | ---: |\n| a | 1 |",
    ),
    code(
      "await showScores(scores);",
      barChart("Accuracy with 95 % intervals, $n = 320$.", "Three bars, growing from 0.27 to 0.63."),
    ),
    code("await showConfusion();", heatmap()),
    markdown("### Numbers\n\nThe same as a table."),
    code("table(scores);", display({ "text/html": TABLE }, "Scores of the three models.")),
    code(
      "console.log('training');",
      { output_type: "stream", name: "stdout", text: "epoch 1\repoch 2\u001b[32m" },
      { output_type: "stream", name: "stdout", text: [" done\u001b[0m\n", "a <b> line\n"] },
      { output_type: "stream", name: "stderr", text: "a warning\n" },
    ),
    markdown("## Every other kind of output"),
    code(
      "others();",
      display({ "image/png": PIXEL, "text/plain": "not shown twice" }, "A pixel.", "One red pixel."),
      display(
        {
          "image/svg+xml":
            '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20"><script>window.hacked=5</script><rect width="60" height="20" fill="teal"/></svg>',
        },
        "A bar.",
        "A teal bar.",
      ),
      display({ "text/markdown": "**Said** in $x^2$ markdown." }),
      display({
        "text/html":
          '<audio controls src="data:audio/wav;base64,UklGRiQAAABXQVZFZm10IBAAAAABAAEAIlYAAESsAAACABAAZGF0YQAAAAA="></audio>',
      }),
      display({ "text/html": HOSTILE }),
      { output_type: "execute_result", data: { "text/plain": ["42\n"] }, metadata: {} },
    ),
  ];
  return { cells, nbformat: 4, nbformat_minor: 5, metadata: {} };
}

function failing(): ExecutedNotebook {
  const cells = [
    markdown("# A notebook that fails\n\nThe second cell throws."),
    code("const a = 1;"),
    code("a.b.c;", {
      output_type: "error",
      ename: "TypeError",
      evalue: "Cannot read properties of undefined (reading 'c')",
      traceback: [
        "\u001b[31mTypeError\u001b[0m: Cannot read properties of undefined (reading 'c')",
        "    at cell 2, line 1",
      ],
    }),
    markdown("## After"),
    code("console.log('never');"),
  ];
  return { cells, nbformat: 4, nbformat_minor: 5, metadata: {} };
}

export const FAILING: ReportNotebook = {
  path: "notebooks/02-fails.ipynb",
  notebook: failing(),
  cellSeconds: [null, 0.1, 0.2, null, null],
  failure: { cell: 2, message: "TypeError: Cannot read properties of undefined (reading 'c')" },
};

export const COMPLETE: ReportNotebook = {
  path: "notebooks/01-baselines.ipynb",
  notebook: main(),
  cellSeconds: main().cells.map((cell, index) => (cell.cell_type === "code" ? index * 1.3 + 0.2 : null)),
};

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), "quadrant-report-"));
}

export function reportInput(outDir: string, notebooks: readonly ReportNotebook[] = [COMPLETE, FAILING]): ReportInput {
  return {
    title: "Quadrant: emotion in music",
    introduction: "What a computer hears of **emotion** in music, measured from a corpus to the last number.",
    notebooks,
    results: [
      {
        label: "Accuracy, majority baseline",
        value: "27 %",
        interval: "25 to 29 %",
        notebook: "01-baselines",
        anchor: "figure-1",
      },
      {
        label: "Accuracy, recurrent network",
        value: "63 %",
        interval: "58 to 68 %",
        notebook: "notebooks/01-baselines.ipynb",
      },
    ],
    claims: [
      {
        sentence: "Recurrent networks are comparable or superior to plain classifiers.",
        published: ".533 for the RNN on 90 clips, .633 for logistic regression on 180 others",
        measured: "accuracy of the RNN as published minus that of logistic regression, the same clips",
        asPublished: "0.010 (-0.020 to 0.040)",
        leakFree: "-0.080 (-0.150 to -0.010)",
        verdict: "not supported",
        notebook: "01-baselines",
        anchor: "figure-1",
      },
    ],
    protocol: {
      rules: ["5 folds; no composer stands in two of them.", "Intervals hold 95 %."],
      sheet: { notebook: "01-baselines", anchor: "figure-1" },
    },
    citations: [{ of: "This report", text: "@software{quadrant,\n  title = {quadrant <1>}\n}" }],
    stages: [
      { name: "corpus", seconds: 71.2 },
      { name: "features", seconds: 22.9 },
      { name: "notebooks", seconds: 188.4 },
    ],
    provenance: {
      commit: "427ae3f0c1d2e3f4a5b6c7d8e9f0a1b2c3d4e5f6",
      startedAt: "2026-01-02T03:04:05Z",
      seed: 1,
      corpus: {
        name: "etudes",
        hash: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        clips: 320,
        synthetic: true,
        description: "Short pieces that the project composes itself, so that the truth is known.",
        facts: { Composers: "40", Length: "12 s a clip" },
      },
      versions: { node: "24.21.0", tslab: "1.0.22", tfjs: "4.22.0", typescript: "5.9.3" },
      machine: { cpu: "Some CPU", cores: 2, memoryGiB: 24, system: "Linux" },
      command: "npm ci && npm run reproduce",
    },
    outDir,
    cacheDir: join(tmpdir(), "quadrant-test-figures"),
  };
}
