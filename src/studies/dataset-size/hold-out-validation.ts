import { stratifiedGroupKFold } from "../../evaluation";

/** Inner folds of a network, of which the first is its validation set. */
const INNER_SPLITS = 5;

/**
 * Takes a fifth of the groups to choose the epoch by. Where there is none to spare, all is learnt from, and the last epoch
 * counts: a class with fewer clips than folds, fewer groups than folds, or a class that would be missing from training.
 *
 * @param learnt the items that a network may learn from
 * @param labels of all items
 * @param groups of all items
 */
export function holdOutValidation(
  learnt: readonly number[],
  labels: readonly number[],
  groups: readonly string[],
  seed: number,
): { readonly train: readonly number[]; readonly validation: readonly number[] } {
  const all = { train: learnt, validation: [] };
  const classes = [...new Set(labels)];
  const counts = classes.map((label) => learnt.filter((item) => labels[item] === label).length);
  const learntGroups = new Set(learnt.map((item) => groups[item])).size;
  if (Math.min(...counts, learntGroups) < INNER_SPLITS) return all;
  const [inner] = stratifiedGroupKFold(
    learnt.map((item) => labels[item]!),
    learnt.map((item) => groups[item]!),
    { nSplits: INNER_SPLITS, randomState: seed },
  );
  const part = (indices: readonly number[]) => indices.map((i) => learnt[i]!);
  const train = part(inner!.train);
  const whole = new Set(train.map((item) => labels[item]!)).size === classes.length;
  return whole ? { train, validation: part(inner!.test) } : all;
}
