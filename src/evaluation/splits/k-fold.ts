import { MT19937 } from "../../random";
import { checkSplits, type Fold, foldsByCode } from "./fold";

/** How items are dealt into folds. */
export interface KFoldOptions {
  /** How many folds; each item is tested in one of them. */
  readonly nSplits?: number;
  /** Shuffles before dealing (scikit-learn's shuffle=True); without it the folds depend on the data alone. */
  readonly randomState?: number | MT19937 | undefined;
}

/** A generator goes on where it stands, as scikit-learn's splitters do with a RandomState. */
export function generatorOf(randomState: number | MT19937 | undefined): MT19937 | undefined {
  return typeof randomState === "number" ? new MT19937(randomState) : randomState;
}

/**
 * Folds of equal size (one more in the first `items % nSplits`), as scikit-learn's KFold. It knows neither classes nor
 * groups: for clips use {@link stratifiedGroupKFold}.
 *
 * @param items how many there are
 * @throws QuadrantError "bad-argument" when there are fewer items than folds
 */
export function kFold(items: number, { nSplits = 5, randomState }: KFoldOptions = {}): Fold[] {
  checkSplits(nSplits, items);
  const order = Array.from({ length: items }, (_, item) => item);
  generatorOf(randomState)?.shuffle(order);
  const foldOf = new Int32Array(items);
  const larger = items % nSplits;
  const size = Math.floor(items / nSplits);
  order.forEach((item, place) => {
    const inLarger = Math.floor(place / (size + 1));
    foldOf[item] = inLarger < larger ? inLarger : larger + Math.floor((place - larger * (size + 1)) / size);
  });
  return foldsByCode(
    Array.from(foldOf, (_, item) => item),
    foldOf,
    nSplits,
  );
}
