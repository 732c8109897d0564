import { join } from "node:path";
import type { Run } from "../studies";
import { labelsOf } from "../studies";
import { runCached } from "../studies/run-cached";
import type { AuditData } from "./audit-task";
import type { ChangeTask } from "./changed-copy-worker";
import type { Protocol } from "./protocol";

/** The numbers that a protocol's models learn from: every clip as it is, then every clip changed by each method. */
export async function loadAuditData(run: Run, protocol: Protocol): Promise<AuditData> {
  const { corpus } = run;
  const dataset = await run.dataset();
  const labels = labelsOf(corpus);
  if (protocol.features === "flattened-frames") {
    const { data, shape } = dataset.sequences;
    return { clips: corpus.clips.length, columns: { data, shape: [shape[0], shape[1] * shape[2]] }, labels };
  }
  const methods = protocol.augmentation?.methods ?? [];
  const tasks = methods.flatMap((method) =>
    corpus.clips.map(
      ({ audio, offset, duration }, clip): ChangeTask => ({
        ...{ audio, offset, duration },
        ...{ method, seed: protocol.seed * 100_000 + clip },
      }),
    ),
  );
  const changed = await runCached<ChangeTask, null, number[]>({
    label: "changed copies",
    module: join(__dirname, "changed-copy-worker.js"),
    corpusHash: corpus.hash,
    tasks,
    dataset: async () => null,
  });
  const [clips, columns] = dataset.summary.shape;
  const data = new Float32Array(new SharedArrayBuffer((1 + methods.length) * clips * columns * 4));
  data.set(dataset.summary.data);
  changed.forEach((values, i) => {
    data.set(values, (clips + i) * columns);
  });
  return { clips, columns: { data, shape: [(1 + methods.length) * clips, columns] }, labels };
}
