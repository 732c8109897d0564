import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { sanitiseHtml } from "../../src/reports/sanitise";
import { HOSTILE } from "./fixture";

/** What no output may put on a page, in whatever way it is spelt. */
const FORBIDDEN =
  /<(?!\/?(?:div|p|span|b|strong|i|em|u|s|small|sub|sup|code|pre|kbd|samp|br|hr|wbr|ul|ol|li|dl|dt|dd|blockquote|h[1-6]|table|caption|colgroup|col|thead|tbody|tfoot|tr|td|th|figure|figcaption|details|summary|mark|abbr|a|img|audio|source)[ >])/;

describe("sanitiseHtml", () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ["keeps a table", "<table><tr><td colspan=2>a</td></tr></table>", '<table><tr><td colspan="2">a</td></tr></table>'],
    ["drops handlers and styles", '<b onclick="x()" style="color:red" class=c title="t">a</b>', '<b title="t">a</b>'],
    ["drops scripts with their content", "a<script>alert('<b>')</script>b", "ab"],
    ["drops a script that never ends", "a<script>alert(1)", "a"],
    ["drops svg and what is in it", "<svg><a href='javascript:x'>y</a></svg>z", "z"],
    ["keeps the text of unknown elements", "<blink>hi</blink>", "hi"],
    ["drops comments and doctypes", "<!doctype html><!-- <b> -->a<!--", "a"],
    ["drops script addresses", "<a href='javascript:x()'>a</a>", "<a>a</a>"],
    ["drops them when disguised", "<a href='java&#x0A;script&colon;x()'>a</a>", "<a>a</a>"],
    ["drops them after control characters", "<a href='\u0001javascript:x()'>a</a>", "<a>a</a>"],
    ["drops outside media", "<audio controls src='//evil/x'></audio>", '<audio controls=""></audio>'],
    [
      "keeps sound beside the page",
      "<audio controls src='a/b.wav'></audio>",
      '<audio controls="" src="a/b.wav"></audio>',
    ],
    [
      "keeps pictures in the page only",
      "<img src='https://x/y.png'><img alt='p' src='data:image/png;base64,AA=='>",
      '<img alt="p" src="data:image/png;base64,AA==">',
    ],
    ["drops pages in data addresses", "<a href='data:text/html,<script>'>a</a>", "<a>a</a>"],
    [
      "keeps ordinary links",
      "<a href='https://example.org/?a=1&amp;b=2'>a</a>",
      '<a href="https://example.org/?a=1&amp;b=2">a</a>',
    ],
    ["closes what was left open", "<div><b>a", "<div><b>a</b></div>"],
    ["drops end tags without a start", "a</div></main>b", "ab"],
    ["escapes what is no tag", "1 < 2 && 3 > 2", "1 &lt; 2 &amp;&amp; 3 &gt; 2"],
    ["keeps quotes inside attributes", `<b title='a"b<c'>x</b>`, '<b title="a&quot;b&lt;c">x</b>'],
    ["reads character references once", "&lt;b&gt; &amp;lt; &nbsp;&unknown;", "&lt;b&gt; &amp;lt; \u00a0&amp;unknown;"],
  ];
  for (const [name, markup, expected] of cases) {
    it(name, () => assert.equal(sanitiseHtml(markup).text, expected));
  }

  it("lets nothing hostile through", () => {
    const { text } = sanitiseHtml(HOSTILE);
    assert.doesNotMatch(
      text,
      /<(?:script|iframe|style|link|svg|img)|onerror|onload|style=|javascript:|https:|<\/main>/,
    );
    assert.match(text, /<p>styled<\/p>/);
  });

  it("writes only listed elements, balanced and stable, whatever it is given", () => {
    const piece = fc.constantFrom(
      "<",
      ">",
      "/",
      "b",
      "div",
      "script",
      "<script>",
      "</div>",
      "<div ",
      "'",
      '"',
      "=",
      " on=",
      "<!--",
      "-->",
      "&lt;",
      "&#60;",
      "style",
      "<img src=",
      "\u0000",
      "\n",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 24 }), (pieces) => {
        const { text } = sanitiseHtml(pieces.join(""));
        assert.doesNotMatch(text, FORBIDDEN);
        for (const name of ["div", "b"]) {
          assert.equal(text.split(`<${name}`).length, text.split(`</${name}>`).length, text);
        }
        assert.equal(sanitiseHtml(text).text, text);
      }),
      { numRuns: 2000 },
    );
  });
});
