import type { Matrix } from "../../arrays";
import { QuadrantError } from "../../errors";
import { MT19937 } from "../../random";
import { encode } from "../splits/fold";
import { pickRows, type Resampler, type TrainingRows } from "./training-rows";

/**
 * Draws rows of the smaller classes again until all are as large as the largest; the draws of imbalanced-learn's
 * RandomOverSampler. The copies come after the rows themselves.
 */
export class RandomOverSampler implements Resampler {
  constructor(private readonly options: { readonly randomState: number }) {}

  resample(rows: TrainingRows): TrainingRows {
    const random = new MT19937(this.options.randomState);
    const { codes, counts } = encode(rows.y);
    const largest = Math.max(...counts);
    const all = rows.items.map((_, row) => row);
    const copies = counts.flatMap((count, label) => {
      const members = all.filter((row) => codes[row] === label);
      return Array.from({ length: largest - count }, () => members[random.integerUpTo(count - 1)]!);
    });
    return pickRows(rows, [...all, ...copies]);
  }
}

/**
 * Adds changed versions of the training items (pitch-shifted, stretched, with noise). They keep the label, the group and
 * the item that they were made from.
 */
export class Augmenter implements Resampler {
  /** @param versionsOf the features of an item's versions, (versions, columns); none for an item that has none */
  constructor(private readonly versionsOf: (item: number) => Matrix) {}

  resample(rows: TrainingRows): TrainingRows {
    const columns = rows.X.shape[1];
    const versions = rows.items.map((item) => {
      const made = this.versionsOf(item);
      if (made.shape[0] > 0 && made.shape[1] !== columns) {
        throw new QuadrantError(
          "bad-argument",
          `the versions of item ${item} have ${made.shape[1]} columns, the items ${columns}`,
          { remedy: "Extract the features of both in the same way." },
        );
      }
      return made;
    });
    const origin = [...rows.items.keys(), ...versions.flatMap((made, row) => Array<number>(made.shape[0]).fill(row))];
    const picked = pickRows(rows, origin);
    const own = rows.items.length * columns;
    let at = own;
    for (const { data } of versions) {
      picked.X.data.set(data, at);
      at += data.length;
    }
    return picked;
  }
}
