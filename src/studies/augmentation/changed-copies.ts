import { join } from "node:path";
import { runCached } from "../cache/run-cached";
import type { Run } from "../run/run";
import type { ChangeMethod } from "./change-clip";
import type { ChangeTask } from "./changed-copy-worker";

/** Statistics of clips and of their changed copies, in memory that workers share. */
export interface ClipsAndCopies {
  readonly data: Float32Array<SharedArrayBuffer>;
  /** ((1 + plans) x clips, columns): row variant * clips + clip is that clip, as it is (0) or changed by that plan. */
  readonly shape: [number, number];
}

/** Clips are seeded one after the other: no two seeds of a run share a clip's. */
const SEEDS = 100_000;

/** Which clips are copied by a method. */
export interface CopyPlan {
  readonly method: ChangeMethod;
  /** All by default. */
  readonly clips?: readonly number[] | undefined;
}

/**
 * The summary statistics of every clip as it is, then of clips changed by each method; each copy is made once. Rows of
 * clips that a method does not copy are not a number: no model takes them by mistake.
 */
export async function clipsAndCopies(run: Run, plans: readonly CopyPlan[], seed: number): Promise<ClipsAndCopies> {
  const { corpus } = run;
  const { summary } = await run.dataset();
  const [clips, columns] = summary.shape;
  const everyClip = corpus.clips.map((_, clip) => clip);
  const wanted = plans.flatMap(({ method, clips: copied = everyClip }, i) =>
    copied.map((clip) => ({ method, clip, row: (1 + i) * clips + clip })),
  );
  const changed = await runCached<ChangeTask, null, number[]>({
    label: "changed copies",
    module: join(__dirname, "changed-copy-worker.js"),
    corpusHash: corpus.hash,
    tasks: wanted.map(({ method, clip }) => {
      const { audio, offset, duration } = corpus.clips[clip]!;
      return { audio, offset, duration, method, seed: seed * SEEDS + clip };
    }),
    dataset: async () => null,
  });
  const data = new Float32Array(new SharedArrayBuffer((1 + plans.length) * clips * columns * 4));
  data.fill(Number.NaN);
  data.set(summary.data);
  changed.forEach((values, i) => {
    data.set(values, wanted[i]!.row * columns);
  });
  return { data, shape: [(1 + plans.length) * clips, columns] };
}
