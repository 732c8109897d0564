import type { Matrix } from "../../arrays";
import { QuadrantError } from "../../errors";
import { checkFinite } from "../measures/checks";
import { checkGroups, type Fold, type Groups } from "../splits/fold";

/** Items to learn from and to be asked about. */
export interface Labelled {
  /** (items, columns) */
  readonly X: Matrix;
  /** Whole numbers of at least 0. */
  readonly y: ArrayLike<number>;
  /** The group of each item, which no fold may split; null says that the items are independent. */
  readonly groups: Groups | null;
}

/** @throws QuadrantError "bad-argument" for lengths that differ, labels that are none, and values that are not finite */
export function checkLabelled({ X, y, groups }: Labelled): void {
  const [items, columns] = X.shape;
  if (items !== y.length || items === 0 || X.data.length !== items * columns) {
    throw new QuadrantError(
      "bad-argument",
      `X of ${X.data.length} values is (${items}, ${columns}), y has ${y.length} labels: one row an item, at least 1`,
      { remedy: "Extract and label the same items, in the same order." },
    );
  }
  for (let item = 0; item < items; item++) {
    if (!Number.isInteger(y[item]) || y[item]! < 0) {
      throw new QuadrantError("bad-argument", `label ${y[item]} of item ${item} is not a whole number of at least 0`, {
        remedy: "Leave the item out, or label it.",
      });
    }
    checkFinite(`the features of item ${item}`, X.data.subarray(item * columns, (item + 1) * columns));
  }
  if (groups !== null) checkGroups(groups, items);
}

/**
 * Refuses folds that leak or cannot be scored.
 *
 * @throws QuadrantError "bad-argument" when there are no folds, a side is empty, an index is none or comes twice in a test
 *   set, an item or a group stands on both sides, or a class is tested that was not trained on
 */
export function checkFolds(folds: readonly Fold[], labelled: Labelled): void {
  if (folds.length === 0) {
    throw new QuadrantError("bad-argument", "there are no folds", {
      remedy: "Make some, such as stratifiedGroupKFold.",
    });
  }
  folds.forEach((fold, index) => {
    checkSides(fold, index, labelled.y.length);
    checkNothingShared(fold, index, labelled.groups);
    checkClasses(fold, index, labelled);
  });
}

function checkSides(fold: Fold, index: number, items: number): void {
  for (const side of ["train", "test"] as const) {
    if (fold[side].length === 0) {
      throw new QuadrantError("bad-argument", `fold ${index} has no items to ${side} on`, {
        remedy: "Ask for fewer folds, or add items of other groups.",
      });
    }
    const unknown = fold[side].find((item) => !Number.isInteger(item) || item < 0 || item >= items);
    if (unknown !== undefined) {
      throw new QuadrantError("bad-argument", `fold ${index}: ${unknown} is not one of the items 0 to ${items - 1}`, {
        remedy: "Split the labels that are passed here, not those of another corpus.",
      });
    }
  }
  if (new Set(fold.test).size < fold.test.length) {
    throw new QuadrantError("bad-argument", `fold ${index} tests an item twice`, {
      remedy: "Resample training rows only, with a resampler.",
    });
  }
}

function checkNothingShared(fold: Fold, index: number, groups: Groups | null): void {
  const remedy = "Split with stratifiedGroupKFold; resample inside the fold, with a resampler.";
  const trained = new Set(fold.train);
  const both = fold.test.find((item) => trained.has(item));
  if (both !== undefined) {
    throw new QuadrantError("bad-argument", `fold ${index}: item ${both} is trained on and tested`, { remedy });
  }
  if (groups === null) return;
  const trainedGroups = new Set(fold.train.map((item) => groups[item]!));
  const split = fold.test.find((item) => trainedGroups.has(groups[item]!));
  if (split !== undefined) {
    throw new QuadrantError(
      "bad-argument",
      `fold ${index}: group ${groups[split]} of item ${split} is trained on and tested`,
      { remedy },
    );
  }
}

function checkClasses(fold: Fold, index: number, { y, groups }: Labelled): void {
  const trained = new Set(fold.train.map((item) => y[item]!));
  const unseen = fold.test.find((item) => !trained.has(y[item]!));
  if (unseen === undefined) return;
  const label = y[unseen]!;
  const names = groups === null ? [] : fold.test.filter((item) => y[item] === label).map((item) => groups[item]!);
  const whose = groups === null ? "" : `: all its items are of ${[...new Set(names)].join(", ")}`;
  throw new QuadrantError("bad-argument", `fold ${index}: class ${label} is tested but not trained on${whose}`, {
    remedy: "Add items of the class in other groups, ask for fewer folds, or leave the class out.",
  });
}
