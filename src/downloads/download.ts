import { existsSync, mkdirSync, renameSync, statSync } from "node:fs";
import { basename, dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { QuadrantError } from "../errors";
import { type Checksum, hashOf } from "./checksum";
import { PartFile } from "./part-file";
import { transfer } from "./transfer";
import { TransferFailure } from "./transfer-failure";

/** One file to be got. */
export interface Download {
  /** The same file in several places, tried in turn. */
  readonly urls: readonly string[];
  /** Absolute path of the file that it becomes. */
  readonly target: string;
  /** Bytes, where they are known. */
  readonly size?: number | undefined;
  readonly checksum?: Checksum | undefined;
}

export interface DownloadOptions {
  /** How often in a row a place may fail without anything new; 6 by default. */
  readonly attempts?: number | undefined;
  /** The first pause, in milliseconds, doubled after each failure; 1,000 by default. */
  readonly pauseMs?: number | undefined;
  /** A server that sends nothing for so long is given up, in milliseconds; 60,000 by default. */
  readonly stallMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called with each piece that came. */
  readonly onBytes?: ((bytes: number) => void) | undefined;
}

/** No pause is longer, in milliseconds; a server that asks for more is left for another. */
const LONGEST_PAUSE_MS = 120_000;

/** A place whose file was wrong so often is not asked again: once may be the network's fault. */
const WRONG_FILES = 2;

/**
 * Gets a file: goes on where an earlier attempt, or a run that was killed, stopped; checks size and checksum; and only
 * then gives it its name. A file of that name that is right already is kept.
 *
 * @returns whether it was `fetched` or `kept`
 * @throws QuadrantError "unavailable" when no place gave the right file, with what each of them said; "bad-store" when
 *   the disk is full or cannot be written
 *
 * @example
 * await download({ urls: ["https://example.org/data.csv"], target: "/music/data.csv", size: 1200 });
 */
export async function download(file: Download, options: DownloadOptions = {}): Promise<"fetched" | "kept"> {
  const { target, urls } = file;
  if (existsSync(target) && (await problemOf(target, file)) === undefined) return "kept";
  mkdirSync(dirname(target), { recursive: true });
  const part = new PartFile(target);
  const said: string[] = [];
  for (const url of urls) {
    const reason = await getFrom(url, part, file, options);
    if (reason === undefined) {
      renameSync(part.path, target);
      part.forgetOrigin();
      return "fetched";
    }
    said.push(`${url}: ${reason}`);
  }
  throw new QuadrantError("unavailable", `cannot get ${basename(target)} (${said.join("; ")})`, {
    path: target,
    remedy:
      "Fetch again later: it goes on from what came. " +
      `Or get the file yourself from ${urls[0]} and lay it at ${target}.`,
  });
}

/** Why a place did not give the file, or undefined where the part is the whole file. */
async function getFrom(
  url: string,
  part: PartFile,
  file: Download,
  { attempts = 6, pauseMs = 1000, stallMs = 60_000, signal, onBytes }: DownloadOptions,
): Promise<string | undefined> {
  const checked = file.checksum !== undefined;
  let furthest = part.size;
  let wrong = 0;
  for (let failures = 1; ; failures++) {
    signal?.throwIfAborted();
    let failure: TransferFailure;
    try {
      // All may have come before, and the run been killed before the name was given.
      if (!(checked && part.size === file.size)) {
        await transfer(url, part, { size: file.size, checked, stallMs, signal, onBytes });
      }
      const problem = await problemOf(part.path, file);
      if (problem === undefined) return undefined;
      part.discard();
      failure = new TransferFailure(problem, ++wrong < WRONG_FILES ? "again" : "elsewhere");
    } catch (error) {
      if (!(error instanceof TransferFailure)) throw error;
      failure = error;
    }
    if (part.size > furthest) failures = 1;
    furthest = Math.max(furthest, part.size);
    const pause =
      failure.afterMs ?? Math.min(LONGEST_PAUSE_MS, pauseMs * 2 ** (failures - 1) * (1 + Math.random() / 4));
    if (failure.next === "elsewhere") return failure.message;
    if (failures >= attempts) return `${failure.message}, after ${failures} attempts`;
    if (pause > LONGEST_PAUSE_MS) return `${failure.message}, and asks to wait for ${Math.round(pause / 1000)} s`;
    await sleep(pause, undefined, signal === undefined ? {} : { signal });
  }
}

/** Why a whole file is not the right one, or undefined. */
async function problemOf(path: string, { size, checksum }: Download): Promise<string | undefined> {
  const bytes = statSync(path).size;
  if (size !== undefined && bytes !== size) {
    return `it has ${bytes.toLocaleString("en-GB")} bytes, not ${size.toLocaleString("en-GB")}`;
  }
  if (checksum === undefined) return undefined;
  const found = await hashOf(path, checksum.algorithm);
  if (found === checksum.value) return undefined;
  const name = checksum.algorithm === "md5" ? "MD5" : "SHA-256";
  return `its ${name} is ${found.slice(0, 12)}..., not ${checksum.value.slice(0, 12)}...: it was altered on the way or there`;
}
