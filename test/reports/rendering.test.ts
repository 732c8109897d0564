import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { asSeenOnTerminal } from "../../src/reports/executed-notebook";
import { highlighter } from "../../src/reports/highlight";
import { dataBlock, Html, html } from "../../src/reports/html";
import { markdownRenderer } from "../../src/reports/markdown";
import { notebookName } from "../../src/reports/notebook-page";
import { type PageContext, renderOutputs } from "../../src/reports/outputs";
import { StyleClasses } from "../../src/reports/style-classes";
import { barChart, display } from "./fixture";

async function setUp() {
  const styles = new StyleClasses();
  const highlight = await highlighter(styles);
  const markdown = await markdownRenderer(styles, highlight);
  const page: PageContext = {
    name: "page",
    markdown,
    pictures: new Map(),
    ids: new Set(),
    warnings: [],
    figures: 0,
    tables: 0,
  };
  return { styles, highlight, markdown, page };
}

describe("html", () => {
  it("escapes what it is given and keeps HTML as it is", () => {
    const list = [html`<i>1</i>`, "<2>"];
    assert.equal(
      html`<a title="${'"x"'}">${new Html("<b>")}${list}${null}</a>`.text,
      '<a title="&quot;x&quot;"><b><i>1</i>&lt;2&gt;</a>',
    );
  });

  it("keeps data inside its element", () => {
    const block = dataBlock("id", { text: "</script><script>alert(1)</script><!--" }).text;
    assert.equal(block.match(/<\/?script/g)?.length, 2);
    const json = /^<script[^>]*>(.*)<\/script>$/.exec(block)?.[1] ?? "";
    assert.deepEqual(JSON.parse(json), { text: "</script><script>alert(1)</script><!--" });
  });
});

describe("StyleClasses", () => {
  it("gives equal declarations one class and leaves no style attribute", () => {
    const styles = new StyleClasses();
    const out = styles.replaceIn('<i style="top:1px"></i><b class="x" style="top:1px">a</b><u style="top:2px"></u>');
    assert.equal(out, '<i class="s0"></i><b class="s0 x">a</b><u class="s1"></u>');
    assert.equal(styles.css(), ".s0{top:1px}\n.s1{top:2px}\n");
  });
});

describe("text as a terminal shows it", () => {
  const cases: readonly (readonly [string, string])[] = [
    ["\u001b[31mred\u001b[0m", "red"],
    ["1 %\r50 %\r100 %\ndone\n", "100 %\ndone\n"],
    ["a line\r\nanother\r\n", "a line\nanother\n"],
    ["ends with a return\r", "ends with a return"],
  ];
  for (const [raw, seen] of cases) it(JSON.stringify(raw), () => assert.equal(asSeenOnTerminal(raw), seen));
});

describe("markdown", () => {
  it("sets maths, spares prices, and writes no style attribute", async () => {
    const { markdown } = await setUp();
    const { text } = markdown(
      "It is $x^2$ for $5 or $6.\n\n$$\\sqrt{\\frac{1}{2}}$$\n\n| a |\n| ---: |\n| 1 |",
      new Set(),
    ).body;
    assert.equal(text.match(/class="[^"]*\bkatex\b(?!-)/g)?.length, 2);
    assert.match(text, /for \$5 or \$6\./);
    assert.doesNotMatch(text, /style=/);
  });

  it("shows a formula that does not parse instead of failing", async () => {
    const { markdown } = await setUp();
    assert.match(markdown("$\\frac{1$ stays, $\\nosuch$ too", new Set()).body.text, /nosuch/);
  });

  it("shows HTML as text", async () => {
    const { markdown } = await setUp();
    assert.doesNotMatch(markdown("<script>alert(1)</script> <b onclick=x>", new Set()).body.text, /<script|<b/);
  });

  it("gives headings ids that differ", async () => {
    const { markdown } = await setUp();
    const { headings } = markdown("# Ça va?\n## Same\n## Same", new Set(["same"]));
    assert.deepEqual(
      headings.map(({ id }) => id),
      ["ca-va", "same-2", "same-3"],
    );
  });
});

describe("code", () => {
  it("colours tokens by class in both themes", async () => {
    const { highlight, styles } = await setUp();
    const { text } = highlight("const a = '<b>';", "ts");
    assert.match(text, /<span class="s\d">const<\/span>/);
    assert.match(text, /&lt;b&gt;/);
    assert.match(styles.css(), /--shiki-light:#\w+;--shiki-dark:#\w+/);
    assert.equal(highlight("<x>", "nothing known").text, '<pre class="code" tabindex="0"><code>&lt;x&gt;</code></pre>');
  });
});

describe("outputs", () => {
  it("shows an output once, in its richest form", async () => {
    const { page } = await setUp();
    const { text } = renderOutputs([barChart("A caption.", "An alternative.")], page);
    assert.doesNotMatch(text, /FALLBACK/);
    assert.equal(text.match(/<figure/g)?.length, 1);
    assert.deepEqual(page.warnings, []);
  });

  it("turns WebGL points into SVG ones and shows what needs eval as its picture only", async () => {
    const { page } = await setUp();
    const figure = (type: string) =>
      display(
        { "application/vnd.plotly.v1+json": { data: [{ type, y: [1] }], layout: {} } },
        "Caption.",
        "Alternative.",
      );
    assert.match(renderOutputs([figure("scattergl")], page).text, /"type":"scatter"/);
    assert.deepEqual(page.warnings, []);
    assert.doesNotMatch(renderOutputs([figure("splom")], page).text, /class="plot"/);
    assert.deepEqual(page.warnings, ["page: figure 2 is not shown: splom needs its static picture"]);
  });

  it("warns of a figure without caption or alternative text", async () => {
    const { page } = await setUp();
    renderOutputs([barChart("Only a caption."), barChart()], page);
    assert.deepEqual(page.warnings, [
      "page: figure 1 has no alternative text",
      "page: figure 2 has no caption",
      "page: figure 2 has no alternative text",
    ]);
  });

  it("aligns numbers and lets a table scroll inside its box", async () => {
    const { page } = await setUp();
    const head = '<tr><th scope="col" align="right" onclick="x()">share</th></tr>';
    const table = `<table>${head}<tr><td>a1</td><td>-0.5</td><td>1e-5</td><td>12 %</td><td>1 to 2</td></tr></table>`;
    const { text } = renderOutputs([display({ "text/html": table }, "Numbers.")], page);
    assert.equal(text.match(/<td class="number">/g)?.length, 3);
    assert.match(text, /<th scope="col" align="right">share<\/th>/);
    assert.match(text, /<figure id="table-1".*Table 1\..*<div class="table-box" role="region" aria-label="Numbers\."/s);
  });

  it("joins streams of one name and drops empty ones", async () => {
    const { page } = await setUp();
    const stream = (name: string, text: string) => ({ output_type: "stream" as const, name, text });
    const outputs = [stream("stdout", "a"), stream("stdout", "b\n"), stream("stderr", "c"), stream("stdout", "\n")];
    const { text } = renderOutputs(outputs, page);
    assert.equal(text.match(/<pre/g)?.length, 2);
    assert.match(text, />ab</);
  });
});

it("a page is named after its notebook on any system", () => {
  assert.equal(notebookName("notebooks/01-corpora.ipynb"), "01-corpora");
  assert.equal(notebookName("notebooks\\01-corpora.ipynb"), "01-corpora");
});
