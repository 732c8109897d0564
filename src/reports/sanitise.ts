import { escapeHtml, Html } from "./html";

/** Elements that are dropped with everything in them. */
const DROPPED = new Set(
  "script style iframe frame frameset object embed applet template noscript noembed noframes textarea title xmp plaintext select svg math head".split(
    " ",
  ),
);

const VOID = new Set(["br", "hr", "img", "col", "wbr", "source"]);

/** Attributes that every allowed element may have. */
const COMMON = ["title", "lang", "dir"];

/** Elements that stay, with the attributes they may have. */
const ALLOWED = new Map<string, readonly string[]>([
  ...(
    "div p span b strong i em u s small sub sup code pre kbd samp br hr wbr ul dl dt dd blockquote h1 h2 h3 h4 h5 h6 " +
    "table caption colgroup thead tbody tfoot tr figure figcaption details summary mark abbr"
  )
    .split(" ")
    .map((name): [string, readonly string[]] => [name, []]),
  ["a", ["href"]],
  ["ol", ["start"]],
  ["li", ["value"]],
  ["col", ["span"]],
  ["td", ["colspan", "rowspan", "headers"]],
  ["th", ["colspan", "rowspan", "scope", "headers", "align"]],
  ["img", ["src", "alt", "width", "height"]],
  ["audio", ["controls", "src", "preload", "loop"]],
  ["source", ["src", "type"]],
]);

const TAG = /^<(\/?)([a-z][a-z0-9-]*)((?:[\s/]+[^\s"'<>/=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?)*)[\s/]*>/i;
const ATTRIBUTE = /([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?/g;

/**
 * HTML from a notebook's output, safe to put into a page.
 *
 * Only listed elements and attributes pass, everything is written anew (nothing is copied through), addresses are
 * relative or `data:` (links may also be `https:`), and elements are closed in order, so that no output can end the box
 * it stands in. What does not parse becomes text.
 *
 * @param markup HTML as a cell sent it
 * @returns balanced HTML without scripts, styles, event handlers or outside addresses
 */
export function sanitiseHtml(markup: string): Html {
  const open: string[] = [];
  let out = "";
  let at = 0;
  while (at < markup.length) {
    const next = markup.indexOf("<", at);
    const end = next === -1 ? markup.length : next;
    out += escapeHtml(decodeEntities(markup.slice(at, end)));
    if (next === -1) break;
    const rest = markup.slice(next);
    const skipped = /^<!--[\s\S]*?(?:-->|$)|^<[!?][^>]*(?:>|$)/.exec(rest);
    const tag = TAG.exec(rest);
    if (skipped !== null) {
      at = next + skipped[0].length;
    } else if (tag === null) {
      out += "&lt;";
      at = next + 1;
    } else {
      const name = tag[2]!.toLowerCase();
      at = next + tag[0].length;
      if (tag[1] === "/") out += closeTag(name, open);
      else if (DROPPED.has(name)) at = endOfElement(markup, at, name);
      else out += openTag(name, tag[3] ?? "", open);
    }
  }
  return new Html(
    out +
      open
        .reverse()
        .map((name) => `</${name}>`)
        .join(""),
  );
}

function openTag(name: string, attributes: string, open: string[]): string {
  const allowed = ALLOWED.get(name);
  if (allowed === undefined) return "";
  let tag = `<${name}`;
  const seen = new Set<string>();
  for (const match of attributes.matchAll(ATTRIBUTE)) {
    const key = match[1]!.toLowerCase();
    const value = decodeEntities(match[2] ?? match[3] ?? match[4] ?? "");
    if (seen.has(key) || !(allowed.includes(key) || COMMON.includes(key))) continue;
    if ((key === "href" || key === "src") && !isSafeAddress(value, key, name)) continue;
    seen.add(key);
    tag += ` ${key}="${escapeHtml(value)}"`;
  }
  if (name === "img" && !seen.has("src")) return "";
  // An image without a description is passed over by screen readers instead of being spelt out.
  if (name === "img" && !seen.has("alt")) tag += ' alt=""';
  if (!VOID.has(name)) open.push(name);
  return `${tag}>`;
}

/** Closes the element and those left open inside it; an end tag that has no start is dropped. */
function closeTag(name: string, open: string[]): string {
  const depth = open.lastIndexOf(name);
  if (depth === -1) return "";
  return open
    .splice(depth)
    .reverse()
    .map((each) => `</${each}>`)
    .join("");
}

/** The index after the matching end tag, or the end of the text: a dropped element that never ends takes all. */
function endOfElement(markup: string, from: number, name: string): number {
  const end = new RegExp(`</${name}(?=[\\s/>])[^>]*>`, "gi");
  end.lastIndex = from;
  return end.exec(markup) === null ? markup.length : end.lastIndex;
}

const DATA_TYPES: Readonly<Record<string, RegExp>> = {
  img: /^data:image\/(?:png|jpeg|gif|webp|svg\+xml)[;,]/i,
  audio: /^data:audio\/[a-z0-9.+-]+[;,]/i,
  source: /^data:audio\/[a-z0-9.+-]+[;,]/i,
};

function isSafeAddress(value: string, key: string, element: string): boolean {
  // Browsers ignore control characters and spaces inside a scheme; so does the test.
  const address = [...value].filter((character) => character.charCodeAt(0) > 32).join("");
  if (/^data:/i.test(address)) return key === "src" && (DATA_TYPES[element]?.test(address) ?? false);
  if (key === "href" && /^https?:\/\//i.test(address)) return true;
  // A notebook's picture comes with it; a file of that name would be looked for in the report's folder in vain.
  if (element === "img") return false;
  return !/^[a-z][a-z0-9+.-]*:/i.test(address) && !/^[\\/]{2}/.test(address) && !address.startsWith("\\");
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: "\u00a0",
  colon: ":",
  tab: "\t",
  newline: "\n",
  minus: "\u2212",
  plusmn: "\u00b1",
  times: "\u00d7",
  ndash: "\u2013",
  mdash: "\u2014",
  hellip: "\u2026",
  rarr: "\u2192",
  larr: "\u2190",
  middot: "\u00b7",
};

/** Character references as characters. Unknown names stay as they are and are escaped later. */
function decodeEntities(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#([0-9]{1,7})|([a-z]+));?/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return ENTITIES[String(name).toLowerCase()] ?? whole;
    const code = hex !== undefined ? Number.parseInt(hex, 16) : Number.parseInt(decimal, 10);
    return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code < 0xe000) ? String.fromCodePoint(code) : "\ufffd";
  });
}
