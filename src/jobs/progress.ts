/** How often a terminal is redrawn and how often a log gets a line, in milliseconds. */
const REDRAW_MS = 200;
const LOG_MS = 10_000;

/** Where progress is written: `process.stderr`, or a stand-in. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/**
 * Progress of long work: how much is done, how fast, how long is left.
 *
 * A terminal or a notebook cell sees one line that is redrawn; a log file gets a line every ten seconds.
 *
 * @example
 * const progress = new Progress("rendering", 320);
 * progress.tick();
 * progress.done();
 */
export class Progress {
  private finished = 0;
  private lastWrite = 0;
  private readonly started = performance.now();
  private readonly redraws: boolean;

  /**
   * @param label what is being done, a verb: "rendering"
   * @param total how many pieces of work there are
   */
  constructor(
    private readonly label: string,
    private readonly total: number,
    private readonly stream: ProgressStream = process.stderr,
  ) {
    this.redraws = stream.isTTY === true || process.env.QUADRANT_KERNEL === "1";
  }

  /** Counts `pieces` more as done. */
  tick(pieces = 1, note = ""): void {
    this.finished += pieces;
    const now = performance.now();
    if (now - this.lastWrite < (this.redraws ? REDRAW_MS : LOG_MS)) return;
    this.lastWrite = now;
    const line = note === "" ? this.line(now) : `${this.line(now)}, ${note}`;
    this.stream.write(this.redraws ? `\r${line.padEnd(78)}` : `${line}\n`);
  }

  /** Writes the last line: how many pieces took how long. */
  done(): void {
    const seconds = (performance.now() - this.started) / 1000;
    const line = `${this.label}: ${this.finished} of ${this.total} in ${formatSeconds(seconds)}`;
    this.stream.write(this.redraws ? `\r${line.padEnd(78)}\n` : `${line}\n`);
  }

  private line(now: number): string {
    const seconds = (now - this.started) / 1000;
    const rate = this.finished / Math.max(seconds, 1e-9);
    const left = (this.total - this.finished) / Math.max(rate, 1e-9);
    return `${this.label}: ${this.finished} of ${this.total}, ${rate.toPrecision(3)}/s, ${formatSeconds(left)} left`;
  }
}

/** A duration for people: "0.4 s", "12 s", "3 min 05 s". */
export function formatSeconds(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, "0")} s`;
}
