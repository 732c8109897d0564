import type { Highlight } from "./highlight";
import { escapeHtml, Html } from "./html";
import { addMaths, mathsRenderer } from "./maths";
import type { StyleClasses } from "./style-classes";

/** A heading, for the contents list. */
export interface Heading {
  readonly level: number;
  readonly text: string;
  readonly id: string;
}

/** Markdown as HTML, with the headings that were in it. */
interface RenderedMarkdown {
  readonly body: Html;
  readonly headings: readonly Heading[];
}

/**
 * Renders markdown. `taken` holds the ids of the page so far and grows.
 */
export type RenderMarkdown = (source: string, taken: Set<string>) => RenderedMarkdown;

/** Loads markdown-it and KaTeX. HTML inside markdown is shown as text: a notebook's prose needs none. */
export async function markdownRenderer(styles: StyleClasses, highlight: Highlight): Promise<RenderMarkdown> {
  const { default: MarkdownIt } = await import("markdown-it");
  const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false });
  addMaths(markdown, await mathsRenderer(styles));
  markdown.renderer.rules.fence = (tokens, index) => {
    const token = tokens[index]!;
    return highlight(token.content.trimEnd(), token.info.trim().split(/\s+/)[0] ?? "").text;
  };
  markdown.renderer.rules.table_open = () =>
    '<div class="table-box" role="region" aria-label="Table" tabindex="0"><table>';
  markdown.renderer.rules.table_close = () => "</table></div>";
  // Pictures that are not in the report's folder cannot be shown; their description can.
  markdown.renderer.rules.image = (tokens, index) => {
    const token = tokens[index]!;
    const source = String(token.attrGet("src") ?? "");
    if (!/^data:image\//i.test(source)) return `<em>[${escapeHtml(token.content)}]</em>`;
    return `<img src="${escapeHtml(source)}" alt="${escapeHtml(token.content)}">`;
  };

  return (source, taken) => {
    const tokens = markdown.parse(source, {});
    const headings: Heading[] = [];
    for (const [index, token] of tokens.entries()) {
      // Aligned columns carry a style attribute, which the policy of the page forbids.
      const alignment = /text-align:\s*(\w+)/.exec(String(token.attrGet("style") ?? ""))?.[1];
      if (alignment !== undefined) token.attrs = [["class", `align-${alignment}`]];
      if (token.type !== "heading_open") continue;
      const text = plainText(tokens[index + 1]?.children ?? []);
      const id = uniqueId(text, taken);
      token.attrSet("id", id);
      headings.push({ level: Number(token.tag.slice(1)), text, id });
    }
    return { body: new Html(markdown.renderer.render(tokens, markdown.options, {})), headings };
  };
}

function plainText(tokens: readonly { readonly content: string }[]): string {
  return tokens
    .map((token) => token.content)
    .join("")
    .trim();
}

/** A readable id that the page does not have yet: "Leaks, drawn" -> "leaks-drawn". */
function uniqueId(text: string, taken: Set<string>): string {
  const base =
    text
      .toLowerCase()
      .normalize("NFKD")
      .replace(/\p{Mark}/gu, "")
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-+|-+$/g, "") || "section";
  let id = base;
  for (let count = 2; taken.has(id); count += 1) id = `${base}-${count}`;
  taken.add(id);
  return id;
}
