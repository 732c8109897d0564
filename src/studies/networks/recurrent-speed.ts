import { z } from "zod";
import { benchmark, beside, readRecord } from "../records/record";

const stepSchema = beside.extend({
  workload: z.string(),
  /** Of quadrant, by the clock. */
  gflops: z.number(),
  /** What was aimed at, in milliseconds by the clock. */
  goal: z.number(),
});

const recordSchema = benchmark.extend({ steps: z.array(stepSchema) });

/** One step of training: both in turn, in one run. */
export type RecordedStep = z.infer<typeof stepSchema>;

/** What `npm run bench:recurrent` measured. */
export type RecordedSteps = z.infer<typeof recordSchema>;

/** The record of the benchmark; undefined where there is none. */
export const recurrentSpeed = (): RecordedSteps | undefined => readRecord("networks", "bench-recurrent", recordSchema);
