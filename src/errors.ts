/**
 * Every error that quadrant throws on purpose: a tag to tell it by, and a message that names the thing, the value,
 * the limit and the remedy.
 */
export type ErrorTag =
  | "bad-argument"
  | "bad-audio"
  | "bad-corpus"
  | "bad-manifest"
  | "bad-store"
  | "bad-archive"
  | "missing-file"
  | "kernel"
  | "notebook"
  | "interrupted"
  | "unavailable";

/**
 * An error with a tag and a remedy.
 *
 * @example
 * throw new QuadrantError("bad-audio", "clip.wav holds 1,200 of 44,100 samples", { path: "clip.wav", remedy: "Copy the file again." });
 */
export class QuadrantError extends Error {
  readonly tag: ErrorTag;
  /** The file the error is about, where there is one. */
  readonly path: string | undefined;
  /** What the user can do about it. */
  readonly remedy: string | undefined;

  constructor(
    tag: ErrorTag,
    message: string,
    details: { path?: string | undefined; remedy?: string; cause?: unknown } = {},
  ) {
    super(details.remedy === undefined ? message : `${message}\n  ${details.remedy}`, { cause: details.cause });
    this.name = "QuadrantError";
    this.tag = tag;
    this.path = details.path;
    this.remedy = details.remedy;
  }
}

/** The message of anything that was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
