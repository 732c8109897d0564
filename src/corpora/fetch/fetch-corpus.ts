import { mkdirSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { type Download, type DownloadOptions, download, unpack } from "../../downloads";
import { messageOf, QuadrantError } from "../../errors";
import { lockFolder, Progress, severalAtOnce } from "../../jobs";
import { sheetOf, usualRoot } from "../catalogue";
import type { Clip, Source } from "../corpus";
import { howToGet } from "../describe-sheet";
import { readChecksumList } from "./checksum-list";
import { tablesOfSplit, type WantedTracks, wantedTracks } from "./jamendo-tracks";
import { addressesOf } from "./mirrors";
import { isUnpacked, noteUnpacked } from "./unpacked-record";
import { factsInRecord, recordAddress } from "./zenodo";

export interface FetchOptions extends Pick<DownloadOptions, "attempts" | "pauseMs" | "stallMs" | "signal"> {
  /** As {@link listCorpora} names it. */
  readonly name: string;
  /** Where it is to lie; `data/corpora/NAME` by default. */
  readonly root?: string | undefined;
  /** Jamendo: only the tracks of these parts of the split; all tracks by default. */
  readonly parts?: readonly NonNullable<Clip["split"]>[] | undefined;
  /** Jamendo: which of its five splits; 0 by default. */
  readonly splitNumber?: number | undefined;
  /** At most so many archives, the first ones; all by default. */
  readonly archives?: number | undefined;
  /** How many files at once; 4 by default. */
  readonly atOnce?: number | undefined;
  /** A mirror of one's own, asked first: host and path of the original follow it. */
  readonly mirror?: string | undefined;
  /** Whether progress goes to standard error; true by default. */
  readonly progress?: boolean | undefined;
  /** What to fetch; the sources of the data sheet by default. */
  readonly sources?: readonly Source[] | undefined;
}

/** What a fetch did. */
export interface Fetched {
  readonly root: string;
  /** Files and archives that were got. */
  readonly fetched: readonly string[];
  /** Those that lay there already. */
  readonly kept: readonly string[];
  /** Bytes that came over the network. */
  readonly bytes: number;
}

/** What lies under the root only while a fetch is under way, and the notes of what was unpacked. */
const INBOX = ".fetch";

interface Task {
  readonly source: Source;
  readonly run: (onBytes: (bytes: number) => void) => Promise<"fetched" | "kept">;
}

/**
 * Downloads a corpus whose terms allow it: tables first, then archives, several at once, each unpacked and removed as soon as
 * it is there and right. What was got before is kept; a fetch that was stopped or killed goes on where it was.
 *
 * @throws QuadrantError "unavailable" when the corpus is not for download, with what to do instead; or when files could not
 *   be got: all others were, and each is named with its reason and remedy. "bad-archive" when an archive is refused
 *
 * @example
 * await fetchCorpus({ name: "jamendo", root: "/music/jamendo", parts: ["test"] });
 */
export async function fetchCorpus(options: FetchOptions): Promise<Fetched> {
  const { name, root = usualRoot(options.name), progress: shows = true } = options;
  const sheet = sheetOf(name);
  if (sheet.access !== "open") {
    throw new QuadrantError("unavailable", `${sheet.title} is not for download`, { remedy: howToGet(sheet, root) });
  }
  const { sources = sheet.sources, splitNumber = 0, archives: most = Number.POSITIVE_INFINITY } = options;
  const isArchive = ({ url }: Source) => /\.(tar|zip)$/i.test(url);
  const free = lockFolder(join(root, INBOX));
  try {
    const run = new Fetch(root, options);
    const tables = [...sources.filter((source) => !isArchive(source)), ...tablesOfSplit(sources, splitNumber)];
    const archives = sources.filter(isArchive);
    const progress = shows
      ? new Progress(`fetching ${name}`, tables.length + Math.min(most, archives.length))
      : undefined;
    await run.all(
      tables.map((source) => ({ source, run: (onBytes) => run.file(source, onBytes) })),
      progress,
    );
    const wanted = name === "jamendo" ? wantedTracks(root, splitNumber, options.parts) : undefined;
    const needed = archives
      .filter((source) => wanted === undefined || tracksIn(source, wanted).length > 0)
      .slice(0, most);
    await run.all(
      needed.map((source) => ({ source, run: (onBytes) => run.archive(source, wanted, onBytes) })),
      progress,
    );
    progress?.done();
    return { root, fetched: run.fetched, kept: run.kept, bytes: run.bytes };
  } finally {
    free();
  }
}

/** The tracks that are wanted of an archive: those of the folder that it holds. */
function tracksIn({ path }: Source, { names }: WantedTracks): string[] {
  return [...names].filter((track) => track.startsWith(`${basename(path)}/`));
}

class Fetch {
  readonly fetched: string[] = [];
  readonly kept: string[] = [];
  bytes = 0;

  constructor(
    private readonly root: string,
    private readonly options: FetchOptions,
  ) {}

  /** Runs all tasks. @throws QuadrantError when some of them failed, after the others are done */
  async all(tasks: readonly Task[], progress: Progress | undefined): Promise<void> {
    const began = performance.now();
    const onBytes = (bytes: number) => {
      this.bytes += bytes;
      const rate = this.bytes / 1000 / (performance.now() - began);
      progress?.tick(0, `${(this.bytes / 1e6).toFixed(1)} MB, ${rate.toFixed(1)} MB/s`);
    };
    const work = async ({ source, run }: Task) => {
      const list = (await run(onBytes)) === "fetched" ? this.fetched : this.kept;
      list.push(nameOf(source));
      progress?.tick();
    };
    // On a full disk, or after an interruption, there is no point in going on.
    const stops = (error: unknown) => !(error instanceof QuadrantError) || error.tag === "bad-store";
    const settled = await severalAtOnce(tasks, this.options.atOnce ?? 4, work, stops);
    const errors = settled.flatMap(({ error }) => (error === undefined ? [] : [error]));
    const fatal = errors.find(stops);
    if (this.options.signal?.aborted || fatal !== undefined) throw this.options.signal?.reason ?? fatal;
    if (errors.length === 1) throw errors[0];
    if (errors.length > 1) {
      const tag = errors.find((error) => error instanceof QuadrantError)?.tag ?? "unavailable";
      throw new QuadrantError(tag, `${errors.length} of ${tasks.length} files failed, the others are there:`, {
        path: this.root,
        remedy: errors.map(messageOf).join("\n"),
      });
    }
  }

  /** Gets a file to its place. */
  async file(source: Source, onBytes: (bytes: number) => void): Promise<"fetched" | "kept"> {
    const facts = await this.factsOf(source, onBytes);
    return this.get(source.url, { target: join(this.root, source.path), ...facts }, onBytes);
  }

  /** Gets an archive, unpacks it to the folder that its content lies in, and removes it. */
  async archive(
    source: Source,
    wanted: WantedTracks | undefined,
    onBytes: (bytes: number) => void,
  ): Promise<"fetched" | "kept"> {
    const { url, path } = source;
    const folder = join(this.root, dirname(path));
    const names = wanted && tracksIn(source, wanted);
    const note = join(this.root, INBOX, `${nameOf(source)}.unpacked.json`);
    if (isUnpacked(note, url, folder, names)) return "kept";
    const target = join(this.root, INBOX, nameOf(source));
    await this.get(url, { target, ...(await this.factsOf(source, onBytes)) }, onBytes);
    mkdirSync(folder, { recursive: true });
    const take = names === undefined ? undefined : new Set(names);
    const members = await unpack(target, folder, {
      ...(take === undefined ? {} : { take: (name) => take.has(name) }),
      checksums: wanted?.checksums,
    }).catch((error: unknown) => {
      // The next fetch is to get another one; what a full disk did is no fault of the archive.
      if (error instanceof QuadrantError && error.tag === "bad-archive") rmSync(target);
      throw error;
    });
    noteUnpacked(note, url, members);
    rmSync(target);
    return "fetched";
  }

  private get(
    url: string,
    file: Omit<Download, "urls">,
    onBytes: (bytes: number) => void,
  ): Promise<"fetched" | "kept"> {
    const { attempts, pauseMs, stallMs, signal, mirror } = this.options;
    return download({ urls: addressesOf(url, mirror), ...file }, { attempts, pauseMs, stallMs, signal, onBytes });
  }

  /** What the publisher tells of a file: in the data sheet, in a list of checksums, or in the record of an archive. */
  private async factsOf(
    { url, size, sha256, path }: Source,
    onBytes: (bytes: number) => void,
  ): Promise<Pick<Download, "size" | "checksum">> {
    const told = size === "unknown" ? undefined : size;
    if (sha256 !== "unknown") {
      const value = typeof sha256 === "string" ? sha256 : this.listed(sha256.listedIn, basename(new URL(url).pathname));
      return { size: told, checksum: { algorithm: "sha256", value } };
    }
    const record = recordAddress(url);
    if (record === undefined) return { size: told };
    const target = join(this.root, INBOX, `record-of-${basename(path === "." ? url : path)}.json`);
    rmSync(target, { force: true });
    await this.get(record, { target }, onBytes);
    return factsInRecord(target, url);
  }

  private listed(list: string, name: string): string {
    const path = join(this.root, list);
    const value = readChecksumList(path).get(name);
    if (value !== undefined) return value;
    throw new QuadrantError("bad-corpus", `${path} does not tell the SHA-256 of ${name}`, {
      path,
      remedy: "Remove the list and fetch again.",
    });
  }
}

function nameOf({ url }: Source): string {
  return decodeURIComponent(basename(new URL(url).pathname));
}
