import { open } from "node:fs/promises";
import { messageOf, QuadrantError } from "../errors";
import type { PartFile } from "./part-file";
import { failureOfStatus, TransferFailure } from "./transfer-failure";

interface TransferOptions {
  /** Bytes of the whole file, where they are known. */
  readonly size?: number | undefined;
  /** Whether a checksum will tell if the parts of two servers do not fit together. */
  readonly checked: boolean;
  /** A server that sends nothing for so long is given up, in milliseconds. */
  readonly stallMs: number;
  readonly signal?: AbortSignal | undefined;
  /** Called with each piece that was written. */
  readonly onBytes?: ((bytes: number) => void) | undefined;
}

const REQUEST_HEADERS = {
  // Lengths and ranges are those of the file, not of something packed on the way.
  "accept-encoding": "identity",
  "user-agent": "quadrant (music emotion recognition; corpus fetch)",
};

/**
 * Gets the rest of a file into its part: from where the part ends if the server can do that, else from the beginning.
 *
 * @throws TransferFailure when it did not get the whole file; what came is kept, where it can be gone on from
 */
export async function transfer(url: string, part: PartFile, options: TransferOptions): Promise<void> {
  const stalled = new AbortController();
  const { stallMs, signal } = options;
  const giveUp = () => stalled.abort(new TransferFailure(`nothing came for ${stallMs / 1000} s`, "again"));
  let timer = setTimeout(giveUp, stallMs);
  const onPiece = (bytes: number) => {
    clearTimeout(timer);
    timer = setTimeout(giveUp, stallMs);
    options.onBytes?.(bytes);
  };
  try {
    const both = signal === undefined ? stalled.signal : AbortSignal.any([stalled.signal, signal]);
    await request(url, part, { ...options, signal: both, onBytes: onPiece });
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    if (stalled.signal.aborted) throw stalled.signal.reason;
    throw asFailure(error, part.path);
  } finally {
    clearTimeout(timer);
  }
}

async function request(url: string, part: PartFile, options: TransferOptions): Promise<void> {
  const had = part.size;
  const { origin } = part;
  const sameVersion = origin?.url === url ? origin.validator : undefined;
  const goesOn = had > 0 && (options.checked || sameVersion !== undefined);
  const response = await fetch(url, {
    headers: {
      ...REQUEST_HEADERS,
      ...(goesOn ? { range: `bytes=${had}-` } : {}),
      ...(goesOn && sameVersion !== undefined ? { "if-range": sameVersion } : {}),
    },
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  try {
    if (response.status === 416 && goesOn) {
      if (totalOf(response, 0) === had) return;
      part.discard();
      throw new TransferFailure("the server has fewer bytes than came before: begun anew", "again");
    }
    if (!response.ok) throw failureOfStatus(response);
    const start = response.status === 206 ? startOf(response, had, part) : 0;
    const total = totalOf(response, start);
    checkSize(total, options.size);
    if (start === 0) part.discard();
    part.noteOrigin({ url, ...validatorOf(response.headers) });
    await writeBody(response, part, start, options);
    checkSize(part.size, options.size ?? total, "again");
  } finally {
    // Frees the connection of an answer that nobody reads.
    if (!response.body?.locked) await response.body?.cancel();
  }
}

/** The byte that a partial answer begins at. */
function startOf({ headers }: Response, asked: number, part: PartFile): number {
  const start = /^bytes (\d+)-/.exec(headers.get("content-range") ?? "")?.[1];
  if (start !== undefined && Number(start) === asked) return asked;
  part.discard();
  throw new TransferFailure("the server sent another part than was asked for: begun anew", "again");
}

/** Bytes of the whole file as the answer tells, or undefined. */
function totalOf({ headers, status }: Response, start: number): number | undefined {
  const whole = /\/(\d+)$/.exec(headers.get("content-range") ?? "")?.[1];
  if (whole !== undefined) return Number(whole);
  if (status === 416) return undefined;
  const length = headers.get("content-length");
  return length === null || headers.has("content-encoding") ? undefined : start + Number(length);
}

function checkSize(found: number | undefined, expected: number | undefined, next: "again" | "elsewhere" = "elsewhere") {
  if (found === undefined || expected === undefined || found === expected) return;
  const [is, should] = [found, expected].map((bytes) => bytes.toLocaleString("en-GB"));
  const what =
    next === "again" ? `the connection ended after ${is} of ${should} bytes` : `it has ${is} bytes, not ${should}`;
  throw new TransferFailure(what, next);
}

/** What names this version of the file to the server: only what is exact can be gone on from. */
function validatorOf(headers: Headers): { validator?: string } {
  const etag = headers.get("etag");
  if (etag !== null && !etag.startsWith("W/")) return { validator: etag };
  const modified = headers.get("last-modified");
  return modified === null ? {} : { validator: modified };
}

async function writeBody(
  { body }: Response,
  part: PartFile,
  start: number,
  { onBytes, size }: TransferOptions,
): Promise<void> {
  const file = await open(part.path, start === 0 ? "w" : "a");
  const reader = body?.getReader();
  try {
    let at = start;
    for (let next = await reader?.read(); next?.value !== undefined; next = await reader?.read()) {
      const piece = next.value;
      at += piece.length;
      if (size !== undefined && at > size) {
        throw new TransferFailure(`more bytes came than the ${size.toLocaleString("en-GB")} of the file`, "elsewhere");
      }
      await file.writeFile(piece);
      onBytes?.(piece.length);
    }
    await file.sync();
  } finally {
    // Frees the connection where the rest is not wanted.
    await reader?.cancel().catch(() => {});
    await file.close();
  }
}

/** What the network or the disk did, in words. */
function asFailure(error: unknown, path: string): Error {
  if (error instanceof TransferFailure) return error;
  const { code } = error as NodeJS.ErrnoException;
  if (code === "ENOSPC" || code === "EACCES" || code === "EROFS" || code === "EPERM" || code === "EDQUOT") {
    return new QuadrantError("bad-store", `cannot write ${path}: ${messageOf(error)}`, {
      path,
      remedy: "Free some space or mend the permissions, and fetch again: what came is kept.",
      cause: error,
    });
  }
  const cause = (error as Error).cause;
  const why = cause === undefined ? messageOf(error) : `${messageOf(error)} (${messageOf(cause)})`;
  return new TransferFailure(`the connection failed: ${why}`, "again");
}
