import { join } from "node:path";
import type { Run } from "../run";
import { runCached } from "../run-cached";
import type { ChangeMethod } from "./change-clip";
import type { ChangeTask } from "./changed-copy-worker";

/** Statistics of clips and of their changed copies, in memory that workers share. */
export interface ClipsAndCopies {
  readonly data: Float32Array<SharedArrayBuffer>;
  /** ((1 + methods) x clips, columns): row variant * clips + clip is that clip, as it is (0) or changed by that method. */
  readonly shape: [number, number];
}

/** Clips are seeded one after the other: no two seeds of a run share a clip's. */
const SEEDS = 100_000;

/** The summary statistics of every clip as it is, then of every clip changed by each method; copies are made once. */
export async function clipsAndCopies(
  run: Run,
  methods: readonly ChangeMethod[],
  seed: number,
): Promise<ClipsAndCopies> {
  const { corpus } = run;
  const { summary } = await run.dataset();
  const tasks = methods.flatMap((method) =>
    corpus.clips.map(
      ({ audio, offset, duration }, clip): ChangeTask => ({
        ...{ audio, offset, duration },
        ...{ method, seed: seed * SEEDS + clip },
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
  const [clips, columns] = summary.shape;
  const data = new Float32Array(new SharedArrayBuffer((1 + methods.length) * clips * columns * 4));
  data.set(summary.data);
  changed.forEach((values, i) => {
    data.set(values, (clips + i) * columns);
  });
  return { data, shape: [(1 + methods.length) * clips, columns] };
}
