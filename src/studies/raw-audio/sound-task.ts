import type { CriterionName } from "../../networks/training/criterion";
import type { EpochRecord } from "../../networks/training/history";
import type { SoundNetworkName } from "./sound-network-names";

/** One training of a network that hears clips. Items are those of the corpus. */
export interface SoundTask {
  readonly network: SoundNetworkName;
  /** "cross-entropy" for quadrants, another one for valence and arousal. */
  readonly criterion: CriterionName;
  readonly epochs: number;
  readonly train: readonly number[];
  /** Chooses the epoch that is kept. */
  readonly validation: readonly number[];
  readonly test: readonly number[];
  readonly seed: number;
}

/** The filters that a network lays over the waveform first. */
export interface FirstLayer {
  /** Hz, of each filter before it learnt, in the order of the layer. */
  readonly centresBefore: readonly number[];
  /** The same after it. */
  readonly centres: readonly number[];
  /** Hz, at which `responses` are taken. */
  readonly frequencies: readonly number[];
  /** Magnitudes of each filter, 1 where it lets most through. */
  readonly responses: readonly (readonly number[])[];
}

/** What came out of a training. */
export interface SoundResult {
  /** Of the test items: probabilities, (items, 4), or valence and arousal, (items, 2); row-major. */
  readonly outputs: readonly number[];
  readonly epochs: readonly EpochRecord[];
  readonly bestEpoch: number;
  /** What went wrong, in words. */
  readonly signatures: readonly string[];
  readonly parameters: number;
  /** Of networks that take the waveform. */
  readonly firstLayer?: FirstLayer;
  /** Time the training took; the only part that is not the same every time. */
  readonly seconds: number;
}

interface SharedSequences {
  readonly data: Float32Array<SharedArrayBuffer>;
  readonly shape: readonly [items: number, steps: number, features: number];
}

/** An excerpt of every clip, in memory that workers share. */
export interface SoundData {
  /** (items, samples, 1) */
  readonly waveform: SharedSequences;
  /** (items, frames, bands), in decibels. */
  readonly logMel: SharedSequences;
  /** The index of each clip's quadrant in QUADRANTS. */
  readonly labels: readonly number[];
  /** Valence and arousal of each clip, (items, 2) row-major; NaN where the corpus does not know them. */
  readonly affect: readonly number[];
  readonly names: readonly string[];
}
