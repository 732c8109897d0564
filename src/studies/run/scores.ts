import {
  balancedAccuracyScore,
  brierScoreLoss,
  type Calibration,
  type ClassScores,
  type ConfusionMatrix,
  calibration,
  confusionMatrix,
  groupBootstrap,
  type Interval,
  logLoss,
  macroF1Of,
  multiclassRocAuc,
  type RocCurve,
  rocCurve,
} from "../../evaluation";
import type { FitResult } from "../fits/fit-task";
import type { ThreeWayFold } from "./folds";

const CLASSES = 4;

/** What a model said of items it had not seen. Items may come several times, once for each draw. */
export interface Predictions {
  readonly model: string;
  /** Index of each predicted item in the corpus. */
  readonly items: readonly number[];
  readonly truth: readonly number[];
  readonly predicted: readonly number[];
  /** (items, 4) row-major; undefined for a model that gives none. */
  readonly probabilities: readonly number[] | undefined;
  readonly groups: readonly string[];
  /** Sum over the fits. */
  readonly seconds: number;
}

/** How good a model is, with 95 % intervals over groups (composers, songs). */
export interface ModelScore {
  readonly model: string;
  readonly tested: number;
  readonly groups: number;
  readonly accuracy: Interval;
  readonly macroF1: Interval;
  readonly balancedAccuracy: number;
  /** Of the probabilities; undefined for a model that gives none. Log-loss in nats, the others 0 to 1. */
  readonly probabilistic?: ProbabilisticScores;
  readonly confusion: ConfusionMatrix;
  readonly fitSeconds: number;
}

/** How good probabilities are. */
export interface ProbabilisticScores {
  readonly logLoss: number;
  readonly brier: number;
  readonly calibration: Calibration;
  /** One class against the others, the mean over classes. */
  readonly rocAuc: number;
  /** One curve for each class. */
  readonly roc: readonly RocCurve[];
}

/** Puts the predictions of all folds together: fold i was predicted by fits[i]. */
export function gatherPredictions(
  model: string,
  folds: readonly Pick<ThreeWayFold, "test">[],
  fits: readonly Omit<FitResult, "columns">[],
  labels: readonly number[],
  groups: readonly string[],
): Predictions {
  const items = folds.flatMap((fold) => fold.test);
  return {
    model,
    items,
    truth: items.map((item) => labels[item]!),
    predicted: fits.flatMap(({ predicted }) => predicted),
    probabilities: fits.every(({ probabilities }) => probabilities !== undefined)
      ? fits.flatMap(({ probabilities = [] }) => probabilities)
      : undefined,
    groups: items.map((item) => groups[item]!),
    seconds: fits.reduce((sum, { seconds }) => sum + seconds, 0),
  };
}

/** What was said of these items only. */
export function restrictTo(predictions: Predictions, items: readonly number[]): Predictions {
  const wanted = new Set(items);
  const kept = predictions.items.flatMap((item, i) => (wanted.has(item) ? [i] : []));
  return {
    ...predictions,
    items: kept.map((i) => predictions.items[i]!),
    truth: kept.map((i) => predictions.truth[i]!),
    predicted: kept.map((i) => predictions.predicted[i]!),
    probabilities:
      predictions.probabilities &&
      kept.flatMap((i) => predictions.probabilities!.slice(CLASSES * i, CLASSES * (i + 1))),
    groups: kept.map((i) => predictions.groups[i]!),
  };
}

/** Accuracy, macro-F1 and confusion of pooled out-of-fold predictions. */
export function scorePredictions(predictions: Predictions): ModelScore {
  const { model, truth, predicted, groups, seconds } = predictions;
  return {
    model,
    tested: truth.length,
    groups: new Set(groups).size,
    accuracy: accuracyInterval(predictions),
    macroF1: groupBootstrap(groups, (items) => {
      const counts = new Float64Array(CLASSES * CLASSES);
      for (const item of items) counts[truth[item]! * CLASSES + predicted[item]!]!++;
      return macroF1Of({ counts, classes: CLASSES });
    }),
    confusion: confusionMatrix(truth, predicted, CLASSES),
    balancedAccuracy: balancedAccuracyScore(truth, predicted, CLASSES),
    ...(predictions.probabilities && { probabilistic: scoreProbabilities(truth, predictions.probabilities) }),
    fitSeconds: seconds,
  };
}

function scoreProbabilities(truth: readonly number[], data: readonly number[]): ProbabilisticScores {
  const probabilities: ClassScores = { data, shape: [truth.length, CLASSES] };
  const ofClass = (label: number) => data.filter((_, i) => i % CLASSES === label);
  return {
    logLoss: logLoss(truth, probabilities),
    brier: brierScoreLoss(truth, probabilities),
    calibration: calibration(truth, probabilities),
    rocAuc: multiclassRocAuc(truth, probabilities),
    roc: Array.from({ length: CLASSES }, (_, label) =>
      rocCurve(
        truth.map((value) => Number(value === label)),
        ofClass(label),
      ),
    ),
  };
}

/** Accuracy with its interval over groups. */
export function accuracyInterval({ truth, predicted, groups }: Predictions): Interval {
  const right = truth.map((label, i) => Number(label === predicted[i]));
  return groupBootstrap(groups, meanOf(right));
}

/**
 * Accuracy of the first minus accuracy of the second on the same items, with its interval over groups. An item that was
 * predicted several times counts with its mean.
 *
 * @throws TypeError when the two were not asked about the same items
 */
export function pairedDifference(first: Predictions, second: Predictions): Interval {
  const [a, b] = [rightByItem(first), rightByItem(second)];
  const items = [...a.keys()].sort((x, y) => x - y);
  if (b.size !== items.length || items.some((item) => !b.has(item))) {
    throw new TypeError(`${first.model} and ${second.model} were tested on different items`);
  }
  const groupOf = new Map(first.items.map((item, i) => [item, first.groups[i]!]));
  const gain = items.map((item) => a.get(item)! - b.get(item)!);
  return groupBootstrap(
    items.map((item) => groupOf.get(item)!),
    meanOf(gain),
  );
}

/** How often each item was told right, 0 to 1. */
export function rightByItem({ items, truth, predicted }: Predictions): Map<number, number> {
  const counts = new Map<number, { right: number; asked: number }>();
  items.forEach((item, i) => {
    const { right, asked } = counts.get(item) ?? { right: 0, asked: 0 };
    counts.set(item, { right: right + Number(truth[i] === predicted[i]), asked: asked + 1 });
  });
  return new Map([...counts].map(([item, { right, asked }]) => [item, right / asked]));
}

function meanOf(values: readonly number[]): (items: readonly number[]) => number {
  return (items) => items.reduce((sum, item) => sum + values[item]!, 0) / items.length;
}
