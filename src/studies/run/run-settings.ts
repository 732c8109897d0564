import { z } from "zod";
import { labelOptionsSchema, SEGMENT_RULES } from "../../corpora";
import { QuadrantError } from "../../errors";

const settingsSchema = z.strictObject({
  /** Name of the corpus, as `quadrant corpora` lists it. */
  corpus: z.string().default("etudes"),
  /** Folder of the corpus; études need none. */
  root: z.string().optional(),
  /** How many clips; all by default, 320 for études. */
  clips: z.number().int().positive().optional(),
  /** Length of an étude in seconds. */
  seconds: z.number().positive().optional(),
  seed: z.number().int().nonnegative().default(1),
  /** How what the corpus says of a clip becomes a quadrant. */
  labels: labelOptionsSchema.optional(),
  /** Which part of long tracks is used. */
  segments: z.enum(SEGMENT_RULES).optional(),
  /** Lowest and highest rating of a CSV of one's own. */
  scale: z.tuple([z.number(), z.number()]).optional(),
  /** `grouped`: five folds that share no group; `official`: the split that came with the corpus. */
  split: z.enum(["grouped", "official"]).default("grouped"),
  /**
   * `quick` does less of everything: to see that all runs, not for conclusions; `paper` trains the published networks for
   * the published epochs, on every frame, which takes hours.
   */
  profile: z.enum(["quick", "standard", "paper"]).default("standard"),
});

/** What a run of the notebooks works on. */
export type RunSettings = z.infer<typeof settingsSchema>;

/** The environment variable through which `npm run reproduce` tells the notebooks what to work on. */
export const RUN_VARIABLE = "QUADRANT_RUN";

/**
 * The settings of this run: what `npm run reproduce` was asked for, or the main job's where a notebook is opened by hand.
 *
 * @throws QuadrantError "bad-argument" when QUADRANT_RUN is not valid; names the field
 */
export function currentRun(): RunSettings {
  const text = process.env[RUN_VARIABLE] ?? "{}";
  try {
    return parseRunSettings(JSON.parse(text));
  } catch (cause) {
    if (cause instanceof QuadrantError) throw cause;
    throw new QuadrantError("bad-argument", `${RUN_VARIABLE} = ${text} is not JSON`, { cause });
  }
}

/** Études of a quick look: enough for every fold of every study. */
const QUICK = { clips: 60, seconds: 6 } as const;

/** Fills in the defaults. @throws QuadrantError "bad-argument" that names the field that is wrong */
export function parseRunSettings(content: unknown): RunSettings {
  const parsed = settingsSchema.safeParse(content);
  if (!parsed.success) {
    throw new QuadrantError("bad-argument", `the settings of the run are wrong: ${z.prettifyError(parsed.error)}`);
  }
  const { profile, corpus } = parsed.data;
  return profile === "quick" && corpus === "etudes" ? { ...QUICK, ...defined(parsed.data) } : parsed.data;
}

/** Without what was left undefined, which would stand in the way of a default. */
function defined<Values extends object>(values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Values;
}
