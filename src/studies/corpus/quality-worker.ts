import { type Clip, type Finding, qualityOf } from "../../corpora";

export interface QualityTask {
  readonly clips: readonly Clip[];
}

/** Listens to every clip; runs in a worker, which has workers of its own. */
export default function listen({ task }: { task: QualityTask }): Promise<Finding[]> {
  return qualityOf(task, { progress: false });
}
