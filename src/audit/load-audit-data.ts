import { StoreSource } from "../networks";
import { clipsAndCopies, labelsOf, type Run, sharedSequences } from "../studies";
import type { AuditData } from "./audit-task";
import type { Protocol } from "./protocol";

/** Equal stretches of time that flattened frames are averaged over. */
const STEPS = 64;

/** The numbers that a protocol's models learn from: every clip as it is, then every clip changed by each method. */
export async function loadAuditData(run: Run, protocol: Protocol): Promise<AuditData> {
  const labels = labelsOf(run.corpus);
  const copies = (protocol.augmentation?.methods ?? []).map((method) => ({ method }));
  const columns =
    protocol.features === "flattened-frames"
      ? await flattenedFrames(run)
      : await clipsAndCopies(run, copies, protocol.seed);
  return { clips: run.corpus.clips.length, columns, labels };
}

/** All rows of all steps side by side; a clip that is shorter than the longest ends in frames of 0, as in the study. */
async function flattenedFrames({ corpus, store, longestClip }: Run): Promise<AuditData["columns"]> {
  const names = corpus.clips.map(({ id }) => id);
  const frames = Math.max(STEPS, await longestClip());
  const source = await StoreSource.open(store, names, { frames, steps: STEPS, padding: "raw" });
  try {
    const { data, shape } = await sharedSequences(source);
    return { data, shape: [shape[0], shape[1] * shape[2]] };
  } finally {
    await source.close();
  }
}
