/** Text that is HTML already and is not escaped again. */
export class Html {
  constructor(readonly text: string) {}
  toString(): string {
    return this.text;
  }
}

/** What may stand in a template: HTML as it is, lists joined, nothing for null, anything else escaped. */
type HtmlPart = Html | string | number | null | undefined | readonly HtmlPart[];

/** Escapes text for element content and for attributes in double quotes. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

/**
 * A template that escapes what is put into it, so that no page can forget to.
 *
 * @example
 * html`<td>${"a < b"}</td>`.text // "<td>a &lt; b</td>"
 */
export function html(strings: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html {
  let text = strings[0] ?? "";
  for (const [index, part] of parts.entries()) text += render(part) + (strings[index + 1] ?? "");
  return new Html(text);
}

function render(part: HtmlPart): string {
  if (part === null || part === undefined) return "";
  if (part instanceof Html) return part.text;
  if (Array.isArray(part)) return part.map(render).join("");
  return escapeHtml(String(part));
}

/**
 * Data for the page script, in an element the browser never runs. Angle brackets are written as escapes, so that no
 * text inside can end the element.
 */
export function dataBlock(id: string, data: unknown): Html {
  const json = JSON.stringify(data).replaceAll("<", "\\u003c").replaceAll(">", "\\u003e");
  return new Html(`<script type="application/json" id="${escapeHtml(id)}">${json}</script>`);
}
