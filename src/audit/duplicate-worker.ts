import { loadClip } from "../corpora/clips/load-clip";
import { type DuplicatePair, type Fingerprint, fingerprintOf, nearDuplicates } from "../fingerprint";
import type { DuplicateTask } from "./find-duplicates";

/** Fingerprints every clip and compares them; runs in a worker. */
export default async function findIn({ task }: { task: DuplicateTask }): Promise<DuplicatePair[]> {
  const prints = new Map<string, Fingerprint>();
  for (const clip of task.clips) {
    const { samples, sampleRate } = await loadClip(clip);
    prints.set(clip.id, fingerprintOf({ y: samples, sr: sampleRate }));
  }
  return nearDuplicates(prints);
}
