/**
 * Losses are means: of cross-entropies in nats, of squared errors, or of 1 less the concordance correlation. Accuracies are
 * 0 to 1. Epochs count from 1.
 */
export interface EpochRecord {
  readonly epoch: number;
  readonly learningRate: number;
  /** Mean over the epoch's batches while the weights still move, with dropout. */
  readonly trainLoss: number;
  /** Null in a regression. */
  readonly trainAccuracy: number | null;
  /** At the end of the epoch, without dropout; null where there is no validation set. Accuracy is null in a regression. */
  readonly validationLoss: number | null;
  readonly validationAccuracy: number | null;
  /** Mean norm of the batches' gradients, before it is clipped. */
  readonly gradientNorm: number;
  readonly largestGradientNorm: number;
}

export interface TrainingHistory {
  readonly epochs: readonly EpochRecord[];
  /** The epoch with the smallest validation loss, or the last one without validation; see `keep` for whose weights stay. */
  readonly bestEpoch: number;
}

/** Stop when the validation loss has not fallen by more than `minDelta` for `patience` epochs. */
export interface EarlyStopping {
  readonly patience: number;
  readonly minDelta?: number;
}

/** What schedules and early stopping look at. */
export function watchedLosses(epochs: readonly EpochRecord[]): number[] {
  return epochs.map(({ trainLoss, validationLoss }) => validationLoss ?? trainLoss);
}

/** The first epoch with the smallest validation loss, or the last one without validation; 0 before the first. */
export function bestEpochOf(epochs: readonly EpochRecord[]): number {
  if (epochs.at(-1)?.validationLoss == null) return epochs.length;
  const losses = watchedLosses(epochs);
  return losses.indexOf(Math.min(...losses)) + 1;
}

/** Whether a training that has come so far stops early. */
export function stopsEarly(epochs: readonly EpochRecord[], stopping: EarlyStopping | undefined): boolean {
  if (stopping === undefined) return false;
  const { patience, minDelta = 0 } = stopping;
  let best = Number.POSITIVE_INFINITY;
  let waited = 0;
  for (const loss of watchedLosses(epochs)) {
    const better = loss < best - minDelta;
    if (better) best = loss;
    waited = better ? 0 : waited + 1;
    if (waited >= patience) return true;
  }
  return false;
}

const COLUMNS: Readonly<Record<keyof EpochRecord, string>> = {
  epoch: "epoch",
  learningRate: "learning_rate",
  trainLoss: "train_loss",
  trainAccuracy: "train_accuracy",
  validationLoss: "validation_loss",
  validationAccuracy: "validation_accuracy",
  gradientNorm: "gradient_norm",
  largestGradientNorm: "largest_gradient_norm",
};

/** A CSV file with a line an epoch, names as Python writes them, every digit; empty where there is no value. */
export function historyCsv(epochs: readonly EpochRecord[]): string {
  const names = Object.keys(COLUMNS) as (keyof EpochRecord)[];
  const lines = epochs.map((record) => names.map((name) => record[name] ?? "").join(","));
  return `${[names.map((name) => COLUMNS[name]).join(","), ...lines].join("\n")}\n`;
}
