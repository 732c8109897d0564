import { z } from "zod";
import { readRecord } from "../records/record";
import type { DatasetSizeStudy } from "./dataset-size";
import { LAW_NAMES } from "./growth-law";

const interval = z.object({ estimate: z.number(), low: z.number(), high: z.number(), level: z.number() });
const lawName = z.enum(LAW_NAMES as [(typeof LAW_NAMES)[number], ...(typeof LAW_NAMES)[number][]]);
const law = z.object({
  name: lawName,
  ...{ rest: z.number(), scale: z.number(), rate: z.number(), misses: z.number(), aicc: z.number() },
});

const study: z.ZodType<DatasetSizeStudy> = z.object({
  curve: z.array(z.object({ model: z.string(), clips: z.number(), fits: z.number(), accuracy: interval })),
  growth: z.array(
    z.object({
      ...{ model: z.string(), from: z.number(), to: z.number(), gain: interval },
      laws: z.array(law),
      extrapolated: interval,
      byLaw: z.record(lawName, z.number()),
      hidden: z.object({ clips: z.number(), foretold: interval, measured: interval }).optional(),
    }),
  ),
  closing: z.object({ complex: z.string(), simple: z.string(), atLargest: interval, gainedMore: interval }),
  crossing: z.number().optional(),
});

const recordSchema = z.object({
  date: z.string(),
  machine: z.string(),
  commit: z.string(),
  /** Clips of the corpus and the SHA-256 of its manifest; its seed is the default one. */
  clips: z.number(),
  composers: z.number(),
  hash: z.string(),
  study,
});

/** What `npm run record:sizes` measured: this study on ten times as many études as the main job composes. */
export interface RecordedSizes extends z.infer<typeof recordSchema> {}

/** The record; undefined where there is none. */
export const recordedSizes = (): RecordedSizes | undefined => readRecord("dataset-size", "etudes-3200", recordSchema);
