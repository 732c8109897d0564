import { QuadrantError } from "../../errors";
import { MT19937 } from "../../random";
import { checkGroups, encode, type Fold, type Groups } from "./fold";
import { type HoldOutSizes, holdOutSizes } from "./hold-out-sizes";

/** Random splits that are drawn one after the other from one generator; test rows of different splits overlap. */
export interface ShuffleSplitOptions extends HoldOutSizes {
  readonly nSplits?: number;
  readonly randomState: number;
}

/** scikit-learn's ShuffleSplit; indices in the order drawn. The test rows are a tenth unless told otherwise. */
export function shuffleSplit(items: number, { nSplits = 10, randomState, ...sizes }: ShuffleSplitOptions): Fold[] {
  return drawSplits(items, nSplits, randomState, holdOutSizes(items, sizes, 0.1));
}

/**
 * scikit-learn's GroupShuffleSplit: holds whole groups out. Sizes count groups, not items; a fifth of the groups unless
 * told otherwise.
 */
export function groupShuffleSplit(groups: Groups, { nSplits = 5, randomState, ...sizes }: ShuffleSplitOptions): Fold[] {
  checkGroups(groups, groups.length);
  const { codes, counts } = encode(groups);
  const splits = drawSplits(counts.length, nSplits, randomState, holdOutSizes(counts.length, sizes, 0.2));
  return splits.map((drawn) => {
    const itemsOf = (side: readonly number[]) => {
      const wanted = new Set(side);
      return Array.from(codes, (_, item) => item).filter((item) => wanted.has(codes[item]!));
    };
    return { train: itemsOf(drawn.train), test: itemsOf(drawn.test) };
  });
}

/** @throws QuadrantError "bad-argument" when `nSplits` is no whole number of at least 1 */
export function checkSplitCount(nSplits: number): void {
  if (!Number.isInteger(nSplits) || nSplits < 1) {
    throw new QuadrantError("bad-argument", `nSplits = ${nSplits}: a whole number of at least 1 is needed`, {
      remedy: "Say how many splits to draw.",
    });
  }
}

function drawSplits(
  items: number,
  nSplits: number,
  randomState: number,
  { train, test }: { readonly train: number; readonly test: number },
): Fold[] {
  checkSplitCount(nSplits);
  const random = new MT19937(randomState);
  return Array.from({ length: nSplits }, () => {
    const order = random.permutation(items);
    return { train: order.slice(test, test + train), test: order.slice(0, test) };
  });
}
