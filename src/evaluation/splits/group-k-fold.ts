import { checkGroupCount, checkGroups, checkSplits, encode, type Fold, foldsByCode, type Groups } from "./fold";
import { generatorOf, type KFoldOptions } from "./k-fold";

/**
 * Folds in which no group stands on both sides, as scikit-learn's GroupKFold: the largest group first, each into the
 * fold with the fewest items; with a `randomState` the groups are shuffled and cut into runs of equal number instead.
 *
 * @throws QuadrantError "bad-argument" when there are fewer groups than folds
 */
export function groupKFold(groups: Groups, { nSplits = 5, randomState }: KFoldOptions = {}): Fold[] {
  checkSplits(nSplits, groups.length);
  checkGroups(groups, groups.length);
  const { codes, counts } = encode(groups);
  checkGroupCount(nSplits, counts.length);
  const random = generatorOf(randomState);
  const foldOf = random === undefined ? bySize(counts, nSplits) : byRuns(random.permutation(counts.length), nSplits);
  return foldsByCode(codes, foldOf, nSplits);
}

function bySize(counts: readonly number[], nSplits: number): Int32Array {
  const load = new Float64Array(nSplits);
  const foldOf = new Int32Array(counts.length);
  // Of equally large groups the last comes first: scikit-learn reverses a stable ascending sort.
  const order = counts.map((_, group) => group).sort((a, b) => counts[b]! - counts[a]! || b - a);
  for (const group of order) {
    const lightest = load.indexOf(Math.min(...load));
    load[lightest]! += counts[group]!;
    foldOf[group] = lightest;
  }
  return foldOf;
}

/** numpy.array_split: the first `remainder` runs are one longer. */
function byRuns(order: readonly number[], nSplits: number): Int32Array {
  const foldOf = new Int32Array(order.length);
  const size = Math.floor(order.length / nSplits);
  const longer = order.length % nSplits;
  let next = 0;
  for (let fold = 0; fold < nSplits; fold++) {
    for (let i = 0; i < size + (fold < longer ? 1 : 0); i++) foldOf[order[next++]!] = fold;
  }
  return foldOf;
}
