import { crc32 } from "node:zlib";
import { inflateSync } from "fflate";
import { QuadrantError } from "../errors";

/** Signatures and lengths of the records of a ZIP file (PKWARE APPNOTE 6.3). */
const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const LOCAL_BYTES = 30;
const CENTRAL_BYTES = 46;
const END_BYTES = 22;

const STORED = 0;
const DEFLATED = 8;

/** 1 January 1980, the earliest date that ZIP knows, so that the same members give the same bytes. */
const DATE = 0x0021;

/** The version of ZIP that a reader needs: 2.0; and the flag that says that names are UTF-8. */
const VERSION = 20;
const UTF8 = 0x0800;

/** What the fields of a ZIP file's records can hold. */
const MOST_BYTES = 0xffffffff;
const MOST_MEMBERS = 0xffff;

/**
 * A ZIP file of uncompressed members, in the order given.
 *
 * Written here because fflate takes most of the time of writing a store for checksums, which Node computes natively.
 *
 * @throws QuadrantError "bad-argument" for more than 4 GiB or 65,535 members
 */
export function encodeZip(members: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const entries = Object.entries(members).map(([name, bytes]) => ({
    name: Buffer.from(name),
    bytes,
    crc: crc32(bytes),
  }));
  const size = entries.reduce(
    (sum, { name, bytes }) => sum + LOCAL_BYTES + CENTRAL_BYTES + 2 * name.length + bytes.length,
    END_BYTES,
  );
  if (size > MOST_BYTES || entries.length > MOST_MEMBERS) {
    throw new QuadrantError("bad-argument", `${entries.length} members of ${size} bytes are too much for a ZIP file`);
  }
  const file = Buffer.alloc(size);
  let at = 0;
  const offsets = entries.map(({ name, bytes, crc }) => {
    const offset = at;
    file.writeUInt32LE(LOCAL, at);
    writeCommonFields(file, at + 4, name, bytes, crc);
    at += LOCAL_BYTES;
    at += name.copy(file, at);
    file.set(bytes, at);
    at += bytes.length;
    return offset;
  });
  const directory = at;
  for (const [i, { name, bytes, crc }] of entries.entries()) {
    file.writeUInt32LE(CENTRAL, at);
    file.writeUInt16LE(VERSION, at + 4);
    writeCommonFields(file, at + 6, name, bytes, crc);
    file.writeUInt32LE(offsets[i]!, at + 42);
    at += CENTRAL_BYTES;
    at += name.copy(file, at);
  }
  file.writeUInt32LE(END, at);
  file.writeUInt16LE(entries.length, at + 8);
  file.writeUInt16LE(entries.length, at + 10);
  file.writeUInt32LE(at - directory, at + 12);
  file.writeUInt32LE(directory, at + 16);
  return file;
}

/** What local headers and the directory's say alike, from "version needed" on. */
function writeCommonFields(file: Buffer, at: number, name: Buffer, bytes: Uint8Array, crc: number): void {
  file.writeUInt16LE(VERSION, at);
  file.writeUInt16LE(UTF8, at + 2);
  file.writeUInt16LE(STORED, at + 4);
  file.writeUInt16LE(DATE, at + 8);
  file.writeUInt32LE(crc, at + 10);
  file.writeUInt32LE(bytes.length, at + 14);
  file.writeUInt32LE(bytes.length, at + 18);
  file.writeUInt16LE(name.length, at + 22);
}

/** Where the bytes of a ZIP file come from: memory, or a file of which only some are needed. */
export interface ByteSource {
  readonly size: number;
  /** The bytes from `start` up to but not including `end`; fewer where the source ends before. */
  read(start: number, end: number): Buffer;
}

/**
 * Reads members of a ZIP file, and checks their checksums, which fflate does not.
 *
 * @param wanted which members to read; all by default
 * @throws QuadrantError "bad-store" when the file was cut or altered
 */
export function decodeZip(bytes: Uint8Array, wanted?: (name: string) => boolean): Map<string, Uint8Array> {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return readZip({ size: file.length, read: (start, end) => file.subarray(start, end) }, wanted);
}

/** Does what `decodeZip` does, and takes from the source only the directory and the members that are wanted. */
export function readZip(source: ByteSource, wanted: (name: string) => boolean = () => true): Map<string, Uint8Array> {
  const members = new Map<string, Uint8Array>();
  try {
    for (const entry of listEntries(source)) if (wanted(entry.name)) members.set(entry.name, readEntry(source, entry));
  } catch (cause) {
    if (cause instanceof RangeError) throw new QuadrantError("bad-store", "a ZIP file that was cut", { cause });
    throw cause;
  }
  return members;
}

/**
 * The first bytes of members, where they are stored and not deflated, without a look at their checksums: enough to read a
 * header by.
 *
 * @throws QuadrantError "bad-store" when the file was cut, or a wanted member is deflated
 */
export function readStarts(source: ByteSource, wanted: (name: string) => boolean, bytes: number): Map<string, Buffer> {
  const starts = new Map<string, Buffer>();
  for (const { name, method, packed, offset } of listEntries(source)) {
    if (!wanted(name)) continue;
    if (method !== STORED) throw new QuadrantError("bad-store", `the member ${name} is deflated`);
    const from = dataStart(source, offset, name, method);
    starts.set(name, source.read(from, from + Math.min(bytes, packed)));
  }
  return starts;
}

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly offset: number;
}

function listEntries(source: ByteSource): Entry[] {
  // quadrant and numpy write no comment, so the end record is at the very end.
  const end = source.read(Math.max(0, source.size - END_BYTES), source.size);
  if (end.length < END_BYTES || end.readUInt32LE(0) !== END) {
    throw new QuadrantError("bad-store", "not a whole ZIP file");
  }
  const directory = source.read(end.readUInt32LE(16), source.size - END_BYTES);
  let at = 0;
  return Array.from({ length: end.readUInt16LE(10) }, () => {
    if (directory.readUInt32LE(at) !== CENTRAL) {
      throw new QuadrantError("bad-store", "a ZIP file with a broken directory");
    }
    const nameBytes = directory.readUInt16LE(at + 28);
    const entry = {
      name: directory.toString("utf8", at + CENTRAL_BYTES, at + CENTRAL_BYTES + nameBytes),
      method: directory.readUInt16LE(at + 10),
      crc: directory.readUInt32LE(at + 16),
      packed: directory.readUInt32LE(at + 20),
      offset: directory.readUInt32LE(at + 42),
    };
    at += CENTRAL_BYTES + nameBytes + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
    return entry;
  });
}

function dataStart(source: ByteSource, offset: number, name: string, method: number): number {
  const header = source.read(offset, offset + LOCAL_BYTES);
  if (header.readUInt32LE(0) !== LOCAL || (method !== STORED && method !== DEFLATED)) {
    throw new QuadrantError("bad-store", `the member ${name} cannot be read`);
  }
  return offset + LOCAL_BYTES + header.readUInt16LE(26) + header.readUInt16LE(28);
}

function readEntry(source: ByteSource, { name, method, crc, packed, offset }: Entry): Uint8Array {
  const start = dataStart(source, offset, name, method);
  const content = source.read(start, start + packed);
  const bytes = method === STORED ? content : inflateSync(content);
  if (crc32(bytes) !== crc) throw new QuadrantError("bad-store", `the member ${name} does not match its checksum`);
  return bytes;
}
