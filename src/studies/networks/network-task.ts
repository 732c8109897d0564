import type { NetworkRecipe } from "../../networks/models/network-spec";
import type { StoreSourceOptions } from "../../networks/sources/store-source";
import type { EpochRecord } from "../../networks/training/history";
import type { SharedSequences } from "./shared-sequences";

/** How the steps of every clip are put before a network reads them; see `reorderedSource`. */
export type StepOrder = "as played" | "backwards" | { readonly shuffledBlocksOf: number };

/** One training of a network. Items are those of the corpus. */
export interface NetworkTask {
  readonly recipe: NetworkRecipe;
  readonly train: readonly number[];
  /** Chooses the epoch that is kept, and stops early where the recipe says so. */
  readonly validation: readonly number[];
  readonly test: readonly number[];
  readonly seed: number;
  /** The weights of the best validation epoch are tested, or those of the last epoch, as in the study. */
  readonly keep: "best" | "last";
  /** As played by default. */
  readonly order?: StepOrder;
  /** How often the test clips are asked about; where states start from noise, answers differ. Once by default. */
  readonly asked?: number;
}

/** What came out of a training. */
export interface NetworkResult {
  /** The label named for each test item. */
  readonly predicted: readonly number[];
  /** (test items, 4) row-major. */
  readonly probabilities: readonly number[];
  /** Where the network was asked more than once: the share of the test items whose label was not always the same. */
  readonly unsteady?: number;
  readonly epochs: readonly EpochRecord[];
  readonly bestEpoch: number;
  /** What went wrong, in words. */
  readonly signatures: readonly string[];
  readonly parameters: number;
  /** Time the training took; the only part that is not the same every time. */
  readonly seconds: number;
}

/** The frames of a corpus as a recipe wants them. */
export type NetworkData = {
  readonly labels: readonly number[];
  readonly names: readonly string[];
} & (
  | {
      readonly kind: "memory";
      /** Not scaled. */
      readonly sequences: SharedSequences;
      readonly lengths?: readonly number[];
    }
  | { readonly kind: "store"; readonly root: string; readonly options: StoreSourceOptions }
);
