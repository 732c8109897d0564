import { crc32 } from "node:zlib";
import { type Entry, openPromise } from "yauzl";
import type { ArchiveGuard, Member } from "./archive-guard";
import type { Staging } from "./staging";
import type { MemberRules } from "./unpack-tar";

/** The upper half of a ZIP member's external attributes is its Unix mode, where Unix made it. */
const UNIX = 3;
const TYPE_BITS = 0o170000;
const MODES: ReadonlyMap<number, Member["kind"]> = new Map([
  [0, "file"],
  [0o100000, "file"],
  [0o040000, "folder"],
  [0o120000, "link"],
  [0o060000, "device"],
  [0o020000, "device"],
  [0o010000, "device"],
]);

/** Unpacks a ZIP archive into a staging folder. All names and sizes are looked at before anything is written. */
export async function unpackZip(
  path: string,
  guard: ArchiveGuard,
  staging: Staging,
  { take, checksums }: MemberRules,
): Promise<void> {
  // Strict: a backslash is an error, and not made a slash in silence.
  const archive = await openPromise(path, { autoClose: false, strictFileNames: true });
  try {
    const wanted: Entry[] = [];
    for await (const entry of archive.eachEntry()) {
      const { fileName: name, uncompressedSize: size } = entry;
      if (guard.admits({ name, kind: kindOf(entry), size }) && take(name)) wanted.push(entry);
    }
    for (const entry of wanted) {
      const { fileName: name } = entry;
      const sum = { value: 0 };
      const content = await archive.openReadStreamPromise(entry);
      await staging.write(name, withCrc(content, sum), checksums?.get(name));
      if (sum.value !== entry.crc32)
        throw guard.refusal(`the member ${JSON.stringify(name)}, which was cut or altered`);
    }
  } finally {
    archive.close();
  }
}

/** Passes the pieces on, and adds up their checksum, which yauzl does not look at. */
async function* withCrc(content: AsyncIterable<Buffer>, sum: { value: number }): AsyncGenerator<Buffer> {
  for await (const piece of content) {
    sum.value = crc32(piece, sum.value);
    yield piece;
  }
}

function kindOf({ fileName, versionMadeBy, externalFileAttributes }: Entry): Member["kind"] {
  if (fileName.endsWith("/")) return "folder";
  if (versionMadeBy >> 8 !== UNIX) return "file";
  return MODES.get((externalFileAttributes >>> 16) & TYPE_BITS) ?? "other";
}
