/** The part of nbformat 4.5 that the report reads. Text may be one string or a list of lines. */
type MultilineText = string | readonly string[];

/** The metadata of an output. `quadrant` holds what it says for people: see `wordsOf`. */
export type OutputMetadata = Readonly<Record<string, unknown>>;

/** An output of a cell. */
export type CellOutput =
  | { readonly output_type: "stream"; readonly name: string; readonly text: MultilineText }
  | {
      readonly output_type: "display_data" | "execute_result";
      readonly data: Readonly<Record<string, unknown>>;
      readonly metadata?: OutputMetadata;
    }
  | {
      readonly output_type: "error";
      readonly ename: string;
      readonly evalue: string;
      readonly traceback: readonly string[];
    };

/** A cell, run or not. */
export interface NotebookCell {
  readonly cell_type: string;
  readonly source: MultilineText;
  readonly outputs?: readonly CellOutput[];
  readonly execution_count?: number | null;
}

/** A notebook with its outputs. */
export interface ExecutedNotebook {
  readonly cells: readonly NotebookCell[];
  readonly nbformat: number;
  readonly nbformat_minor: number;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** Multi-line text as one string. */
export function joinText(text: unknown): string {
  if (typeof text === "string") return text;
  if (Array.isArray(text)) return text.map(String).join("");
  return text === null || text === undefined ? "" : JSON.stringify(text, null, 2);
}

// The escape character that starts a terminal's colour codes.
const ESCAPE = String.fromCharCode(27);
const ANSI = new RegExp(`${ESCAPE}\\[[0-9;?]*[A-Za-z]|${ESCAPE}\\][^\\u0007]*\\u0007`, "g");

/** Text as a terminal would leave it on the screen: no colour codes, and `\r` starts its line again. */
export function asSeenOnTerminal(text: string): string {
  return text
    .replace(ANSI, "")
    .replaceAll("\r\n", "\n")
    .split("\n")
    .map((line) => {
      const shown = line.split("\r").filter((part) => part !== "");
      return (shown[shown.length - 1] ?? "").trimEnd();
    })
    .join("\n");
}

/** Caption and alternative text from an output's metadata, where they are text. */
export function wordsOf(metadata: OutputMetadata): { caption: string | undefined; alt: string | undefined } {
  const words = (metadata.quadrant ?? {}) as { caption?: unknown; alt?: unknown };
  const text = (value: unknown) => (typeof value === "string" && value.trim() !== "" ? value : undefined);
  return { caption: text(words.caption), alt: text(words.alt) };
}
