import { z } from "zod";
import { QuadrantError } from "../../errors";

/**
 * How tags become a quadrant:
 * - `first-tag`: the study's map of the tag that comes first in the alphabet, as it was published;
 * - `every-tag`: the study's map of every tag, the quadrant that most of them point to;
 * - `norms`: the mean of the tags' valence and arousal norms.
 */
export const TAG_RULES = ["first-tag", "every-tag", "norms"] as const;

export type TagRule = (typeof TAG_RULES)[number];

const coordinate = z.number().min(-1).max(1);

/** How what a corpus says of a clip becomes one of four quadrants. */
export const labelOptionsSchema = z.strictObject({
  /**
   * Where valence and arousal turn from low to high, on the scale of -1 to 1: the middle of the raters' scale by
   * default, or the medians of the corpus.
   */
  midpoint: z
    .union([z.literal("scale"), z.literal("median"), z.strictObject({ valence: coordinate, arousal: coordinate })])
    .optional(),
  /** Clips nearer than this to a dividing line are left out, on the scale of -1 to 1; 0 keeps all. */
  margin: z.number().min(0).lt(1).optional(),
  /** Clips are left out where a smaller share of raters or tags speaks for the label; 0 keeps all. */
  minAgreement: z.number().min(0).max(1).optional(),
  /** How tags become a quadrant; `every-tag` by default. */
  tags: z.enum(TAG_RULES).optional(),
});

export type LabelOptions = Readonly<z.infer<typeof labelOptionsSchema>>;

/** @throws QuadrantError "bad-argument" that names the option that is wrong */
export function checkLabelOptions(options: unknown): LabelOptions {
  const parsed = labelOptionsSchema.safeParse(options);
  if (parsed.success) return parsed.data;
  throw new QuadrantError("bad-argument", `the rule for labels is wrong: ${z.prettifyError(parsed.error)}`);
}
