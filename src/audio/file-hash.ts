import { createHash } from "node:crypto";
import { fileSource } from "./byte-source";

const CHUNK_BYTES = 2 ** 20;

/** The SHA-256 of a file of any size, in hexadecimal. @throws QuadrantError "missing-file" when it cannot be read */
export function fileHash(path: string): string {
  const source = fileSource(path);
  try {
    const hash = createHash("sha256");
    for (let at = 0; at < source.size; at += CHUNK_BYTES) hash.update(source.read(at, at + CHUNK_BYTES));
    return hash.digest("hex");
  } finally {
    source.close();
  }
}
