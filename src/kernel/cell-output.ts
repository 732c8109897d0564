import type { Json } from "./wire";

/** Sends what a cell puts out to whoever asked for it. */
export type Publish = (type: string, content: Json) => void;

/** How often text is sent while code does not let go of the thread, and the most that is gathered. */
const WAIT_MS = 50;
const MAX_CHARACTERS = 65_536;

/**
 * The outputs of one cell, in order. The first text goes out at once, more of it is gathered: 5,000 printed lines are a few
 * messages then, and a few outputs in clients that keep every message as one.
 */
export class CellOutput {
  private name = "";
  private text = "";
  private sent = Number.NEGATIVE_INFINITY;

  constructor(private readonly send: Publish) {}

  /** Adds to the stream `stdout` or `stderr`. */
  write(name: string, text: string): void {
    if (name !== this.name) this.flush();
    if (this.text === "") setImmediate(() => this.flush());
    this.name = name;
    this.text += text;
    if (this.text.length >= MAX_CHARACTERS || performance.now() - this.sent >= WAIT_MS) this.flush();
  }

  /** Sends an output that is no text. */
  publish(type: string, content: Json): void {
    this.flush();
    this.send(type, content);
  }

  /** Sends the text that was gathered. */
  flush(): void {
    if (this.text === "") return;
    const { name, text } = this;
    this.text = "";
    this.sent = performance.now();
    this.send("stream", { name, text });
  }
}
