import { QuadrantError } from "../../errors";

/** Indices of the items to train on and to test on. No item stands on both sides. */
export interface Fold {
  readonly train: readonly number[];
  readonly test: readonly number[];
}

/** The class of each item: any whole numbers. */
export type Labels = ArrayLike<number>;

/** The group of each item (its composer, song, artist): a name or a number. */
export type Groups = ArrayLike<string | number>;

/** The distinct values in ascending order, and where each item's value stands among them. */
interface Encoded {
  readonly values: readonly (string | number)[];
  readonly codes: Int32Array;
  /** Items of each value. */
  readonly counts: readonly number[];
}

/** numpy.unique(values, return_inverse=True, return_counts=True): numbers by size, names by code point. */
export function encode(values: Labels | Groups): Encoded {
  const distinct = [...new Set(Array.from<string | number>(values))].sort(ascending);
  const place = new Map(distinct.map((value, index) => [value, index]));
  const codes = Int32Array.from({ length: values.length }, (_, item) => place.get(values[item]!)!);
  const counts = new Array<number>(distinct.length).fill(0);
  for (const code of codes) counts[code]!++;
  return { values: distinct, codes, counts };
}

/** The folds in which the items of code i are tested in fold `foldOf[i]`, all others trained on. */
export function foldsByCode(codes: ArrayLike<number>, foldOf: ArrayLike<number>, nSplits: number): Fold[] {
  const folds = Array.from({ length: nSplits }, () => ({ train: [] as number[], test: [] as number[] }));
  for (let item = 0; item < codes.length; item++) {
    const tested = foldOf[codes[item]!]!;
    folds.forEach((fold, index) => {
      fold[index === tested ? "test" : "train"].push(item);
    });
  }
  return folds;
}

/** @throws QuadrantError "bad-argument" when a number is not whole, or `nSplits` is below 2 or more than there are items */
export function checkSplits(nSplits: number, items: number): void {
  if (!Number.isInteger(nSplits) || nSplits < 2) {
    throw new QuadrantError("bad-argument", `nSplits = ${nSplits}: a whole number of at least 2 is needed`, {
      remedy: "For a single split take a hold-out, such as stratifiedGroupHoldOut.",
    });
  }
  if (!Number.isInteger(items)) {
    throw new QuadrantError("bad-argument", `${items} is no number of items`, { remedy: "Give how many there are." });
  }
  if (nSplits > items) {
    throw new QuadrantError("bad-argument", `nSplits = ${nSplits} is more than the ${items} items`, {
      remedy: "Ask for fewer folds, or add clips.",
    });
  }
}

/** @throws QuadrantError "bad-argument" when there are fewer groups than folds */
export function checkGroupCount(nSplits: number, groups: number): void {
  if (groups < nSplits) {
    throw new QuadrantError("bad-argument", `nSplits = ${nSplits} is more than the ${groups} groups`, {
      remedy: "Ask for fewer folds, or add clips of other groups.",
    });
  }
}

/** @throws QuadrantError "bad-argument" when no class has as many items as there are folds */
export function checkClassSizes(nSplits: number, counts: readonly number[]): void {
  const largest = Math.max(...counts);
  if (largest < nSplits) {
    throw new QuadrantError("bad-argument", `nSplits = ${nSplits} is more than the ${largest} items of any class`, {
      remedy: "Ask for fewer folds, or add clips.",
    });
  }
}

/** @throws QuadrantError "bad-argument" that names the first label that is no whole number */
export function checkLabels(labels: Labels): void {
  for (let item = 0; item < labels.length; item++) {
    if (!Number.isInteger(labels[item])) {
      throw new QuadrantError("bad-argument", `label ${labels[item]} of item ${item} is not a whole number`, {
        remedy: "Leave the item out, or label it.",
      });
    }
  }
}

/** @throws QuadrantError "bad-argument" when the items of two lists differ in number, or a group has no name */
export function checkGroups(groups: Groups, items: number): void {
  if (groups.length !== items) {
    throw new QuadrantError("bad-argument", `${items} items against ${groups.length} groups: one group an item`, {
      remedy: "Give the groups in the order of the items; an item that belongs to none is a group of its own.",
    });
  }
  for (let item = 0; item < groups.length; item++) {
    const group = groups[item]!;
    if (group === "" || group === undefined || Number.isNaN(group)) {
      throw new QuadrantError("bad-argument", `item ${item} has no group (${JSON.stringify(group)})`, {
        remedy: "Name its composer or song, or give it a group of its own.",
      });
    }
  }
}

/** Numbers by size; strings by code point, which UTF-16 order is not beyond the basic plane. */
function ascending(a: string | number, b: string | number): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  const [left, right] = [Array.from(String(a)), Array.from(String(b))];
  const at = left.findIndex((character, i) => character !== right[i]);
  if (at < 0) return left.length - right.length;
  return right[at] === undefined ? 1 : left[at]!.codePointAt(0)! - right[at]!.codePointAt(0)!;
}
