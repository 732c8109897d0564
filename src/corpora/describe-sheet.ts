import type { DataSheet, Source } from "./corpus";

/** A data sheet as text, for a terminal. */
export function describeSheet(sheet: DataSheet): string {
  const { name, title, licence, terms, homepage, groupMeaning, labelMeaning, published, splits, traps, citation } =
    sheet;
  const facts: [what: string, value: string][] = [
    ["name", name],
    ["home", homepage || "your own"],
    ["licence", licence],
    ["terms", terms],
    ["clips", published === undefined ? "as many as you like" : `${published} labelled`],
    ["music", sheet.synthetic ? "synthetic: composed by a program" : "recorded, or transcribed from recordings"],
    ["label", labelMeaning],
    ["group", `${groupMeaning}: clips of one ${groupMeaning} never straddle a split`],
    ["splits", splits.length === 0 ? "none of its own" : splits.map(describeSplit).join("; ")],
  ];
  const width = 9;
  return [
    title,
    "",
    ...facts.map(([what, value]) => `${what.padEnd(width)}${wrap(value, width)}`),
    "",
    "Known traps",
    ...traps.map((trap) => `- ${wrap(trap, 2)}`),
    "",
    "Files",
    ...sheet.layout.map((line) => `- ${wrap(line, 2)}`),
    ...(citation === "" ? [] : ["", "To be cited", citation]),
  ].join("\n");
}

function describeSplit({ name, parts, disjoint }: DataSheet["splits"][number]): string {
  const sizes = Object.entries(parts).map(([part, size]) => `${part} ${size}`);
  const counted = sizes.length === 0 ? "" : ` (${sizes.join(", ")})`;
  return `${name}${counted}${disjoint === undefined ? ", its parts may share groups" : `, no ${disjoint} in two parts`}`;
}

/** What one has to do to get a corpus, step by step. */
export function howToGet(sheet: DataSheet, root: string): string {
  const { title, access, terms, homepage, sources, layout, name } = sheet;
  if (access === "made") return `${title}: quadrant composes them. Run \`npx quadrant corpus make ${name}\`.`;
  if (access === "own") {
    return [
      `${title}: nothing to get. Lay your files out like this, and name them with --root:`,
      ...bullets(layout),
    ].join("\n");
  }
  const asked =
    access === "request"
      ? `Ask for it at ${homepage}: its authors want a form or a request, so quadrant cannot download it for you.`
      : `It may be downloaded by anybody; ${homepage} is its home.`;
  return [
    title,
    ...["", "Terms", wrap(terms, 0), "", `1. ${wrap(asked, 3)}`, `2. Get and unpack into ${root}:`],
    ...summary(sources).map((line) => `   - ${wrap(line, 5)}`),
    `3. Then ${root} holds:`,
    ...layout.map((line) => `   - ${wrap(line, 5)}`),
    `4. Check it: npx quadrant corpus verify ${name} --root ${root}`,
  ].join("\n");
}

function bullets(lines: readonly string[]): string[] {
  return lines.map((line) => `- ${wrap(line, 2)}`);
}

/** More than this many sources of one kind are told in one line. */
const MANY = 12;

function summary(sources: readonly Source[]): string[] {
  const numbered = sources.filter(({ what }) => /, part \d+ of/.test(what));
  const single = numbered.length > MANY ? sources.filter((source) => !numbered.includes(source)) : sources;
  const [first] = numbered;
  return [
    ...single.map(describeSource),
    ...(numbered.length > MANY && first !== undefined
      ? [`${numbered.length} archives, such as ${describeSource(first)}`]
      : []),
  ];
}

function describeSource({ what, url, path, size, sha256 }: Source): string {
  const where = path === "." ? "" : ` into ${path}`;
  const bytes = size === "unknown" ? "size unknown" : `${size.toLocaleString("en-GB")} bytes`;
  const hash =
    sha256 === "unknown"
      ? "SHA-256 unknown"
      : typeof sha256 === "string"
        ? `SHA-256 ${sha256}`
        : `SHA-256 in ${sha256.listedIn}`;
  return `${what}: ${url}${where} (${bytes}, ${hash})`;
}

/** Breaks lines at 100 columns; the lines after the first are indented. */
function wrap(text: string, indent: number): string {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && indent + line.length + 1 + word.length > 100) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line].join(`\n${" ".repeat(indent)}`);
}
