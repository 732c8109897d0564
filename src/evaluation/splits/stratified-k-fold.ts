import { checkClassSizes, checkLabels, checkSplits, encode, type Fold, foldsByCode, type Labels } from "./fold";
import { generatorOf, type KFoldOptions } from "./k-fold";

/**
 * Folds with the class shares of the whole, as scikit-learn's StratifiedKFold. A class of fewer items than folds is
 * missing from the test rows of some.
 *
 * @throws QuadrantError "bad-argument" when no class has as many items as there are folds
 */
export function stratifiedKFold(labels: Labels, { nSplits = 5, randomState }: KFoldOptions = {}): Fold[] {
  checkSplits(nSplits, labels.length);
  checkLabels(labels);
  const { codes, counts } = encode(labels);
  checkClassSizes(nSplits, counts);
  // As they first occur: scikit-learn numbers them so, and renaming them leaves the folds alone.
  const classes = [...new Set(codes)];

  // Dealing out the sorted labels one by one spreads the remainders of the classes over different folds.
  const allocation = Array.from({ length: nSplits }, () => new Int32Array(classes.length));
  let dealt = 0;
  classes.forEach((label, rank) => {
    for (let i = 0; i < counts[label]!; i++) allocation[dealt++ % nSplits]![rank]!++;
  });

  const random = generatorOf(randomState);
  const foldOf = new Int32Array(labels.length);
  classes.forEach((label, rank) => {
    const folds = allocation.flatMap((perClass, fold) => new Array<number>(perClass[rank]!).fill(fold));
    random?.shuffle(folds);
    let next = 0;
    codes.forEach((code, item) => {
      if (code === label) foldOf[item] = folds[next++]!;
    });
  });
  return foldsByCode(
    Array.from(foldOf, (_, item) => item),
    foldOf,
    nSplits,
  );
}
