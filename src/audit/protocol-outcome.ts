import type { DealtFold } from "./examples";

/** What came out of a protocol: for each clip, how often it was told right over the repeats, and the score of each fold. */
export interface ProtocolOutcome {
  /** Of each clip, 0 to 1. */
  readonly right: readonly number[];
  /** Accuracy of each fold, in the order they were dealt. */
  readonly folds: readonly number[];
  /** Mean rows to learn from and to be tested on. */
  readonly sizes: { readonly train: number; readonly test: number };
}

/**
 * @param results of each fold
 * @param labels of each clip
 */
export function outcomeOf(
  folds: readonly DealtFold[],
  results: readonly { readonly predicted: readonly number[] }[],
  labels: readonly number[],
): ProtocolOutcome {
  const right = new Array<number>(labels.length).fill(0);
  const repeats = 1 + Math.max(...folds.map(({ repeat }) => repeat));
  const scores = folds.map(({ test }, fold) => {
    const hits = test.filter((clip, i) => results[fold]!.predicted[i] === labels[clip]);
    for (const clip of hits) right[clip]! += 1 / repeats;
    return hits.length / test.length;
  });
  const mean = (sizes: number[]) => sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
  return {
    right,
    folds: scores,
    sizes: {
      train: mean(folds.map(({ train }) => train.length)),
      test: mean(folds.map(({ test }) => test.length)),
    },
  };
}
