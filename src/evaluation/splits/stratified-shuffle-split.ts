import { QuadrantError } from "../../errors";
import { MT19937 } from "../../random";
import { checkLabels, encode, type Fold, type Labels } from "./fold";
import { holdOutSizes } from "./hold-out-sizes";
import { checkSplitCount, type ShuffleSplitOptions } from "./shuffle-split";

/**
 * Random splits with the class shares of the whole on both sides, as scikit-learn's StratifiedShuffleSplit; indices in
 * the order drawn.
 *
 * @throws QuadrantError "bad-argument" when a class has a single item, or a side has fewer items than there are classes
 */
export function stratifiedShuffleSplit(
  labels: Labels,
  { nSplits = 10, randomState, ...sizes }: ShuffleSplitOptions,
): Fold[] {
  checkSplitCount(nSplits);
  checkLabels(labels);
  const { train, test } = holdOutSizes(labels.length, sizes, 0.1);
  const { values, codes, counts } = encode(labels);
  const lonely = values.filter((_, label) => counts[label]! < 2);
  if (lonely.length > 0) {
    throw new QuadrantError("bad-argument", `of class ${lonely.join(", ")} there is a single item`, {
      remedy: "It cannot stand on both sides: add items of the class, or leave it out.",
    });
  }
  for (const [side, size] of Object.entries({ train, test })) {
    if (size < counts.length) {
      throw new QuadrantError(
        "bad-argument",
        `${size} items to ${side} on are fewer than the ${counts.length} classes`,
        { remedy: "Hold more out, or less: each side needs an item of every class." },
      );
    }
  }
  const members = counts.map((_, label) =>
    Array.from(codes, (_, item) => item).filter((item) => codes[item] === label),
  );
  const random = new MT19937(randomState);
  return Array.from({ length: nSplits }, () => {
    const toTrain = approximateMode(counts, train, random);
    const left = counts.map((count, label) => count - toTrain[label]!);
    const toTest = approximateMode(left, test, random);
    const drawn: { train: number[]; test: number[] } = { train: [], test: [] };
    members.forEach((items, label) => {
      const order = random.permutation(items.length).map((place) => items[place]!);
      const end = toTrain[label]!;
      drawn.train.push(...order.slice(0, end));
      drawn.test.push(...order.slice(end, end + toTest[label]!));
    });
    random.shuffle(drawn.train);
    random.shuffle(drawn.test);
    return drawn;
  });
}

/**
 * How many of each class to draw, as near to its share as whole numbers go: the classes with the largest remainders get
 * one more, ties drawn at random (sklearn.utils.extmath._approximate_mode, whose draws these are).
 */
function approximateMode(counts: readonly number[], draws: number, random: MT19937): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const exact = counts.map((count) => (count / total) * draws);
  const drawn = exact.map(Math.floor);
  let missing = Math.trunc(draws - drawn.reduce((sum, count) => sum + count, 0));
  const remainders = exact.map((value, label) => value - drawn[label]!);
  for (const remainder of [...new Set(remainders)].sort((a, b) => b - a)) {
    if (missing === 0) break;
    const tied = remainders.flatMap((value, label) => (value === remainder ? [label] : []));
    const chosen = random.permutation(tied.length).slice(0, Math.min(tied.length, missing));
    for (const place of chosen) drawn[tied[place]!]!++;
    missing -= chosen.length;
  }
  return drawn;
}
