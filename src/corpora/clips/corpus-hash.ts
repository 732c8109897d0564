import { createHash } from "node:crypto";
import type { Clip } from "../corpus";

/**
 * Names a corpus by its content: SHA-256 over ids, labels, groups and audio.
 *
 * @param checksums SHA-256 of the audio file of each clip, in their order
 */
export function corpusHash(clips: readonly Clip[], checksums: readonly string[]): string {
  const hash = createHash("sha256");
  clips.forEach(({ id, quadrant, group, valence, arousal, split, offset, duration, tags }, i) => {
    const more = offset === undefined && tags === undefined ? [] : [offset, duration, tags];
    hash.update(JSON.stringify([id, quadrant, group, valence, arousal, split, checksums[i], ...more]));
  });
  return hash.digest("hex");
}
