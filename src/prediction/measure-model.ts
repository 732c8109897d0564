import type { Matrix } from "../arrays";
import { QUADRANTS } from "../corpora";
import {
  accuracyScore,
  balancedAccuracyScore,
  calibration,
  concordanceCorrelation,
  logLoss,
  r2Score,
  rootMeanSquaredError,
} from "../evaluation";
import { quantile } from "../evaluation/quantile";
import { fitTemperature, probabilitiesAt } from "./temperature";
import type { AffectMeasure, ModelMeasures, UnlikeThreshold } from "./trained-model";

/** What a model that was not trained on a clip's group says of it. */
export interface HeldOutClip {
  readonly fold: number;
  readonly label: number;
  readonly valence: number | undefined;
  readonly arousal: number | undefined;
  /** (windows, classes), before any temperature. */
  readonly scores: Matrix;
  readonly predicted: { readonly valence: number | null; readonly arousal: number | null };
  /** Of each window. */
  readonly distances: readonly number[];
}

/** Bins of the calibration error, which depends on their number: some thirty clips each, of the études. */
const BINS = 10;

/** So many windows of unseen groups are not to be called unlike. */
const FAMILIAR_SHARE = 0.99;

/** The temperature that suits clips, whose probabilities are the means of their windows': what is said of a file is calibrated. */
export function temperatureOf(held: readonly HeldOutClip[]): number {
  const truth = held.map(({ label }) => label);
  return fitTemperature((temperature) =>
    logLoss(truth, rows(held.map(({ scores }) => meanProbabilities(scores, temperature)))),
  );
}

/** What 99 of 100 windows stay below. */
export function thresholdOf(held: readonly HeldOutClip[]): UnlikeThreshold {
  const sorted = Float64Array.from(held.flatMap(({ distances }) => distances)).sort();
  return { distance: quantile(sorted, FAMILIAR_SHARE), share: FAMILIAR_SHARE };
}

/** Measures over clips, as `quadrant predict` answers about whole files. Temperature and threshold of a fold come from the others. */
export function measureModel(held: readonly HeldOutClip[], folds: number): ModelMeasures {
  const clips = Array.from({ length: folds }, (_, fold) => {
    const others = held.filter((clip) => clip.fold !== fold);
    const temperature = temperatureOf(others);
    const threshold = thresholdOf(others);
    return held
      .filter((clip) => clip.fold === fold)
      .map((clip) => ({
        ...clip,
        calibrated: meanProbabilities(clip.scores, temperature),
        uncalibrated: meanProbabilities(clip.scores, 1),
        unlike: clip.distances.filter((each) => each > threshold.distance).length > clip.distances.length / 2,
      }));
  }).flat();
  const truth = clips.map(({ label }) => label);
  const calibrated = rows(clips.map((clip) => clip.calibrated));
  const uncalibrated = rows(clips.map((clip) => clip.uncalibrated));
  const predicted = clips.map((clip) => clip.calibrated.indexOf(Math.max(...clip.calibrated)));
  return {
    folds,
    clips: clips.length,
    accuracy: accuracyScore(truth, predicted),
    balancedAccuracy: balancedAccuracyScore(truth, predicted, QUADRANTS.length),
    logLoss: logLoss(truth, calibrated),
    logLossUncalibrated: logLoss(truth, uncalibrated),
    expectedCalibrationError: calibration(truth, calibrated, { nBins: BINS }).expectedError,
    expectedCalibrationErrorUncalibrated: calibration(truth, uncalibrated, { nBins: BINS }).expectedError,
    calibrationBins: BINS,
    valence: affectMeasure(clips, "valence"),
    arousal: affectMeasure(clips, "arousal"),
    calledUnlike: clips.filter(({ unlike }) => unlike).length / clips.length,
  };
}

/** Of a clip, the mean over its windows. */
function meanProbabilities(scores: Matrix, temperature: number): number[] {
  const { data, shape } = probabilitiesAt(scores, temperature);
  const [windows, classes] = shape;
  return Array.from({ length: classes }, (_, k) => {
    let sum = 0;
    for (let window = 0; window < windows; window++) sum += data[window * classes + k]!;
    return sum / windows;
  });
}

function rows(values: readonly (readonly number[])[]) {
  return { data: Float64Array.from(values.flat()), shape: [values.length, values[0]!.length] as const };
}

function affectMeasure(clips: readonly HeldOutClip[], of: "valence" | "arousal"): AffectMeasure | null {
  const pairs = clips.flatMap((clip) => {
    const [truth, predicted] = [clip[of], clip.predicted[of]];
    return truth === undefined || predicted === null ? [] : [{ truth, predicted }];
  });
  if (pairs.length < clips.length) return null;
  const truth = pairs.map((pair) => pair.truth);
  const predicted = pairs.map((pair) => pair.predicted);
  return {
    r2: r2Score(truth, predicted),
    concordance: concordanceCorrelation(truth, predicted),
    rootMeanSquaredError: rootMeanSquaredError(truth, predicted),
  };
}
