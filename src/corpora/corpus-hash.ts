import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Clip } from "./corpus";

/**
 * Names a corpus by its content: SHA-256 over ids, labels, groups and audio.
 *
 * @param checksums SHA-256 of audio files by clip id, where they are known; the other files are read
 */
export function corpusHash(clips: readonly Clip[], checksums: ReadonlyMap<string, string> = new Map()): string {
  const hash = createHash("sha256");
  for (const { id, audio, quadrant, group, valence, arousal, split } of clips) {
    const content = checksums.get(id) ?? createHash("sha256").update(readFileSync(audio)).digest("hex");
    hash.update(JSON.stringify([id, quadrant, group, valence, arousal, split, content]));
  }
  return hash.digest("hex");
}
