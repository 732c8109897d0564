import { QuadrantError } from "../../errors";
import type { Fold, Groups, Labels } from "./fold";
import { stratifiedGroupKFold } from "./stratified-group-k-fold";

/**
 * One split that holds whole groups out and keeps the class shares as well as the groups allow. scikit-learn has none; this
 * is the first fold of its StratifiedGroupKFold(n_splits=round(1 / test_size), shuffle=True), which can be had there too.
 *
 * @param testSize the share of items to test on; 1 over a whole number comes out best (0.5, 0.333, 0.25, 0.2, 0.1)
 * @throws QuadrantError "bad-argument" when the share is above a half, or there are too few groups or items for it
 */
export function stratifiedGroupHoldOut(
  labels: Labels,
  groups: Groups,
  { testSize = 0.2, randomState }: { readonly testSize?: number; readonly randomState: number },
): Fold {
  if (!(testSize > 0 && testSize <= 0.5)) {
    throw new QuadrantError("bad-argument", `testSize = ${testSize}: a share above 0 and of at most 0.5 is needed`, {
      remedy: "Swap the two sides to hold out more than half.",
    });
  }
  return stratifiedGroupKFold(labels, groups, { nSplits: Math.round(1 / testSize), randomState })[0]!;
}
