import type { Corpus } from "../../corpora";
import { QuadrantError } from "../../errors";
import { stratifiedGroupKFold } from "../../evaluation";
import { groupsOf, labelsOf } from "./dataset";
import type { RunSettings } from "./run-settings";

/** Items to learn from, to choose an epoch with, and to test on. No item stands twice. */
export interface ThreeWayFold {
  readonly train: readonly number[];
  readonly validation: readonly number[];
  readonly test: readonly number[];
}

/** Outer folds, and the inner ones of which the first is the validation set: a fifth of what is not tested. */
export const SPLITS = 5;

/**
 * The folds of a run. `grouped`: five that share no group, validation included; `official`: the one split that came
 * with the corpus. Where that has two parts only, a fifth of the training part validates, no group of it in the rest.
 *
 * @throws QuadrantError "bad-corpus" when the corpus has no official split
 */
export function foldsOf(corpus: Corpus, { split, seed }: Pick<RunSettings, "split" | "seed">): ThreeWayFold[] {
  return split === "official" ? [officialFold(corpus, seed)] : groupedFolds(labelsOf(corpus), groupsOf(corpus), seed);
}

/**
 * The folds that the study used, and this project warns of: clips of one group may stand on both sides. Every clip is
 * its own group.
 */
export function randomFolds(corpus: Corpus, seed: number): ThreeWayFold[] {
  return groupedFolds(
    labelsOf(corpus),
    corpus.clips.map((clip) => clip.id),
    seed,
  );
}

function groupedFolds(labels: readonly number[], groups: readonly string[], seed: number): ThreeWayFold[] {
  return stratifiedGroupKFold(labels, groups, { nSplits: SPLITS, randomState: seed }).map(({ train, test }) => ({
    ...withValidation(train, labels, groups, seed),
    test,
  }));
}

/** Training items in two parts, one to validate with. */
function withValidation(
  train: readonly number[],
  labels: readonly number[],
  groups: readonly string[],
  seed: number,
): Pick<ThreeWayFold, "train" | "validation"> {
  const [inner] = stratifiedGroupKFold(
    train.map((item) => labels[item]!),
    train.map((item) => groups[item]!),
    { nSplits: SPLITS, randomState: seed },
  );
  return { train: inner!.train.map((i) => train[i]!), validation: inner!.test.map((i) => train[i]!) };
}

function officialFold(corpus: Corpus, seed: number): ThreeWayFold {
  const part = (name: string) => corpus.clips.flatMap((clip, item) => (clip.split === name ? [item] : []));
  const fold = { train: part("train"), validation: part("validation"), test: part("test") };
  if (fold.train.length === 0 || fold.test.length === 0) {
    throw new QuadrantError("bad-corpus", `the corpus ${corpus.sheet.name} has no official split`, {
      remedy: "Use --split grouped.",
    });
  }
  if (fold.validation.length > 0) return fold;
  return { ...withValidation(fold.train, labelsOf(corpus), groupsOf(corpus), seed), test: fold.test };
}
