import { z } from "zod";
import { loadClip } from "../../corpora";
import { extractFeatures, STUDY_FEATURES } from "../../features";
import { readRecord } from "../records/record";
import type { Run } from "../run/run";

/** The length that times are given for, in seconds: that of the study's clips. */
const SECONDS = 30;

/** Each is computed so often, and the least time counts. */
const REPEATS = 2;

const recordSchema = z.object({
  date: z.string(),
  machine: z.string(),
  versions: z.record(z.string(), z.string()),
  clips: z.number(),
  rows: z.array(z.object({ feature: z.string(), librosa: z.number(), quadrant: z.number() })),
});

/** What `npm run bench:features` measured, librosa and quadrant in one run; times in milliseconds of CPU a clip. */
export type RecordedSpeed = z.infer<typeof recordSchema>;

export interface FeatureSpeed {
  /** Milliseconds of CPU for 30 s of sound, here and now; "all together" computes what features share once. */
  readonly here: readonly { readonly feature: string; readonly milliseconds: number }[];
  readonly recorded: RecordedSpeed | undefined;
}

/** Times each of the study's features alone, and all of them together, on 30 s of the corpus. */
export async function featureSpeed(run: Run): Promise<FeatureSpeed> {
  const { y, sr } = await halfAMinute(run);
  const time = (work: () => unknown) => Math.min(...Array.from({ length: REPEATS }, () => cpuOf(work)));
  extractFeatures(y, sr); // The compiler warms up on a run that does not count.
  const alone = STUDY_FEATURES.map((feature) => ({
    feature: feature as string,
    milliseconds: time(() => extractFeatures(y, sr, { features: [feature] })),
  }));
  const together = { feature: "all together", milliseconds: time(() => extractFeatures(y, sr)) };
  return { here: [...alone, together], recorded: readRecord("features", "bench-features", recordSchema) };
}

function cpuOf(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** Clips one after the other, until there are 30 s; all there are, over again, where the corpus is shorter. */
async function halfAMinute({ corpus }: Run): Promise<{ y: Float32Array; sr: number }> {
  const { sampleRate: sr } = await loadClip(corpus.clips[0]!);
  const y = new Float32Array(SECONDS * sr);
  for (let clip = 0, filled = 0; filled < y.length; clip++) {
    const { samples } = await loadClip(corpus.clips[clip % corpus.clips.length]!);
    y.set(samples.subarray(0, y.length - filled), filled);
    filled += samples.length;
  }
  return { y, sr };
}
