import type { Fold, Groups, Labels } from "./fold";
import { stratifiedGroupKFold } from "./stratified-group-k-fold";

/** An outer fold, and the folds of its training rows in which to choose parameters or the epoch to stop at. */
export interface NestedFold extends Fold {
  /** Indices into all items, none of them in `test`. */
  readonly inner: readonly Fold[];
}

export interface NestedOptions {
  readonly outerSplits?: number;
  readonly innerSplits?: number;
  readonly randomState?: number | undefined;
}

/**
 * Stratified group k-fold within stratified group k-fold: no group is shared by training, validation and test rows.
 *
 * @throws QuadrantError "bad-argument" where {@link stratifiedGroupKFold} does, for the items or for some training rows
 */
export function nestedStratifiedGroupKFold(
  labels: Labels,
  groups: Groups,
  { outerSplits = 5, innerSplits = 5, randomState }: NestedOptions = {},
): NestedFold[] {
  return stratifiedGroupKFold(labels, groups, { nSplits: outerSplits, randomState }).map(({ train, test }) => {
    const inner = stratifiedGroupKFold(
      train.map((item) => labels[item]!),
      train.map((item) => groups[item]!),
      { nSplits: innerSplits, randomState },
    );
    const itemsOf = (rows: readonly number[]) => rows.map((row) => train[row]!);
    return { train, test, inner: inner.map((fold) => ({ train: itemsOf(fold.train), test: itemsOf(fold.test) })) };
  });
}
