import { readFileSync } from "node:fs";
import { z } from "zod";
import type { Download } from "../../downloads";
import { QuadrantError } from "../../errors";

/** A file of a record of Zenodo, which publishes size and MD5 of each. */
const FILE = /^(https:\/\/zenodo\.org)\/records?\/(\d+)\/files\/([^?]+)/;

const recordSchema = z.object({
  files: z.array(z.object({ key: z.string(), size: z.number(), checksum: z.string() })),
});

/** The address of what Zenodo tells of a file's record, or undefined where the file lies elsewhere. */
export function recordAddress(url: string): string | undefined {
  const [, home, record] = FILE.exec(url) ?? [];
  return home === undefined ? undefined : `${home}/api/records/${record}`;
}

/**
 * Size and checksum of a file, from the record.
 *
 * @param path of the record, as the API gives it
 * @throws QuadrantError "bad-corpus" when the record does not name the file
 */
export function factsInRecord(path: string, url: string): Pick<Download, "size" | "checksum"> {
  const name = decodeURIComponent(FILE.exec(url)?.[3] ?? "");
  const record = recordSchema.safeParse(JSON.parse(readFileSync(path, "utf8")));
  const file = record.data?.files.find(({ key }) => key === name);
  const [algorithm, value] = file?.checksum.split(":") ?? [];
  if (file === undefined || algorithm !== "md5" || value === undefined) {
    throw new QuadrantError("bad-corpus", `${path} does not tell the MD5 of ${name}`, {
      path,
      remedy: "The record at Zenodo has changed: get the file by hand, and say so to the makers of quadrant.",
    });
  }
  return { size: file.size, checksum: { algorithm, value } };
}
