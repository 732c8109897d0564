import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Output } from "../../src/kernel";
import { plotlyHtml, plotlyJson } from "../../src/kernel/plotly-output";
import { runCells, textIn } from "./cells";

/** Far more than a small figure, far less than plotly.js. */
const SMALL = 20_000;
const words = '{ caption: "Two & one.", alt: "a < b" }';
const figure =
  '{ data: [{ type: "bar", x: ["</script>"], y: new Float32Array([1.5, NaN]) }], layout: { height: 300 } }';

function displayed(outputs: readonly Output[] | undefined): { data: Record<string, unknown>; metadata: unknown }[] {
  return (outputs ?? []).flatMap((output) => (output.output_type === "display_data" ? [output] : []));
}

describe("display", () => {
  it("sends a figure as one output with plotly JSON, HTML, text and its words", async () => {
    const run = await runCells([
      'import { showHtml, showMarkdown, showPlotly } from "quadrant/kernel";',
      `showPlotly(${figure}, ${words}); showPlotly(${figure}, ${words});`,
      `showPlotly(${figure}, ${words});`,
      'showHtml("<b>bold</b>"); showMarkdown("**bold**");',
    ]);
    assert.equal(run.ok, true, JSON.stringify(run.failure));
    const [first, second] = displayed(run.notebook.cells[1]?.outputs);
    const [third] = displayed(run.notebook.cells[2]?.outputs);
    assert.ok(first && second && third);
    assert.deepEqual(first.metadata, { quadrant: { caption: "Two & one.", alt: "a < b" } });
    assert.deepEqual(first.data["application/vnd.plotly.v1+json"], {
      data: [{ type: "bar", x: ["</script>"], y: [1.5, null] }],
      layout: { height: 300 },
    });
    assert.equal(first.data["text/plain"], "[figure: Two & one.]");
    const sizes = [first, third].map(({ data }) => String(data["text/html"]).length);
    assert.ok(sizes[0]! > 1_000_000, "the first figure brings plotly along");
    assert.ok(sizes[1]! < SMALL, "later ones do not");
    const html = String(third.data["text/html"]);
    assert.ok(html.includes("Two &amp; one.") && html.includes('aria-label="a &lt; b"'));
    assert.equal(html.split("</script>").length, 2, "text in a figure does not end the script");
    assert.deepEqual(
      displayed(run.notebook.cells[3]?.outputs).map(({ data }) => data),
      [{ "text/html": "<b>bold</b>" }, { "text/markdown": "**bold**", "text/plain": "**bold**" }],
    );
  });

  it("checks the figure's words in the cell", async () => {
    const run = await runCells([
      `import { showPlotly } from "quadrant/kernel"; showPlotly(${figure}, { caption: "no alt" });`,
    ]);
    assert.equal(run.failure?.ename, "TypeScriptError");
    assert.match(run.failure?.traceback.join("\n") ?? "", /'alt' is missing/);
  });

  it("does without scripts", () => {
    const html = plotlyHtml(plotlyJson({ data: [] }), { caption: "A caption.", alt: "What it shows." }, false);
    const still = html.replace(/<script>[\s\S]*<\/script>/, "");
    assert.ok(still.includes("A caption.") && still.includes("<p>What it shows.</p>"));
  });

  it("prints a line outside a kernel", async () => {
    const code = 'const { execFileSync } = require("node:child_process"); const env = { ...process.env };';
    const script = `require("quadrant/kernel").showPlotly({ data: [] }, { caption: "Here.", alt: "x" })`;
    const run = await runCells([
      `${code} execFileSync(process.execPath, ["-e", ${JSON.stringify(script)}], { env }).toString().trim()`,
    ]);
    assert.equal(textIn(run, 0), "[figure: Here.]\n");
  });
});
