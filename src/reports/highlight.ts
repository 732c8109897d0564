import { escapeHtml, Html } from "./html";
import type { StyleClasses } from "./style-classes";

const THEMES = { light: "github-light-high-contrast", dark: "github-dark-high-contrast" } as const;
const LANGUAGES = ["typescript", "json", "shellscript", "python"] as const;

const ALIASES: Readonly<Record<string, (typeof LANGUAGES)[number]>> = {
  ts: "typescript",
  typescript: "typescript",
  js: "typescript",
  javascript: "typescript",
  json: "json",
  sh: "shellscript",
  bash: "shellscript",
  python: "python",
  py: "python",
};

/** Colours code for both themes: each token gets a class that carries two colours. */
export type Highlight = (code: string, language: string) => Html;

/** Loads shiki and its grammars. Languages it was not given come out as plain text. */
export async function highlighter(styles: StyleClasses): Promise<Highlight> {
  const { createHighlighter } = await import("shiki");
  const shiki = await createHighlighter({ themes: Object.values(THEMES), langs: [...LANGUAGES] });
  return (code, language) => {
    const known = ALIASES[language.toLowerCase()];
    if (known === undefined) return new Html(`<pre class="code" tabindex="0"><code>${escapeHtml(code)}</code></pre>`);
    const { tokens } = shiki.codeToTokens(code, { lang: known, themes: THEMES, defaultColor: false });
    const lines = tokens.map((line) =>
      line
        .map(
          (token) =>
            `<span class="${styles.classFor(declarations(token.htmlStyle))}">${escapeHtml(token.content)}</span>`,
        )
        .join(""),
    );
    return new Html(`<pre class="code" tabindex="0"><code>${lines.join("\n")}</code></pre>`);
  };
}

function declarations(style: Readonly<Record<string, string>> | undefined): string {
  return Object.entries(style ?? {})
    .map(([name, value]) => `${name}:${value}`)
    .join(";");
}
