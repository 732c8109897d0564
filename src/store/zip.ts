import { crc32 } from "node:zlib";
import { inflateSync, zipSync } from "fflate";
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

/** The earliest date that ZIP knows, so that the same members give the same bytes. */
const DATE = new Date(1980, 0, 1);

/** A ZIP file of uncompressed members, in the order given. */
export function encodeZip(members: Readonly<Record<string, Uint8Array>>): Uint8Array {
  return zipSync({ ...members }, { level: 0, mtime: DATE });
}

/**
 * Reads members of a ZIP file, and checks their checksums, which fflate does not.
 *
 * @param wanted which members to read; all by default
 * @throws QuadrantError "bad-store" when the file was cut or altered
 */
export function decodeZip(bytes: Uint8Array, wanted: (name: string) => boolean = () => true): Map<string, Uint8Array> {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const members = new Map<string, Uint8Array>();
  try {
    for (const entry of listEntries(file)) if (wanted(entry.name)) members.set(entry.name, readEntry(file, entry));
  } catch (cause) {
    if (cause instanceof RangeError) throw new QuadrantError("bad-store", "a ZIP file that was cut", { cause });
    throw cause;
  }
  return members;
}

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly offset: number;
}

function listEntries(file: Buffer): Entry[] {
  // quadrant and numpy write no comment, so the end record is at the very end.
  const end = file.length - END_BYTES;
  if (end < 0 || file.readUInt32LE(end) !== END) throw new QuadrantError("bad-store", "not a whole ZIP file");
  const count = file.readUInt16LE(end + 10);
  let at = file.readUInt32LE(end + 16);
  return Array.from({ length: count }, () => {
    if (file.readUInt32LE(at) !== CENTRAL) throw new QuadrantError("bad-store", "a ZIP file with a broken directory");
    const nameBytes = file.readUInt16LE(at + 28);
    const entry = {
      name: file.toString("utf8", at + CENTRAL_BYTES, at + CENTRAL_BYTES + nameBytes),
      method: file.readUInt16LE(at + 10),
      crc: file.readUInt32LE(at + 16),
      packed: file.readUInt32LE(at + 20),
      offset: file.readUInt32LE(at + 42),
    };
    at += CENTRAL_BYTES + nameBytes + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32);
    return entry;
  });
}

function readEntry(file: Buffer, { name, method, crc, packed, offset }: Entry): Uint8Array {
  if (file.readUInt32LE(offset) !== LOCAL || (method !== STORED && method !== DEFLATED)) {
    throw new QuadrantError("bad-store", `the member ${name} cannot be read`);
  }
  const start = offset + LOCAL_BYTES + file.readUInt16LE(offset + 26) + file.readUInt16LE(offset + 28);
  const content = file.subarray(start, start + packed);
  const bytes = method === STORED ? content : inflateSync(content);
  if (crc32(bytes) !== crc) throw new QuadrantError("bad-store", `the member ${name} does not match its checksum`);
  return bytes;
}
