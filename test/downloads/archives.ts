import { constants, crc32, deflateRawSync, deflateSync } from "node:zlib";
import { type Header, pack } from "tar-stream";

/** A member to be packed, honest or not. */
export interface Packed {
  readonly name: string;
  readonly content?: string | Uint8Array;
  readonly type?: Header["type"];
  readonly linkname?: string;
}

/** A tar archive in memory. */
export async function tarOf(members: readonly Packed[]): Promise<Buffer> {
  const archive = pack();
  for (const { name, content = "", type = "file", linkname } of members) {
    if (type === "file") archive.entry({ name }, typeof content === "string" ? content : Buffer.from(content));
    else archive.entry({ name, type, ...(linkname === undefined ? {} : { linkname }) });
  }
  archive.finalize();
  const pieces: Buffer[] = [];
  for await (const piece of archive) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

/** What a ZIP member's records say, which need not be the truth. */
export interface ZipMember {
  readonly name: string;
  /** What the content deflates to. */
  readonly packed: Uint8Array;
  readonly size: number;
  readonly crc: number;
  /** Unix mode, with the bits of the type. */
  readonly mode?: number;
}

/** An honest member of a ZIP archive. */
export function zipMember(name: string, content: string | Uint8Array, mode = 0o100644): ZipMember {
  const bytes = Buffer.from(content as Uint8Array);
  return { name, packed: deflateRawSync(bytes), size: bytes.length, crc: crc32(bytes), mode };
}

/** Bytes of zeros that unpack to `megabytes`, a thousandth as long: the same deflated block over and over. */
export function bomb(megabytes: number): Uint8Array {
  // A full flush ends a block at a byte, and what follows does not look back.
  const block = deflateSync(Buffer.alloc(2 ** 20), { finishFlush: constants.Z_FULL_FLUSH }).subarray(2);
  const end = deflateRawSync(Buffer.alloc(0));
  return Buffer.concat([...Array.from({ length: megabytes }, () => block), end]);
}

/** A ZIP archive in memory; sizes of 4 GiB and more are written as ZIP64 does. */
export function zipOf(members: readonly ZipMember[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, packed, size, crc, mode = 0o100644 } of members) {
    const named = Buffer.from(name);
    const isLong = size > 0xfffffffe;
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(45, 0);
    fields.writeUInt16LE(0x0800, 2);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(crc, 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(isLong ? 0xffffffff : size, 18);
    fields.writeUInt16LE(named.length, 22);
    const extra = Buffer.alloc(isLong ? 12 : 0);
    if (isLong) {
      extra.writeUInt16LE(1, 0);
      extra.writeUInt16LE(8, 2);
      extra.writeBigUInt64LE(BigInt(size), 4);
    }
    fields.writeUInt16LE(extra.length, 24);
    const head = Buffer.concat([Buffer.from("PK\x03\x04", "latin1"), fields, named, extra, packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE((mode << 16) >>> 0, 6);
    rest.writeUInt32LE(at, 10);
    const made = Buffer.from([45, 3]);
    directory.push(Buffer.concat([Buffer.from("PK\x01\x02", "latin1"), made, fields, rest, named, extra]));
    locals.push(head);
    at += head.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(members.length, 8);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...locals, listed, end]);
}
