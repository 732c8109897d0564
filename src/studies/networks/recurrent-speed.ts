import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { RECORDS } from "../features/librosa-agreement";

const time = z.object({ wall: z.number(), cpu: z.number() });

const stepSchema = z.object({
  workload: z.string(),
  /** Medians, in milliseconds. */
  quadrant: time,
  pytorch: time.optional(),
  /** Of quadrant, by the clock. */
  gflops: z.number(),
  /** What was aimed at, in milliseconds by the clock. */
  goal: z.number(),
});

const recordSchema = z.object({
  date: z.string(),
  machine: z.string(),
  threads: z.number(),
  torch: z.string(),
  /** Whether the kernel computed with 256-bit vectors. */
  wide: z.boolean(),
  steps: z.array(stepSchema),
});

/** One step of training: both in turn, in one run. */
export type RecordedStep = z.infer<typeof stepSchema>;

/** What `npm run bench:recurrent` measured. */
export type RecordedSteps = z.infer<typeof recordSchema>;

/** The record of the benchmark; undefined where there is none. */
export function recurrentSpeed(): RecordedSteps | undefined {
  const path = join(RECORDS, "bench-recurrent.json");
  return existsSync(path) ? recordSchema.parse(JSON.parse(readFileSync(path, "utf8"))) : undefined;
}
