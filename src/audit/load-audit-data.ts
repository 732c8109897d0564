import { clipsAndCopies, labelsOf, type Run } from "../studies";
import type { AuditData } from "./audit-task";
import type { Protocol } from "./protocol";

/** The numbers that a protocol's models learn from: every clip as it is, then every clip changed by each method. */
export async function loadAuditData(run: Run, protocol: Protocol): Promise<AuditData> {
  const { corpus } = run;
  const labels = labelsOf(corpus);
  const clips = corpus.clips.length;
  if (protocol.features === "flattened-frames") {
    const { data, shape } = (await run.dataset()).sequences;
    return { clips, columns: { data, shape: [shape[0], shape[1] * shape[2]] }, labels };
  }
  const copies = (protocol.augmentation?.methods ?? []).map((method) => ({ method }));
  return { clips, columns: await clipsAndCopies(run, copies, protocol.seed), labels };
}
