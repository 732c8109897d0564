import type { ClassifierName } from "./models";

/** Numbers that clips may be summed up by; the first where a task names none. */
export type FeatureSetName =
  | "seven statistics of the 14"
  | "the study's statistics"
  | "seven statistics of the 14 and of their changes"
  | "the four that the study dropped"
  | "the 14 and the four"
  | "Meyda's set";

/** One fit: which classifier learns from which items and is asked about which others. Indices into the data set. */
export interface FitTask {
  readonly model: ClassifierName;
  readonly train: readonly number[];
  readonly test: readonly number[];
  /** Which numbers `dataset.summary` holds. */
  readonly features?: FeatureSetName;
  readonly seed: number;
  /** Shuffles the labels that are learnt from: chance is what an honest protocol gives. */
  readonly permuteLabels?: boolean;
}

/** What came out of a fit. */
export interface FitResult {
  /** The label named for each test item. */
  readonly predicted: readonly number[];
  /** Probabilities of the test items, (test items, 4) row-major, from models that give them. */
  readonly probabilities?: readonly number[];
  /** How many numbers of a clip it was given. */
  readonly columns: number;
  /** Time the fit took; the only part that is not the same every time. */
  readonly seconds: number;
}
