import { QuadrantError } from "../../errors";
import type { Fold, Labels } from "./fold";
import { type HoldOutSizes, holdOutSizes } from "./hold-out-sizes";
import { shuffleSplit } from "./shuffle-split";
import { stratifiedShuffleSplit } from "./stratified-shuffle-split";

export interface TrainTestSplitOptions extends HoldOutSizes {
  readonly randomState: number;
  /** The class of each item, where both sides are to have the class shares of the whole. */
  readonly stratify?: Labels | undefined;
}

/**
 * One random split, as scikit-learn's train_test_split(shuffle=True), index for index; a quarter is tested unless told
 * otherwise. It knows no groups: clips of one composer may stand on both sides, so a published score that rests on it
 * is too high. For a split that holds groups out see {@link stratifiedGroupHoldOut}.
 *
 * @param items how many there are
 * @example
 * const { train, test } = trainTestSplit(900, { testSize: 0.2, randomState: 42, stratify: labels });
 */
export function trainTestSplit(items: number, { randomState, stratify, ...sizes }: TrainTestSplitOptions): Fold {
  const { train: trainSize, test: testSize } = holdOutSizes(items, sizes, 0.25);
  if (stratify !== undefined && stratify.length !== items) {
    throw new QuadrantError("bad-argument", `${items} items against ${stratify.length} labels in stratify`, {
      remedy: "Give one label an item, in their order.",
    });
  }
  const options = { nSplits: 1, randomState, trainSize, testSize };
  const [fold] = stratify === undefined ? shuffleSplit(items, options) : stratifiedShuffleSplit(stratify, options);
  return fold!;
}
