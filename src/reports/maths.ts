import type { MarkdownIt } from "markdown-it";
import type { StyleClasses } from "./style-classes";

type RenderMaths = (tex: string, display: boolean) => string;

/**
 * Loads KaTeX and returns a function that sets formulas at build time: HTML for the eye, MathML for screen readers. A
 * formula that does not parse is shown as its source in red, and nothing throws.
 */
export async function mathsRenderer(styles: StyleClasses): Promise<RenderMaths> {
  const { default: katex } = await import("katex");
  return (tex, display) =>
    styles.replaceIn(katex.renderToString(tex, { displayMode: display, throwOnError: false, strict: "ignore" }));
}

/**
 * Teaches markdown-it `$…$` and `$$…$$`, with pandoc's rule that spares prices: an opening dollar has no space after
 * it, a closing one no space before it and no digit after it.
 */
export function addMaths(markdown: MarkdownIt, render: RenderMaths): void {
  markdown.inline.ruler.after("escape", "maths", (state, silent) => {
    const text = state.src;
    const start = state.pos;
    if (text[start] !== "$") return false;
    const display = text[start + 1] === "$";
    const found = (display ? /^\$\$([^$]+)\$\$/ : /^\$(?![\s$])((?:\\.|[^$\\])*?[^\s\\])\$(?!\d)/).exec(
      text.slice(start),
    );
    if (found === null) return false;
    if (!silent) {
      const token = state.push("maths", "", 0);
      token.content = found[1]!.trim();
      token.meta = { display };
    }
    state.pos += found[0].length;
    return true;
  });
  markdown.renderer.rules.maths = (tokens, index) => {
    const token = tokens[index]!;
    return render(token.content, (token.meta as { display: boolean }).display);
  };
}
