import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";

/** What a file must hash to; MD5 only because some archives publish nothing else. */
export interface Checksum {
  readonly algorithm: "sha256" | "md5";
  /** Hexadecimal, lower case. */
  readonly value: string;
}

/** Hash of a file of any size, in hexadecimal. */
export async function hashOf(path: string, algorithm: Checksum["algorithm"]): Promise<string> {
  const hash = createHash(algorithm);
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}
