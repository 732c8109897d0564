import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { extract, type Header } from "tar-stream";
import type { ArchiveGuard, Member } from "./archive-guard";
import type { Staging } from "./staging";

const KINDS: Readonly<Record<Header["type"], Member["kind"]>> = {
  file: "file",
  "contiguous-file": "file",
  directory: "folder",
  link: "link",
  symlink: "link",
  "block-device": "device",
  "character-device": "device",
  fifo: "device",
};

/**
 * Unpacks a tar archive into a staging folder, member by member as it is read.
 *
 * @param source its path, or its bytes as they come
 * @param take which members; given what `checksums` says of them
 */
export async function unpackTar(
  source: string | AsyncIterable<Uint8Array>,
  guard: ArchiveGuard,
  staging: Staging,
  { take, checksums }: MemberRules,
): Promise<void> {
  const archive = extract();
  const reading = pipeline(
    typeof source === "string" ? createReadStream(source) : source,
    archive as NodeJS.WritableStream,
  );
  // Where a member is refused, the reading is broken off, and says so too: the first error counts.
  reading.catch(() => {});
  for await (const entry of archive) {
    const { name, type, size } = entry.header;
    const wanted = guard.admits({ name, kind: KINDS[type] ?? "other", size }) && take(name);
    if (wanted) await staging.write(name, entry as AsyncIterable<Uint8Array>, checksums?.get(name));
    else entry.resume();
  }
  await reading;
}

/** Which members are wanted, and what they must be. */
export interface MemberRules {
  readonly take: (name: string) => boolean;
  /** SHA-256 by member, hexadecimal; of those that are not in it nothing is known. */
  readonly checksums?: ReadonlyMap<string, string> | undefined;
}
