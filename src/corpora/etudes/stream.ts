import { createHash } from "node:crypto";
import { MT19937 } from "../../random";

/**
 * A random stream of its own for one purpose: MT19937 seeded with the eight words of a SHA-256.
 *
 * So clip 7 of seed 1 is the same piece in a corpus of 8 clips and of 8,000, and asking one question more about harmony
 * leaves every melody as it was.
 *
 * @example
 * const stream = streamFor(1, "clip", 7, "melody");
 */
export function streamFor(...purpose: readonly (string | number)[]): MT19937 {
  const digest = createHash("sha256")
    .update(JSON.stringify(["etudes", ...purpose]))
    .digest();
  return new MT19937(Uint32Array.from({ length: 8 }, (_, i) => digest.readUInt32LE(4 * i)));
}

/** One of the items, all equally likely. */
export function pick<Item>(stream: MT19937, items: readonly Item[]): Item {
  return items[Math.floor(stream.random() * items.length)]!;
}
