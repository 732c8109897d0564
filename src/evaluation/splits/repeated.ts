import { QuadrantError } from "../../errors";
import { MT19937 } from "../../random";
import type { Fold, Groups, Labels } from "./fold";
import { type KFoldOptions, kFold } from "./k-fold";
import { stratifiedGroupKFold } from "./stratified-group-k-fold";
import { stratifiedKFold } from "./stratified-k-fold";

/** How often to deal anew; all repetitions draw from one generator. */
export interface RepeatedOptions {
  readonly nSplits?: number;
  readonly nRepeats?: number;
  readonly randomState: number;
}

/** scikit-learn's RepeatedKFold: the folds of the first repetition, then those of the second, and so on. */
export function repeatedKFold(items: number, options: RepeatedOptions): Fold[] {
  return repeat((each) => kFold(items, each), options);
}

/** scikit-learn's RepeatedStratifiedKFold. */
export function repeatedStratifiedKFold(labels: Labels, options: RepeatedOptions): Fold[] {
  return repeat((each) => stratifiedKFold(labels, each), options);
}

/**
 * Stratified group k-fold, dealt several times: what scikit-learn gives when StratifiedGroupKFold(shuffle=True) is handed
 * the same RandomState again and again. With few groups the repetitions are much alike, so their scores say little about
 * other groups: see {@link correctedResampledT}.
 */
export function repeatedStratifiedGroupKFold(labels: Labels, groups: Groups, options: RepeatedOptions): Fold[] {
  return repeat((each) => stratifiedGroupKFold(labels, groups, each), options);
}

function repeat(
  split: (each: KFoldOptions) => Fold[],
  { nSplits = 5, nRepeats = 10, randomState }: RepeatedOptions,
): Fold[] {
  if (!Number.isInteger(nRepeats) || nRepeats < 1) {
    throw new QuadrantError("bad-argument", `nRepeats = ${nRepeats}: a whole number of at least 1 is needed`, {
      remedy: "Say how often to deal the items anew.",
    });
  }
  const random = new MT19937(randomState);
  return Array.from({ length: nRepeats }, () => split({ nSplits, randomState: random })).flat();
}
