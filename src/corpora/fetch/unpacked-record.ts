import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { writeFileAtomic } from "../../store/atomic-file";

const recordSchema = z.object({ url: z.string(), members: z.record(z.string(), z.number()) });

/** Notes what an archive unpacked to, because the archive itself is removed. */
export function noteUnpacked(path: string, url: string, members: ReadonlyMap<string, number>): void {
  writeFileAtomic(path, JSON.stringify({ url, members: Object.fromEntries(members) }));
}

/**
 * Whether an archive was unpacked before, and all that is wanted of it still lies there, as long as it was.
 *
 * @param wanted members, where one knows them
 */
export function isUnpacked(path: string, url: string, folder: string, wanted: readonly string[] | undefined): boolean {
  const record = readRecord(path);
  if (record?.url !== url) return false;
  return (wanted ?? Object.keys(record.members)).every(
    (name) => statSync(join(folder, name), { throwIfNoEntry: false })?.size === record.members[name],
  );
}

function readRecord(path: string): z.infer<typeof recordSchema> | undefined {
  try {
    return recordSchema.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    return undefined;
  }
}
