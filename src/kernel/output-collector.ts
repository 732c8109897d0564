import type { Output } from "./notebook";
import type { Json } from "./wire";

/** Displays that can be updated later, from any cell, by their display id. */
export type Displays = Map<string, { data: Json; metadata: Json }[]>;

/** Turns the messages about one cell into the outputs that a notebook keeps. */
export class OutputCollector {
  private readonly collected: Output[] = [];
  private clearNext = false;

  constructor(private readonly displays: Displays) {}

  /** Takes one iopub message of the cell. */
  add(type: string, content: Json): void {
    switch (type) {
      case "stream":
        this.addText(String(content.name), String(content.text));
        break;
      case "display_data":
      case "execute_result":
        this.addDisplay(content);
        break;
      case "update_display_data":
        for (const display of this.displays.get(displayIdOf(content)) ?? []) {
          display.data = content.data as Json;
          display.metadata = (content.metadata ?? {}) as Json;
        }
        break;
      case "clear_output":
        if (content.wait === true) this.clearNext = true;
        else this.collected.length = 0;
        break;
      case "error":
        this.push({
          output_type: "error",
          ename: String(content.ename),
          evalue: String(content.evalue),
          traceback: (content.traceback ?? []) as string[],
        });
    }
  }

  /** The outputs so far, as nbformat 4.5 writes them. */
  get outputs(): Output[] {
    return this.collected.map((output) =>
      output.output_type === "stream" ? { ...output, text: splitLines(asOnTerminal(String(output.text))) } : output,
    );
  }

  private addText(name: string, text: string): void {
    const last = this.collected.at(-1);
    if (!this.clearNext && last?.output_type === "stream" && last.name === name) last.text = `${last.text}${text}`;
    else this.push({ output_type: "stream", name, text });
  }

  private addDisplay(content: Json): void {
    const output = {
      output_type: "display_data" as const,
      data: content.data as Json,
      metadata: (content.metadata ?? {}) as Json,
    };
    this.push(output);
    const id = displayIdOf(content);
    if (id !== "") this.displays.set(id, [...(this.displays.get(id) ?? []), output]);
  }

  private push(output: Output): void {
    if (this.clearNext) this.collected.length = 0;
    this.clearNext = false;
    this.collected.push(output);
  }
}

/** Text as a terminal leaves it: after `\r` a line is written over. */
function asOnTerminal(text: string): string {
  return text
    .replaceAll("\r\n", "\n")
    .split("\n")
    .map((line) =>
      line
        .split("\r")
        .reduce((shown, part) => part + shown.slice(part.length), "")
        .trimEnd(),
    )
    .join("\n");
}

function splitLines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function displayIdOf(content: Json): string {
  const id = (content.transient as Json | undefined)?.display_id;
  return typeof id === "string" ? id : "";
}
