import { join } from "node:path";
import type { Finding } from "../../corpora";
import { runCached } from "../cache/run-cached";
import type { Run } from "../run/run";
import type { QualityTask } from "./quality-worker";

/** What is wrong with the sound of the corpus, clip by clip: silence, clipping, offsets, odd lengths, the same music twice. */
export async function audioQuality({ corpus }: Run): Promise<Finding[]> {
  const [findings] = await runCached<QualityTask, null, Finding[]>({
    label: "listening to every clip",
    module: join(__dirname, "quality-worker.js"),
    corpusHash: corpus.hash,
    tasks: [{ clips: corpus.clips }],
    dataset: async () => null,
  });
  return findings!;
}
