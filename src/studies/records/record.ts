import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { PROJECT_ROOT } from "../../project";

/**
 * Reads a record of a study, made by hand: it needs a program that is not here when a notebook runs. undefined where there
 * is none.
 *
 * @param study the folder of the study
 */
export function readRecord<Schema extends z.ZodType>(
  study: string,
  name: string,
  schema: Schema,
): z.infer<Schema> | undefined {
  const path = join(PROJECT_ROOT, "src", "studies", study, "records", `${name}.json`);
  return existsSync(path) ? schema.parse(JSON.parse(readFileSync(path, "utf8"))) : undefined;
}

const time = z.object({ wall: z.number(), cpu: z.number() });

/** Medians of the same work, done in turn in one run; milliseconds. */
export const beside = z.object({ quadrant: time, pytorch: time.optional() });

export type Beside = z.infer<typeof beside>;

/** What a benchmark beside PyTorch says of where it ran. */
export const benchmark = z.object({
  date: z.string(),
  machine: z.string(),
  threads: z.number(),
  torch: z.string(),
  /** Whether the kernel computed with 256-bit vectors. */
  wide: z.boolean(),
});
