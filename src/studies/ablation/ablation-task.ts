import type { Matrix } from "../../arrays";
import type { ColumnRange } from "./feature-kernels";

/** What the fits of the ablation read. */
export interface AblationData {
  /** (clips, columns): summary statistics. */
  readonly summary: Matrix;
  /** Of each clip. */
  readonly labels: readonly number[];
  /** The columns of each feature. */
  readonly features: readonly ColumnRange[];
  /** Numbers that the music was made from, by cue, of each clip; none where a corpus does not know them. */
  readonly cues: Readonly<Record<string, readonly number[]>>;
}

interface Fold {
  readonly train: readonly number[];
  readonly test: readonly number[];
  readonly seed: number;
}

/**
 * `sets`: each feature left out, each alone, each exchanged between test clips, and what each tells of the cues.
 * `orders`: features are added in `orders` random orders, and what each adds is summed up.
 */
export type AblationTask = Fold & ({ readonly kind: "sets" } | { readonly kind: "orders"; readonly orders: number });

/** Of each test clip, 0 to 1; where a list has a further dimension, the feature comes first. */
export type AblationResult =
  | {
      readonly kind: "sets";
      readonly all: readonly number[];
      readonly without: readonly (readonly number[])[];
      readonly alone: readonly (readonly number[])[];
      /** Mean over several exchanges. */
      readonly exchanged: readonly (readonly number[])[];
      /** What ridge regression on one feature says of each cue. */
      readonly cues: readonly Readonly<Record<string, readonly number[]>>[];
    }
  | {
      readonly kind: "orders";
      /** Sum over the orders of what the feature added, -1 to 1 each time. */
      readonly added: readonly (readonly number[])[];
      /** Without any feature: the largest class. */
      readonly empty: readonly number[];
    };
