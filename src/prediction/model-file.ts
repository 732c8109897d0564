import { readFileSync } from "node:fs";
import { z } from "zod";
import {
  classifierFromJson,
  LogisticRegression,
  PCA,
  regressorFromJson,
  StandardScaler,
  transformerFromJson,
} from "../classifiers";
import { messageOf, QuadrantError } from "../errors";
import { ALL_FEATURES, EXTRACTOR, type FeatureName } from "../features";
import { writeFileAtomic } from "../store";
import { Familiarity } from "./familiarity";
import type { TrainedModel } from "./trained-model";
import { WINDOW_STATISTICS } from "./window-statistics";

const FORMAT = "quadrant model";
/** Raised when a file of the old layout cannot be read any more. */
const VERSION = 1;

const stateSchema = z.record(z.string(), z.unknown());
const fittedSchema = z.strictObject({ model: z.string(), options: stateSchema, learnt: stateSchema.optional() });
const affectMeasureSchema = z
  .strictObject({ r2: z.number(), concordance: z.number(), rootMeanSquaredError: z.number() })
  .nullable();

const schema = z.strictObject({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  note: z.string(),
  /** The features must be those that the model learnt from, to the last digit that matters. */
  extractor: z.string(),
  features: z.array(z.enum(ALL_FEATURES as [FeatureName, ...FeatureName[]])).min(1),
  statistics: z.tuple(WINDOW_STATISTICS.map((name) => z.literal(name)) as [z.ZodLiteral<"mean">, z.ZodLiteral<"std">]),
  windows: z.strictObject({ length: z.number().positive(), hop: z.number().positive() }),
  seed: z.number().int().nonnegative(),
  trainedOn: z.strictObject({
    corpus: z.string(),
    title: z.string(),
    licence: z.string(),
    labelMeaning: z.string(),
    synthetic: z.boolean(),
    clips: z.number(),
    groups: z.number(),
    groupMeaning: z.string(),
    hash: z.string(),
  }),
  measured: z.strictObject({
    folds: z.number(),
    clips: z.number(),
    accuracy: z.number(),
    balancedAccuracy: z.number(),
    logLoss: z.number(),
    logLossUncalibrated: z.number(),
    expectedCalibrationError: z.number(),
    expectedCalibrationErrorUncalibrated: z.number(),
    calibrationBins: z.number(),
    valence: affectMeasureSchema,
    arousal: affectMeasureSchema,
    calledUnlike: z.number(),
  }),
  temperature: z.number().positive(),
  threshold: z.strictObject({ distance: z.number().positive(), share: z.number() }),
  restVariance: z.number().positive(),
  scaler: fittedSchema,
  classifier: fittedSchema,
  affect: fittedSchema.nullable(),
  components: fittedSchema,
});

/**
 * Writes a model into a file that readModel reads: JSON, numbers rounded to float32 or six digits, so that the last bits,
 * in which processors and versions of a kernel differ, do not make another file.
 */
export function writeModel(path: string, model: TrainedModel): void {
  const { familiarity, affect, ...rest } = model;
  const content: z.input<typeof schema> = {
    format: FORMAT,
    version: VERSION,
    note: rest.note,
    extractor: rest.extractor,
    features: [...rest.features],
    statistics: [...WINDOW_STATISTICS],
    windows: rest.windows,
    seed: rest.seed,
    trainedOn: rest.trainedOn,
    measured: rest.measured,
    temperature: rest.temperature,
    threshold: rest.threshold,
    restVariance: familiarity.restVariance,
    scaler: rest.scaler.toJSON(),
    classifier: rest.classifier.toJSON(),
    affect: affect?.toJSON() ?? null,
    components: familiarity.pca.toJSON(),
  };
  writeFileAtomic(path, `${JSON.stringify(content, rounded, 2)}\n`);
}

const DIGITS = 6;

/** For JSON.stringify: what Model.toJSON writes of a Float64Array, and fractions. */
function rounded(_: string, value: unknown): unknown {
  if (typeof value === "number") return Number.isInteger(value) ? value : Number(value.toPrecision(DIGITS));
  if (value === null || typeof value !== "object" || !("base64" in value) || !("array" in value)) return value;
  if (value.array !== "Float64Array") return value;
  const numbers = new Float64Array(Uint8Array.from(Buffer.from(String(value.base64), "base64")).buffer);
  const bytes = Buffer.from(numbers.map(Math.fround).buffer);
  return { ...value, base64: bytes.toString("base64") };
}

/**
 * Reads a model that writeModel wrote.
 *
 * @throws QuadrantError "missing-file"; "bad-argument" for a file that is no model, and for a model whose features were
 *   extracted by another version
 */
export function readModel(path: string): TrainedModel {
  const { format: _, version: __, statistics: ___, restVariance, components, ...content } = parse(path, readText(path));
  if (content.extractor !== EXTRACTOR) {
    throw new QuadrantError(
      "bad-argument",
      `${path} was trained on features of "${content.extractor}"; this is "${EXTRACTOR}"`,
      { path, remedy: "Train it anew: npx quadrant train-model --corpus NAME --out FILE." },
    );
  }
  try {
    const scaler = transformerFromJson(content.scaler);
    const classifier = classifierFromJson(content.classifier);
    const pca = transformerFromJson(components);
    if (!(scaler instanceof StandardScaler && classifier instanceof LogisticRegression && pca instanceof PCA)) {
      throw new Error("its parts are not a scaler, a logistic regression and principal components");
    }
    const columns = new Set([
      scaler.mean.length,
      classifier.coef.length / classifier.intercept.length,
      pca.mean.length,
    ]);
    if (columns.size > 1) throw new Error(`its parts are for ${[...columns].join(" and ")} columns`);
    const affect = content.affect === null ? undefined : regressorFromJson(content.affect);
    return { ...content, scaler, classifier, affect, familiarity: new Familiarity(pca, restVariance) };
  } catch (cause) {
    throw notAModel(path, messageOf(cause), cause);
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new QuadrantError("missing-file", `cannot read the model ${path}: ${messageOf(cause)}`, {
      path,
      remedy: "Name a file that npx quadrant train-model wrote.",
      cause,
    });
  }
}

function parse(path: string, text: string) {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    throw notAModel(path, messageOf(cause), cause);
  }
  const parsed = schema.safeParse(content);
  if (parsed.success) return parsed.data;
  throw notAModel(path, z.prettifyError(parsed.error), parsed.error);
}

function notAModel(path: string, why: string, cause: unknown): QuadrantError {
  return new QuadrantError("bad-argument", `${path} is no model: ${why}`, {
    path,
    remedy: "Name a file that npx quadrant train-model wrote.",
    cause,
  });
}
