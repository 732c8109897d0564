import { closeSync, fstatSync, mkdirSync, openSync, readdirSync, readSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Matrix } from "../arrays";
import { messageOf, QuadrantError } from "../errors";
import { writeFileAtomic } from "./atomic-file";
import { decodeNpy, encodeNpy, npyHeader } from "./npy";
import { type ByteSource, encodeZip, readStarts, readZip } from "./zip";

const PROVENANCE = "provenance.json";
const ENTRY_SUFFIX = ".npz";

/** Of an array of two dimensions: numpy and quadrant write 128. */
const HEADER_BYTES = 256;

/** A draft of an entry that is this old was left by a run that was killed, in milliseconds. */
const ABANDONED_MS = 10 * 60_000;

const provenanceSchema = z.object({
  extractor: z.string(),
  parameters: z.record(z.string(), z.unknown()),
  sr: z.number(),
  seconds: z.number(),
  audio: z.object({ sha256: z.string(), size: z.number(), mtimeMs: z.number() }),
});

/** What the features of a clip were made from, and how. */
export type Provenance = Readonly<z.infer<typeof provenanceSchema>>;

/** The features of one clip, each (rows, frames), and their provenance. */
export interface StoreEntry {
  readonly features: Readonly<Record<string, Matrix>>;
  readonly provenance: Provenance;
}

/**
 * A folder with one `<clip id>.npz` per clip: float32 arrays named as librosa names features, and `provenance.json`.
 *
 * Python opens an entry in one line: `numpy.load("store/<id>.npz")["mfcc"]`.
 *
 * An entry is written under another name and then renamed, so that it is there whole or not at all, however a run ends.
 * Several processes may use one store: the worst that happens is that two write the same bytes.
 *
 * @example
 * const store = FeatureStore.open("data/stores/etudes");
 * const { mfcc } = await store.read("etude-0001", ["mfcc"]);
 */
export class FeatureStore {
  private constructor(
    /** The folder. */
    readonly root: string,
  ) {}

  /**
   * Opens a store, and makes its folder if need be.
   *
   * @throws QuadrantError "bad-store" when the folder cannot be made or is no folder
   */
  static open(root: string): FeatureStore {
    try {
      mkdirSync(root, { recursive: true });
      for (const name of readdirSync(root)) if (name.endsWith(".part")) removeAbandoned(join(root, name));
    } catch (cause) {
      throw new QuadrantError("bad-store", `cannot open the feature store ${root}: ${messageOf(cause)}`, {
        path: root,
        remedy: "Name a folder that can be made and written to.",
        cause,
      });
    }
    return new FeatureStore(root);
  }

  /** Where the entry of a clip lies. @throws QuadrantError "bad-argument" for an id that is no plain file name */
  path(id: string): string {
    if (!/^[A-Za-z0-9_-][A-Za-z0-9._-]*$/.test(id)) {
      throw new QuadrantError("bad-argument", `the clip id ${JSON.stringify(id)} cannot name a file`, {
        remedy: "Use letters, digits, _, - and . only.",
      });
    }
    return join(this.root, `${id}${ENTRY_SUFFIX}`);
  }

  /** Whether there is an entry, whatever its state. */
  has(id: string): boolean {
    return statSync(this.path(id), { throwIfNoEntry: false })?.isFile() ?? false;
  }

  /** The ids of all entries, sorted. */
  ids(): string[] {
    const files = readdirSync(this.root).filter((name) => name.endsWith(ENTRY_SUFFIX));
    return files.map((name) => name.slice(0, -ENTRY_SUFFIX.length)).sort();
  }

  /**
   * Writes the entry of a clip.
   *
   * @throws QuadrantError "bad-store" when the disk is full or the store cannot be written
   */
  write(id: string, { features, provenance }: StoreEntry): void {
    const text = Buffer.from(`${JSON.stringify(provenance, null, 1)}\n`);
    writeFileAtomic(this.path(id), encodeZip({ [PROVENANCE]: text, ...arrayMembers(features) }));
  }

  /**
   * The features of a clip, each (rows, frames).
   *
   * @param names which; all by default
   * @throws QuadrantError "bad-store" when there is no entry, it is corrupt, or a feature is not in it
   */
  async read<Name extends string = string>(id: string, names?: readonly Name[]): Promise<Record<Name, Matrix>> {
    const members = this.members(id, (member) => names === undefined || names.some((name) => member === `${name}.npy`));
    const missing = names?.find((name) => !members.has(`${name}.npy`));
    if (missing !== undefined) throw this.corrupt(id, `it holds no ${missing}`);
    const features = [...members].filter(([member]) => member !== PROVENANCE);
    return Object.fromEntries(
      features.map(([member, bytes]) => [member.replace(/\.npy$/, ""), this.matrix(id, bytes)]),
    ) as Record<Name, Matrix>;
  }

  /**
   * How an entry was made. Reads the end of the entry and this one member, so that thousands are asked in a second: an
   * entry that was cut is noticed here, altered values when they are read.
   *
   * @throws QuadrantError "bad-store" when there is none or it is corrupt
   */
  provenance(id: string): Provenance {
    const text = this.members(id, (member) => member === PROVENANCE).get(PROVENANCE);
    if (text === undefined) throw this.corrupt(id, `it holds no ${PROVENANCE}`);
    try {
      return provenanceSchema.parse(JSON.parse(Buffer.from(text).toString("utf8")));
    } catch (cause) {
      throw this.corrupt(id, messageOf(cause), cause);
    }
  }

  /**
   * The shapes (rows, frames) of features of a clip, in the order of `names`, from their headers alone.
   *
   * @throws QuadrantError "bad-store" when there is no entry, it was cut, or a feature is not in it
   */
  shapes(id: string, names: readonly string[]): [rows: number, frames: number][] {
    const starts = this.withEntry(id, (source) =>
      readStarts(source, (member) => names.some((name) => member === `${name}.npy`), HEADER_BYTES),
    );
    return names.map((name) => {
      const start = starts.get(`${name}.npy`);
      if (start === undefined) throw this.corrupt(id, `it holds no ${name}`);
      const [rows, frames] = this.checked(id, () => npyHeader(start)).shape;
      if (rows === undefined || frames === undefined) throw this.corrupt(id, "an array is not two-dimensional");
      return [rows, frames];
    });
  }

  private members(id: string, wanted?: (name: string) => boolean): Map<string, Uint8Array> {
    return this.withEntry(id, (source) => readZip(source, wanted));
  }

  private withEntry<Content>(id: string, read: (source: ByteSource) => Content): Content {
    const path = this.path(id);
    let file: number;
    try {
      file = openSync(path, "r");
    } catch (cause) {
      throw new QuadrantError("bad-store", `the store has no features of ${id}: ${messageOf(cause)}`, {
        path,
        remedy: "Extract them with extractCorpus, or run npx quadrant features.",
        cause,
      });
    }
    try {
      const { size } = fstatSync(file);
      // A directory that was altered may ask for more than there is.
      return read({ size, read: (start, end) => readBytes(file, start, Math.min(end, size)) });
    } catch (cause) {
      throw this.corrupt(id, messageOf(cause), cause);
    } finally {
      closeSync(file);
    }
  }

  private matrix(id: string, bytes: Uint8Array): Matrix {
    const array = this.checked(id, () => decodeNpy(bytes));
    const [rows, frames] = array.shape;
    if (rows === undefined || frames === undefined) throw this.corrupt(id, "an array is not two-dimensional");
    return { data: array.data, shape: [rows, frames] };
  }

  private checked<Content>(id: string, decode: () => Content): Content {
    try {
      return decode();
    } catch (cause) {
      throw this.corrupt(id, messageOf(cause), cause);
    }
  }

  private corrupt(id: string, what: string, cause?: unknown): QuadrantError {
    const path = this.path(id);
    return new QuadrantError("bad-store", `${path} is corrupt: ${what}`, {
      path,
      remedy: "Extract again: a corrupt entry is made anew.",
      cause,
    });
  }
}

/**
 * Writes the features of one clip into a file of its own: `numpy.load(path)["mfcc"]`, and nothing but arrays inside.
 *
 * @param features each (rows, frames)
 * @throws QuadrantError "bad-store" when the disk is full or the file cannot be written
 */
export function writeNpz(path: string, features: Readonly<Record<string, Matrix>>): void {
  writeFileAtomic(path, encodeZip(arrayMembers(features)));
}

function arrayMembers(features: Readonly<Record<string, Matrix>>): Record<string, Uint8Array> {
  return Object.fromEntries(Object.entries(features).map(([name, matrix]) => [`${name}.npy`, encodeNpy(matrix)]));
}

function readBytes(file: number, start: number, end: number): Buffer {
  const bytes = Buffer.allocUnsafe(Math.max(0, end - start));
  let length = 0;
  while (length < bytes.length) {
    const read = readSync(file, bytes, length, bytes.length - length, start + length);
    if (read === 0) break;
    length += read;
  }
  return bytes.subarray(0, length);
}

/** Another process may be writing a younger draft, and a store that is only read keeps what it has. */
function removeAbandoned(draft: string): void {
  try {
    if (Date.now() - statSync(draft).mtimeMs > ABANDONED_MS) rmSync(draft, { force: true });
  } catch {
    return;
  }
}
