import type { Matrix } from "../arrays";
import type { LogisticRegression, Ridge, StandardScaler } from "../classifiers";
import type { FeatureName } from "../features";
import type { Familiarity } from "./familiarity";
import { probabilitiesAt } from "./temperature";
import type { Window, WindowRule } from "./windows";

/** What a model was trained on. */
export interface TrainingData {
  readonly corpus: string;
  readonly title: string;
  readonly licence: string;
  readonly labelMeaning: string;
  /** True where music or labels were made by a program. */
  readonly synthetic: boolean;
  readonly clips: number;
  readonly groups: number;
  readonly groupMeaning: string;
  /** Of the corpus. */
  readonly hash: string;
}

/** How near valence or arousal came to the labels of clips of unseen groups. */
export interface AffectMeasure {
  readonly r2: number;
  readonly concordance: number;
  readonly rootMeanSquaredError: number;
}

/** What a model is worth on clips of groups that it was not trained on. */
export interface ModelMeasures {
  readonly folds: number;
  readonly clips: number;
  readonly accuracy: number;
  readonly balancedAccuracy: number;
  readonly logLoss: number;
  /** Without the temperature. */
  readonly logLossUncalibrated: number;
  /** Of the predicted class, over `calibrationBins` bins of equal width. */
  readonly expectedCalibrationError: number;
  readonly expectedCalibrationErrorUncalibrated: number;
  readonly calibrationBins: number;
  /** Null where the corpus has quadrants only. */
  readonly valence: AffectMeasure | null;
  readonly arousal: AffectMeasure | null;
  /** Share of these clips that were called unlike the training data. */
  readonly calledUnlike: number;
}

/** A model that can be asked about files: everything that `quadrant predict` needs. */
export interface TrainedModel {
  /** What the reader of a prediction must know, in a sentence. */
  readonly note: string;
  readonly extractor: string;
  readonly features: readonly FeatureName[];
  readonly windows: WindowRule;
  readonly seed: number;
  readonly trainedOn: TrainingData;
  readonly measured: ModelMeasures;
  readonly scaler: StandardScaler;
  readonly classifier: LogisticRegression;
  readonly temperature: number;
  /** Valence and arousal, or undefined where the corpus had quadrants only. */
  readonly affect: Ridge | undefined;
  readonly familiarity: Familiarity;
  /** Windows farther away than this are unlike the training data. */
  readonly threshold: UnlikeThreshold;
}

/** The distance that a share of the windows of unseen groups stay below. */
export interface UnlikeThreshold {
  readonly distance: number;
  readonly share: number;
}

/** What a model says of a piece of music. */
export interface Answer {
  /** Calibrated, in the order of QUADRANTS; they sum to 1. */
  readonly probabilities: readonly number[];
  /** -1 to 1; null where the model knows quadrants only. */
  readonly valence: number | null;
  /** -1 to 1; null where the model knows quadrants only. */
  readonly arousal: number | null;
  /** From the training data; about 1 for music like it. */
  readonly distance: number;
  readonly unlike: boolean;
}

export type WindowAnswer = Window & Answer;

/** What a model says of a whole file, and of its windows. */
export interface FileAnswer {
  readonly whole: Answer;
  readonly windows: readonly WindowAnswer[];
}

/** The parts of a model that turn statistics of windows into an answer. */
export type Predictor = Pick<
  TrainedModel,
  "scaler" | "classifier" | "temperature" | "affect" | "familiarity" | "threshold"
>;

/**
 * Answers about a file: each window, and the whole as the mean of its windows; the whole is unlike the training data where
 * more than half of its windows are.
 *
 * @param statistics (windows, columns), as windowStatistics makes them
 */
export function answer(model: Predictor, statistics: Matrix, windows: readonly Window[]): FileAnswer {
  const scaled = model.scaler.transform(statistics);
  const { data, shape } = probabilitiesAt(model.classifier.decisionFunction(scaled), model.temperature);
  const affect = model.affect?.predict(scaled).data;
  const distances = model.familiarity.distances(scaled);
  const answers = windows.map((window, i): WindowAnswer => {
    const distance = distances[i]!;
    return {
      ...window,
      probabilities: [...data.subarray(i * shape[1], (i + 1) * shape[1])],
      valence: affect === undefined ? null : withinPlane(affect[2 * i]!),
      arousal: affect === undefined ? null : withinPlane(affect[2 * i + 1]!),
      distance,
      unlike: distance > model.threshold.distance,
    };
  });
  return { whole: meanOf(answers), windows: answers };
}

function meanOf(answers: readonly Answer[]): Answer {
  const mean = (of: (answer: Answer) => number) => answers.reduce((sum, each) => sum + of(each), 0) / answers.length;
  const known = answers[0]!.valence !== null;
  return {
    probabilities: answers[0]!.probabilities.map((_, k) => mean(({ probabilities }) => probabilities[k]!)),
    valence: known ? mean(({ valence }) => valence!) : null,
    arousal: known ? mean(({ arousal }) => arousal!) : null,
    distance: mean(({ distance }) => distance),
    unlike: mean(({ unlike }) => (unlike ? 1 : 0)) > 0.5,
  };
}

/** A regression knows no limits; the plane ends at -1 and 1. */
function withinPlane(value: number): number {
  return Math.min(1, Math.max(-1, value));
}
