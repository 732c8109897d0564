import { readFileSync } from "node:fs";
import { z } from "zod";
import { messageOf, QuadrantError } from "../errors";

const learntFrom = z.enum(["all", "training"]);

/** How an experiment is done, as data: what a methods section says, and a little of what it leaves out. */
const protocolSchema = z
  .strictObject({
    name: z.string().min(1),
    description: z.string().default(""),
    corpus: z.strictObject({
      /** As `quadrant corpora` lists it. */
      name: z.string().default("etudes"),
      root: z.string().optional(),
      clips: z.number().int().positive().optional(),
      seconds: z.number().positive().optional(),
      seed: z.number().int().nonnegative().default(1),
    }),
    /** Where a clip has several tags: all of them count, or the first of the alphabet alone. */
    labels: z.enum(["as-given", "first-tag"]).default("as-given"),
    /** Clips drawn with replacement until every class has `factor` times the clips of the largest. */
    oversampling: z
      .strictObject({ factor: z.number().min(1).max(10), when: z.enum(["before-split", "training-only"]) })
      .nullable()
      .default(null),
    /** Changed copies of each clip, one for each method. */
    augmentation: z
      .strictObject({
        methods: z.array(z.enum(["noise", "time-shift", "pitch-shift"])).min(1),
        when: z.enum(["before-split", "training-only"]),
      })
      .nullable()
      .default(null),
    /**
     * Summary statistics of every feature row, or all rows of all frames side by side; the fits that measure a flaw read
     * the frames averaged over 64 stretches of time.
     */
    features: z.enum(["statistics", "flattened-frames"]).default("statistics"),
    /** `one-scalar`: one mean and one standard deviation for all columns. */
    scaling: z.strictObject({ kind: z.enum(["per-column", "one-scalar"]), from: learntFrom }),
    /** The columns that go best with the labels, by the F of an analysis of variance. */
    selection: z.strictObject({ columns: z.number().int().positive(), from: learntFrom }).nullable().default(null),
    split: z.discriminatedUnion("kind", [
      z.strictObject({
        kind: z.literal("k-fold"),
        folds: z.number().int().min(2).default(5),
        repeats: z.number().int().min(1).default(1),
        /** Whether clips of one composer, artist or song stay together. */
        grouped: z.boolean(),
      }),
      z.strictObject({ kind: z.literal("hold-out"), testShare: z.number().gt(0).lt(1), grouped: z.boolean() }),
    ]),
    models: z
      .array(
        z.strictObject({
          /** A classifier of quadrant/classifiers, such as LogisticRegression, or "recurrent network". */
          name: z.string(),
          options: z.record(z.string(), z.unknown()).default({}),
          /** Where this model is tested on a share of its own. */
          testShare: z.number().gt(0).lt(1).optional(),
          /** Of a network: the epoch that is tested. */
          stopping: z.enum(["last-epoch", "best-validation"]).optional(),
          /** Of a network: its state before the first frame. */
          initialState: z.enum(["zeros", "random"]).optional(),
          /** Of a network: what the decision is made from. */
          readout: z.enum(["last-frame", "mean"]).optional(),
        }),
      )
      .min(1),
    /** Frames that a clip is filled up to with zeros, or cut to. */
    paddedFrames: z.number().int().positive().optional(),
    seed: z.number().int().nonnegative().default(1),
  })
  .superRefine(({ features, augmentation }, context) => {
    // A changed copy is summarised as soon as it is made: its frames are not kept.
    if (features === "flattened-frames" && augmentation !== null) {
      context.addIssue({
        code: "custom",
        path: ["augmentation"],
        message: 'changed copies have no flattened frames: say "statistics" in "features", or null here',
      });
    }
  });

export type Protocol = z.infer<typeof protocolSchema>;
export type ProtocolModel = Protocol["models"][number];

/** @throws QuadrantError "bad-argument" that names the field that is wrong */
export function parseProtocol(content: unknown, path = "the protocol"): Protocol {
  const parsed = protocolSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  throw new QuadrantError("bad-argument", `${path} is no protocol: ${z.prettifyError(parsed.error)}`, {
    remedy: "Start from data/protocols/published.json, and see the README of that folder.",
  });
}

/** Reads a protocol. @throws QuadrantError "missing-file" or "bad-argument", naming file and field */
export function readProtocol(path: string): Protocol {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    throw new QuadrantError("missing-file", `cannot read ${path}: ${messageOf(cause)}`, { path, cause });
  }
  try {
    return parseProtocol(JSON.parse(text), path);
  } catch (cause) {
    if (cause instanceof QuadrantError) throw cause;
    throw new QuadrantError("bad-argument", `${path} is not JSON: ${messageOf(cause)}`, { path, cause });
  }
}

/** Whether a model reads frames in their order. */
export function isNetwork({ name }: ProtocolModel): boolean {
  return name === "recurrent network";
}
