import { QuadrantError } from "../errors";
import { MT19937 } from "../random";

/** Indices of the items to train on and to test on; together they are all items. */
export interface Fold {
  readonly train: readonly number[];
  readonly test: readonly number[];
}

export interface FoldOptions {
  readonly splits?: number;
  /** Shuffles the groups before they are dealt; without it the folds depend on the data alone. */
  readonly seed?: number | undefined;
}

/**
 * Folds in which no group stands on both sides and every class is spread as evenly as the groups allow: scikit-learn
 * 1.9's StratifiedGroupKFold, index for index (`shuffle=True, random_state=seed` where a seed is given).
 *
 * Groups are dealt from the one with the most uneven classes to the most even, each into the fold where it leaves the
 * class shares most alike.
 *
 * @param labels class of each item
 * @param groups group of each item
 * @throws QuadrantError "bad-argument" when there are fewer groups than folds, or no class has as many items as folds
 */
export function stratifiedGroupKFold(
  labels: ArrayLike<number>,
  groups: readonly string[],
  { splits = 5, seed }: FoldOptions = {},
): Fold[] {
  const classes = [...new Set(Array.from(labels))].sort((a, b) => a - b);
  const names = [...new Set(groups)].sort(byCodePoint);
  checkFolds(labels, groups, names.length, classes, splits);

  const order = names.map((_, index) => index);
  if (seed !== undefined) new MT19937(seed).shuffle(order);
  const position = new Map(order.map((name, index) => [names[name]!, index]));
  const groupOf = groups.map((group) => position.get(group)!);

  const perGroup = names.map(() => new Float64Array(classes.length));
  const perClass = new Float64Array(classes.length);
  groupOf.forEach((group, item) => {
    const label = classes.indexOf(labels[item]!);
    perGroup[group]![label]!++;
    perClass[label]!++;
  });

  // Array.prototype.sort is stable, so that equally uneven groups keep their (shuffled) order.
  const dealt = perGroup.map((_, group) => group);
  dealt.sort((a, b) => standardDeviation(perGroup[b]!) - standardDeviation(perGroup[a]!));
  const perFold = Array.from({ length: splits }, () => new Float64Array(classes.length));
  const foldOfGroup = new Int32Array(names.length);
  for (const group of dealt) {
    const fold = bestFold(perFold, perGroup[group]!, perClass);
    foldOfGroup[group] = fold;
    perGroup[group]!.forEach((count, label) => {
      perFold[fold]![label]! += count;
    });
  }
  return perFold.map((_, fold) => {
    const items = groupOf.map((_, item) => item);
    return {
      train: items.filter((item) => foldOfGroup[groupOf[item]!] !== fold),
      test: items.filter((item) => foldOfGroup[groupOf[item]!] === fold),
    };
  });
}

function bestFold(perFold: readonly Float64Array[], group: Float64Array, perClass: Float64Array): number {
  let best = 0;
  let bestSpread = Number.POSITIVE_INFINITY;
  let bestSize = Number.POSITIVE_INFINITY;
  for (let fold = 0; fold < perFold.length; fold++) {
    let spread = 0;
    for (let label = 0; label < perClass.length; label++) {
      const shares = perFold.map((counts, other) => {
        return (counts[label]! + (other === fold ? group[label]! : 0)) / perClass[label]!;
      });
      spread += standardDeviation(shares);
    }
    spread /= perClass.length;
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

/** With N in the denominator, as numpy.std. */
function standardDeviation(values: ArrayLike<number>): number {
  let mean = 0;
  for (let i = 0; i < values.length; i++) mean += values[i]!;
  mean /= values.length;
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i]! - mean) ** 2;
  return Math.sqrt(squares / values.length);
}

function byCodePoint(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function checkFolds(
  labels: ArrayLike<number>,
  groups: readonly string[],
  groupCount: number,
  classes: readonly number[],
  splits: number,
): void {
  if (labels.length !== groups.length) {
    throw new QuadrantError("bad-argument", `${labels.length} labels against ${groups.length} groups`);
  }
  if (!Number.isInteger(splits) || splits < 2) {
    throw new QuadrantError("bad-argument", `splits = ${splits}: a whole number of at least 2 is needed`);
  }
  if (groupCount < splits) {
    throw new QuadrantError("bad-argument", `splits = ${splits} is more than the ${groupCount} groups`, {
      remedy: "Ask for fewer folds, or add clips of other groups.",
    });
  }
  const largest = Math.max(...classes.map((label) => Array.from(labels).filter((other) => other === label).length));
  if (largest < splits) {
    throw new QuadrantError("bad-argument", `splits = ${splits} is more than the ${largest} items of any class`, {
      remedy: "Ask for fewer folds, or add clips.",
    });
  }
}
