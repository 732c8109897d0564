import { QuadrantError } from "../../errors";
import { MT19937 } from "../../random";
import { checkFinite, checkLengths } from "../measures/checks";
import { checkGroups, encode, type Groups } from "../splits/fold";

/** A score, those that chance gives, and how often chance does as well. */
export interface PermutationResult {
  readonly score: number;
  /** One for each permutation. */
  readonly permuted: Float64Array;
  /** (permutations that score as high or higher + 1) / (permutations + 1); exact tests count all and add nothing. */
  readonly pValue: number;
}

export interface PermutationOptions {
  readonly nPermutations?: number;
  readonly randomState?: number;
}

/**
 * Whether predictions know anything of the truth (Good 2005): scores them against the truth in random order. The draws are
 * those of scikit-learn's permutation_test_score, but the predictions stay as they are; to learn anew from every order
 * use {@link permutationTestScore}.
 *
 * @param groups if given, labels change places within their group only: what a model knows of groups is then no merit
 * @throws QuadrantError "bad-argument" where every group is of one class, so that no order differs from the truth
 */
export function permutationTest(
  truth: ArrayLike<number>,
  predicted: ArrayLike<number>,
  measure: (truth: readonly number[], predicted: ArrayLike<number>) => number,
  { groups, ...options }: PermutationOptions & { readonly groups?: Groups | undefined } = {},
): PermutationResult {
  checkLengths(truth, predicted);
  return permuteLabels(truth, groups, (labels) => measure(labels, predicted), options);
}

/** Scores the labels as they are and in random orders; the shared part of the permutation tests. */
export function permuteLabels(
  truth: ArrayLike<number>,
  groups: Groups | undefined,
  score: (labels: readonly number[]) => number,
  { nPermutations = 1000, randomState = 0 }: PermutationOptions,
): PermutationResult {
  checkPermutations(nPermutations);
  const labels = Array.from(truth);
  const blocks = groups === undefined ? [labels.map((_, item) => item)] : blocksOf(labels, groups);
  const random = new MT19937(randomState);
  const actual = score(labels);
  const permuted = Float64Array.from({ length: nPermutations }, () => {
    const mixed = [...labels];
    for (const block of blocks) {
      random.permutation(block.length).forEach((from, to) => {
        mixed[block[to]!] = labels[block[from]!]!;
      });
    }
    return score(mixed);
  });
  const asGood = permuted.reduce((count, value) => count + (value >= actual ? 1 : 0), 0);
  return { score: actual, permuted, pValue: (asGood + 1) / (nPermutations + 1) };
}

function checkPermutations(nPermutations: number): void {
  if (!Number.isInteger(nPermutations) || nPermutations < 1) {
    throw new QuadrantError(
      "bad-argument",
      `nPermutations = ${nPermutations}: a whole number of at least 1 is needed`,
      {
        remedy: "999 orders tell p-values down to 0.001.",
      },
    );
  }
}

function blocksOf(labels: readonly number[], groups: Groups): number[][] {
  checkGroups(groups, labels.length);
  const { codes, counts } = encode(groups);
  const blocks = counts.map(() => [] as number[]);
  codes.forEach((code, item) => {
    blocks[code]!.push(item);
  });
  if (blocks.every((items) => items.every((item) => labels[item] === labels[items[0]!]))) {
    throw new QuadrantError("bad-argument", `each of the ${blocks.length} groups stands in one class only`, {
      remedy: "Labels cannot change places within groups then: permute without groups, or take other groups.",
    });
  }
  return blocks;
}

/** Up to so many differences all signs are tried, 65,536 of them. */
const EXACT_DIFFERENCES = 16;

/**
 * Whether paired differences have mean 0 (Fisher's sign-flip test), two-sided: if they had, each could as well have the
 * other sign. Up to 16 differences all signs are tried, as scipy.stats.permutation_test(permutation_type="samples"); of
 * more `nPermutations` are drawn.
 *
 * @param differences one for each independent unit: a composer's mean, a data set; not one for each clip of a composer
 */
export function signFlipTest(
  differences: ArrayLike<number>,
  { nPermutations = 9999, randomState = 0 }: PermutationOptions = {},
): PermutationResult {
  const values = Array.from(differences);
  if (values.length === 0) {
    throw new QuadrantError("bad-argument", "there are no differences to test", {
      remedy: "Give one difference for each group or data set.",
    });
  }
  checkPermutations(nPermutations);
  checkFinite("the differences", values);
  const exact = values.length <= EXACT_DIFFERENCES;
  const random = new MT19937(randomState);
  const meanWith = (negative: (place: number) => boolean) =>
    values.reduce((sum, value, place) => sum + (negative(place) ? -value : value), 0) / values.length;
  const score = meanWith(() => false);
  const permuted = Float64Array.from({ length: exact ? 2 ** values.length : nPermutations }, (_, signs) =>
    meanWith(exact ? (place) => ((signs >> place) & 1) === 1 : () => random.integerUpTo(1) === 1),
  );
  // Sums in another order may differ in the last digit.
  const bar = Math.abs(score) * (1 - 1e-14);
  const asFar = permuted.reduce((count, value) => count + (Math.abs(value) >= bar ? 1 : 0), 0);
  return { score, permuted, pValue: exact ? asFar / permuted.length : (asFar + 1) / (permuted.length + 1) };
}
