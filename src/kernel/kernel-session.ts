import type { Json } from "./wire";

/** What a cell can reach of the kernel it runs in. */
interface KernelSession {
  /** Sends one output to the running cell, with a form per MIME type. */
  display(data: Json, metadata: Json): void;
  /** Aborted when the running cell is interrupted. */
  signal(): AbortSignal;
  /** Runs `work`, which an interrupt does not cut off in the middle. */
  protect<Result>(work: () => Result): Result;
  /** The id of the running cell where the client gives one, else of its execution. */
  cell(): string;
  /** The cell whose output carried plotly.js to the page, once that has happened. */
  plotlySentBy: string | undefined;
}

// On the global object: modules of the project are loaded anew after a build, the session stays.
const SESSION = Symbol.for("quadrant.kernel");
const holder = globalThis as { [SESSION]?: KernelSession };

/** The kernel this code runs in; undefined in a script or a test. */
export function kernelSession(): KernelSession | undefined {
  return holder[SESSION];
}

/** Called once by the kernel. */
export function openKernelSession(session: KernelSession): void {
  holder[SESSION] = session;
}

/**
 * A signal that is aborted when the running cell is interrupted. Long jobs take it, so that they stop with their cell.
 * Outside a kernel it is never aborted.
 */
export function cellSignal(): AbortSignal {
  return kernelSession()?.signal() ?? new AbortController().signal;
}

/**
 * Runs a piece of work of a few seconds at most to its end, where an interrupt would otherwise cut code off that keeps the
 * thread: weights half changed are no weights. The signal is aborted meanwhile or afterwards.
 */
export function uninterrupted<Result>(work: () => Result): Result {
  const session = kernelSession();
  return session === undefined ? work() : session.protect(work);
}
