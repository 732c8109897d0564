import { join } from "node:path";
import type { ClipSource, Corpus } from "../corpora";
import type { DuplicatePair } from "../fingerprint";
import { runCached } from "../studies/cache/run-cached";

/** Which clips are to be held against each other. */
export interface DuplicateTask {
  readonly clips: readonly (ClipSource & { readonly id: string })[];
}

/** The pairs of clips of a corpus that hold the same recording; looked for once and kept. */
export async function findDuplicates({ clips, hash }: Pick<Corpus, "clips" | "hash">): Promise<DuplicatePair[]> {
  const [pairs] = await runCached<DuplicateTask, null, DuplicatePair[]>({
    label: "fingerprints",
    module: join(__dirname, "duplicate-worker.js"),
    corpusHash: hash,
    tasks: [{ clips: clips.map(({ id, audio, offset, duration }) => ({ id, audio, offset, duration })) }],
    dataset: async () => null,
  });
  return pairs!;
}
