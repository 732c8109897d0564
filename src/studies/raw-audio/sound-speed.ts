import { z } from "zod";
import { benchmark, beside, readRecord } from "../records/record";

const recordSchema = benchmark.extend({
  networks: z.array(
    z.object({
      network: z.string(),
      /** Clips of a step. */
      batch: z.number(),
      /** A step of training. */
      step: beside,
      /** What the network says of one clip. */
      clip: beside,
    }),
  ),
});

/** What `npm run bench:convolution` measured: the networks of this study, then larger ones. */
export type RecordedSoundSpeed = z.infer<typeof recordSchema>;

/** The record of the benchmark; undefined where there is none. */
export const soundSpeed = (): RecordedSoundSpeed | undefined =>
  readRecord("raw-audio", "bench-convolution", recordSchema);
