import {
  checkClassSizes,
  checkGroupCount,
  checkGroups,
  checkLabels,
  checkSplits,
  encode,
  type Fold,
  foldsByCode,
  type Groups,
  type Labels,
} from "./fold";
import { generatorOf, type KFoldOptions } from "./k-fold";
import { numpyStd, numpySum, runningSum } from "./numpy-sums";

/**
 * Folds in which no group stands on both sides and every class is spread as evenly as the groups allow: scikit-learn
 * 1.9's StratifiedGroupKFold, index for index.
 *
 * Groups are dealt from the one with the most uneven classes to the most even, each into the fold where it leaves the
 * class shares most alike.
 *
 * @param labels class of each item
 * @param groups group of each item
 * @throws QuadrantError "bad-argument" when there are fewer groups than folds, or no class has as many items as folds
 */
export function stratifiedGroupKFold(
  labels: Labels,
  groups: Groups,
  { nSplits = 5, randomState }: KFoldOptions = {},
): Fold[] {
  checkSplits(nSplits, labels.length);
  checkLabels(labels);
  checkGroups(groups, labels.length);
  const classes = encode(labels);
  const named = encode(groups);
  checkClassSizes(nSplits, classes.counts);
  checkGroupCount(nSplits, named.counts.length);

  const perGroup = named.counts.map(() => new Float64Array(classes.counts.length));
  named.codes.forEach((group, item) => {
    perGroup[group]![classes.codes[item]!]!++;
  });

  const dealt = perGroup.map((_, group) => group);
  generatorOf(randomState)?.shuffle(dealt);
  // Array.prototype.sort is stable, so that equally uneven groups keep their (shuffled) order.
  const unevenness = perGroup.map((counts) => numpyStd(counts, numpySum));
  dealt.sort((a, b) => unevenness[b]! - unevenness[a]!);
  const perFold = Array.from({ length: nSplits }, () => new Float64Array(classes.counts.length));
  const foldOf = new Int32Array(perGroup.length);
  for (const group of dealt) {
    const fold = bestFold(perFold, perGroup[group]!, classes.counts);
    foldOf[group] = fold;
    perGroup[group]!.forEach((count, label) => {
      perFold[fold]![label]! += count;
    });
  }
  return foldsByCode(named.codes, foldOf, nSplits);
}

function bestFold(perFold: readonly Float64Array[], group: Float64Array, perClass: readonly number[]): number {
  let best = 0;
  let bestSpread = Number.POSITIVE_INFINITY;
  let bestSize = Number.POSITIVE_INFINITY;
  for (let fold = 0; fold < perFold.length; fold++) {
    const spreads = perClass.map((total, label) => {
      const shares = perFold.map((counts, other) => (counts[label]! + (other === fold ? group[label]! : 0)) / total);
      return numpyStd(shares, runningSum);
    });
    const spread = numpySum(spreads) / spreads.length;
    const size = perFold[fold]!.reduce((sum, count) => sum + count, 0);
    if (spread < bestSpread || (isClose(spread, bestSpread) && size < bestSize)) {
      best = fold;
      bestSpread = spread;
      bestSize = size;
    }
  }
  return best;
}

/** numpy.isclose with its default tolerances; scikit-learn breaks ties with it, so its asymmetry matters. */
function isClose(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-8 + 1e-5 * Math.abs(b) && Number.isFinite(b);
}
