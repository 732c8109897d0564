import type { EpochRecord, TrainingHistory } from "./history";

export type SignatureKind = "overfitting" | "low-plateau" | "exploding-gradient" | "dead-gradient";

/** A way in which a training failed. */
export interface TrainingSignature {
  readonly kind: SignatureKind;
  /** The first epoch that shows it. */
  readonly epoch: number;
  /** The same in a sentence or two, with the numbers. */
  readonly text: string;
}

/** How far the training accuracy is above that of the validation set where a model learns its clips by heart. */
const GAP = 0.15;

/** A plateau: for this many epochs at least, and this share of all, the loss stays this near to its last value. */
const PLATEAU_EPOCHS = 5;
const PLATEAU_SHARE = 0.25;
const PLATEAU_CHANGE = 0.02;

/** Below this training accuracy a plateau is low: the network does not even learn what it is shown. */
const LOW_ACCURACY = 0.6;

/** A gradient explodes at this many times the median of the mean norms so far, or above this norm. */
const EXPLODING = 30;
const EXPLODED_NORM = 1000;

/** A gradient is dead at this share of its largest mean, or below this norm, while there is something to learn. */
const DEAD_SHARE = 1e-3;
const DEAD_NORM = 1e-6;
const LEARNT_ACCURACY = 0.9;

/**
 * What went wrong in a training, as far as its history tells: the training accuracy runs away from that of the validation
 * set, both stay low, a gradient explodes, or it dies. Thresholds are the constants of this file; they are rules of thumb.
 *
 * @returns what was found, the earliest first; empty where nothing was
 *
 * @example
 * for (const { text } of trainingSignatures(history)) console.log(text);
 */
export function trainingSignatures({ epochs, bestEpoch }: TrainingHistory): TrainingSignature[] {
  if (epochs.length === 0) return [];
  return [overfitting(epochs, bestEpoch), lowPlateau(epochs), explodingGradient(epochs), deadGradient(epochs)]
    .filter((signature) => signature !== undefined)
    .sort((a, b) => a.epoch - b.epoch);
}

function overfitting(epochs: readonly EpochRecord[], bestEpoch: number): TrainingSignature | undefined {
  const from = holdsFrom(epochs, (record) => gapOf(record) > GAP);
  if (from === undefined) return undefined;
  const last = epochs.at(-1)!;
  const best = epochs[bestEpoch - 1];
  const losses =
    best === undefined || best.epoch === last.epoch
      ? ""
      : ` The validation loss was smallest in epoch ${best.epoch} (${best.validationLoss?.toFixed(3)}) and is ${last.validationLoss?.toFixed(3)} in the last.`;
  return {
    kind: "overfitting",
    epoch: from.epoch,
    text:
      `Overfitting from epoch ${from.epoch} on: in the last epoch the accuracy is ${percent(last.trainAccuracy)} on the ` +
      `train set and ${percent(last.validationAccuracy)} on the validation set.${losses}`,
  };
}

function lowPlateau(epochs: readonly EpochRecord[]): TrainingSignature | undefined {
  const last = epochs.at(-1)!;
  const from = holdsFrom(epochs, ({ trainLoss }) => Math.abs(trainLoss / last.trainLoss - 1) < PLATEAU_CHANGE);
  if (from === undefined || last.trainAccuracy === null || last.trainAccuracy >= LOW_ACCURACY || gapOf(last) > GAP)
    return undefined;
  const length = epochs.length - from.epoch + 1;
  if (length < Math.max(PLATEAU_EPOCHS, PLATEAU_SHARE * epochs.length)) return undefined;
  const validation =
    last.validationAccuracy === null ? "" : ` and at ${percent(last.validationAccuracy)} on the validation set`;
  return {
    kind: "low-plateau",
    epoch: from.epoch,
    text:
      `A low plateau from epoch ${from.epoch} on: the training loss stays at ${last.trainLoss.toFixed(3)}, the accuracy at ` +
      `${percent(last.trainAccuracy)} on the train set${validation}. The network does not learn even what it is shown.`,
  };
}

function explodingGradient(epochs: readonly EpochRecord[]): TrainingSignature | undefined {
  const usualUntil = (epoch: number): number => median(epochs.slice(0, epoch).map(({ gradientNorm }) => gradientNorm));
  const found = epochs.find(
    ({ epoch, largestGradientNorm }) => largestGradientNorm > Math.min(EXPLODING * usualUntil(epoch), EXPLODED_NORM),
  );
  if (found === undefined) return undefined;
  return {
    kind: "exploding-gradient",
    epoch: found.epoch,
    text:
      `The gradient explodes in epoch ${found.epoch}: a norm of ${found.largestGradientNorm.toPrecision(3)} in one batch, ` +
      `where the mean was ${usualUntil(found.epoch).toPrecision(3)} so far.`,
  };
}

function deadGradient(epochs: readonly EpochRecord[]): TrainingSignature | undefined {
  const largest = Math.max(...epochs.map(({ gradientNorm }) => gradientNorm));
  const limit = Math.max(DEAD_SHARE * largest, DEAD_NORM);
  const from = holdsFrom(
    epochs,
    (record) => record.gradientNorm < limit && (record.trainAccuracy ?? 1) < LEARNT_ACCURACY,
  );
  if (from === undefined) return undefined;
  return {
    kind: "dead-gradient",
    epoch: from.epoch,
    text:
      `The gradient is dead from epoch ${from.epoch} on: a mean norm of ${from.gradientNorm.toPrecision(2)}, while the ` +
      `accuracy on the train set is ${percent(from.trainAccuracy)}.`,
  };
}

/** The first of the records, up to the last one, that all show something; undefined where the last one does not. */
function holdsFrom(epochs: readonly EpochRecord[], shows: (record: EpochRecord) => boolean): EpochRecord | undefined {
  return epochs[epochs.findLastIndex((record) => !shows(record)) + 1];
}

function gapOf({ trainAccuracy, validationAccuracy }: EpochRecord): number {
  return validationAccuracy === null || trainAccuracy === null ? 0 : trainAccuracy - validationAccuracy;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function percent(share: number | null): string {
  return `${Math.round(100 * (share ?? 0))} %`;
}
