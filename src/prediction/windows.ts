import { QuadrantError } from "../errors";

/** How a file is cut in time, in seconds. */
export interface WindowRule {
  readonly length: number;
  /** From the start of one window to that of the next. */
  readonly hop: number;
}

/** A piece of a file, in seconds. */
export interface Window {
  readonly start: number;
  readonly end: number;
}

/** Less than this at the end of a file, in seconds, is left out rather than heard in a window of its own. */
const LEFT_OUT = 0.5;

/**
 * Windows over a file. The last one ends with the file, so that nothing of it goes unheard; a file that is shorter than a
 * window is one window.
 *
 * @param seconds how long the file is
 * @throws QuadrantError "bad-argument" for a length or a hop that is not above 0
 */
export function windowsOf(seconds: number, { length, hop }: WindowRule): Window[] {
  if (!(length > 0) || !(hop > 0)) {
    throw new QuadrantError("bad-argument", `windows of ${length} s every ${hop} s: both must be above 0`);
  }
  if (seconds <= length) return [{ start: 0, end: seconds }];
  const windows: Window[] = [];
  for (let i = 0; i * hop + length <= seconds; i++) windows.push({ start: i * hop, end: i * hop + length });
  if (seconds - windows.at(-1)!.end > LEFT_OUT) windows.push({ start: seconds - length, end: seconds });
  return windows;
}
