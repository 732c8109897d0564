import type { Matrix } from "../arrays";
import { LogisticRegression, Ridge, StandardScaler } from "../classifiers";
import { type Corpus, type DataSheet, QUADRANTS } from "../corpora";
import { QuadrantError } from "../errors";
import { stratifiedGroupKFold } from "../evaluation";
import { EXTRACTOR, type FeatureName, STUDY_FEATURES } from "../features";
import type { FeatureStore } from "../store";
import { Familiarity } from "./familiarity";
import { type HeldOutClip, measureModel, temperatureOf, thresholdOf } from "./measure-model";
import { stackRows } from "./stack-rows";
import { answer, type Predictor, type TrainedModel } from "./trained-model";
import { type ClipWindows, readClipWindows } from "./training-windows";
import type { WindowRule } from "./windows";

export interface TrainingOptions {
  readonly features?: readonly FeatureName[] | undefined;
  readonly windows?: WindowRule | undefined;
  /** Of the folds. */
  readonly seed?: number | undefined;
}

/** Chosen on the études of seed 1, of three strengths: few clips and hundreds of correlated columns need strong penalties. */
const C = 0.01;
const ALPHA = 300;

const MAX_ITERATIONS = 1000;
const FOLDS = 5;

/**
 * The study's features without the mel spectrogram, which the MFCC sum up: its powers span so many decades that unseen
 * groups were predicted no better with it, and everything lay far from the training data.
 */
export const MODEL_FEATURES: readonly FeatureName[] = STUDY_FEATURES.filter((name) => name !== "melspectrogram");

export const DEFAULT_WINDOWS: WindowRule = { length: 10, hop: 5 };

/**
 * Trains the model that `quadrant predict` asks: logistic regression for the quadrant, ridge regression for valence and
 * arousal, and how far music may lie from the training data, all on mean and deviation of each feature row in windows.
 *
 * Temperature, threshold and measures come from five folds that share no group; what is shipped is then trained on all
 * clips. The measures take the temperature of each fold from the others, so that no clip is calibrated by itself.
 *
 * @param store holds the features of all clips of the corpus
 * @throws QuadrantError "bad-corpus" when the corpus has too few groups, or a quadrant is missing
 */
export async function trainModel(
  corpus: Corpus,
  store: FeatureStore,
  { features = MODEL_FEATURES, windows = DEFAULT_WINDOWS, seed = 1 }: TrainingOptions = {},
): Promise<TrainedModel> {
  const labels = corpus.clips.map(({ quadrant }) => QUADRANTS.indexOf(quadrant));
  const groups = corpus.clips.map(({ group }) => group);
  checkCorpus(corpus, labels, groups);
  const clips = await readClipWindows(corpus, store, features, windows);
  const held: HeldOutClip[] = stratifiedGroupKFold(labels, groups, { nSplits: FOLDS, randomState: seed }).flatMap(
    ({ train, test }, fold) => {
      const learnt = fitParts(train.map((item) => clips[item]!));
      return test.map((item): HeldOutClip => hearClip(learnt, clips[item]!, fold));
    },
  );
  const parts = fitParts(clips);
  const temperature = temperatureOf(held);
  const threshold = thresholdOf(held);
  const { sheet, hash } = corpus;
  return {
    note: noteOn(sheet),
    extractor: EXTRACTOR,
    features,
    windows,
    seed,
    trainedOn: {
      corpus: sheet.name,
      title: sheet.title,
      licence: sheet.licence,
      labelMeaning: sheet.labelMeaning,
      synthetic: sheet.synthetic,
      clips: clips.length,
      groups: new Set(groups).size,
      groupMeaning: sheet.groupMeaning,
      hash,
    },
    measured: measureModel(held, FOLDS),
    ...parts,
    temperature,
    threshold,
  };
}

type FittedParts = Omit<Predictor, "temperature" | "threshold">;

function fitParts(clips: readonly ClipWindows[]): FittedParts {
  const X = stackRows(clips.map(({ statistics }) => statistics));
  const scaler = new StandardScaler().fit(X);
  const scaled = scaler.transform(X);
  const labels = clips.flatMap(({ label, windows }) => windows.map(() => label));
  const classifier = new LogisticRegression({ C, maxIter: MAX_ITERATIONS }).fit(scaled, labels);
  return { scaler, classifier, affect: fitAffect(scaled, clips), familiarity: Familiarity.fit(scaled) };
}

/** Undefined where a clip has no valence or arousal. */
function fitAffect(scaled: Matrix, clips: readonly ClipWindows[]): Ridge | undefined {
  const targets: number[] = [];
  for (const { windows, valence, arousal } of clips) {
    if (valence === undefined || arousal === undefined) return undefined;
    for (const _ of windows) targets.push(valence, arousal);
  }
  return new Ridge({ alpha: ALPHA }).fit(scaled, {
    data: Float32Array.from(targets),
    shape: [targets.length / 2, 2],
  });
}

function hearClip(parts: FittedParts, clip: ClipWindows, fold: number): HeldOutClip {
  const open = { ...parts, temperature: 1, threshold: { distance: Number.POSITIVE_INFINITY, share: 1 } };
  const { whole, windows } = answer(open, clip.statistics, clip.windows);
  return {
    fold,
    label: clip.label,
    valence: clip.valence,
    arousal: clip.arousal,
    scores: parts.classifier.decisionFunction(parts.scaler.transform(clip.statistics)),
    predicted: { valence: whole.valence, arousal: whole.arousal },
    distances: windows.map(({ distance }) => distance),
  };
}

function checkCorpus({ sheet, root }: Corpus, labels: readonly number[], groups: readonly string[]): void {
  const missing = QUADRANTS.filter((_, label) => !labels.includes(label));
  if (missing.length > 0) {
    throw new QuadrantError("bad-corpus", `${sheet.name} has no clip of ${missing.join(", ")}`, {
      path: root,
      remedy: "Train on a corpus that has clips of all quadrants.",
    });
  }
  for (const [label, quadrant] of QUADRANTS.entries()) {
    const own = new Set(groups.filter((_, item) => labels[item] === label)).size;
    if (own >= 2) continue;
    throw new QuadrantError(
      "bad-corpus",
      `all clips of ${quadrant} in ${sheet.name} are of one ${sheet.groupMeaning}`,
      {
        path: root,
        remedy: "Take more clips: a model is measured on groups that it has not heard.",
      },
    );
  }
}

function noteOn({ title, synthetic }: DataSheet): string {
  return synthetic
    ? `Trained on synthetic études (${title}): what it says of recorded music is a guess that nobody has checked.`
    : `Trained on ${title}: it knows the music and the listeners of that corpus.`;
}
