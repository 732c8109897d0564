import type { EpochRecord } from "../networks";

/** The models that studies compare, by the name that figures and tables give them. */
export const MODEL_NAMES = ["majority", "logistic regression", "logistic regression, C = 0.01", "simple RNN"] as const;
export type ModelName = (typeof MODEL_NAMES)[number];

/** One fit: which model learns from which items and is asked about which others. Indices into the data set. */
export interface FitTask {
  readonly model: ModelName;
  readonly train: readonly number[];
  /** Chooses the epoch of a network; empty for models that choose nothing. */
  readonly validation: readonly number[];
  readonly test: readonly number[];
  readonly seed: number;
  /** Of a network; 0 for models without epochs. */
  readonly epochs: number;
}

/** What came out of a fit. */
export interface FitResult {
  /** Probabilities of the test items, (test items, 4) row-major. */
  readonly probabilities: readonly number[];
  /** Time the fit took; the only part that is not the same every time. */
  readonly seconds: number;
  /** Epochs of a network. */
  readonly epochs?: readonly EpochRecord[];
  readonly bestEpoch?: number;
}

/** True for models that learn from frames in their order; the others see summary statistics. */
export function isRecurrent(model: ModelName): boolean {
  return model === "simple RNN";
}
