import { QuadrantError } from "../../errors";
import type { SequenceSource } from "../sequence-source";

/** Sequences and what is to be learnt of each. */
export interface LabelledSource {
  readonly source: SequenceSource;
  /** The class of each item, a whole number from 0 on; in a regression its numbers, (items, outputs) row-major. */
  readonly labels: ArrayLike<number>;
}

/** Some items, in the order given, without reading them. */
export function takeItems({ source, labels }: LabelledSource, items: readonly number[]): LabelledSource {
  const [count, steps, features] = source.shape;
  const wrong = items.find((item) => !Number.isInteger(item) || item < 0 || item >= count);
  if (wrong !== undefined) {
    throw new QuadrantError("bad-argument", `item ${wrong} was asked for of ${count}`, {
      remedy: "Items count from 0; take the folds from the labels of this source.",
    });
  }
  const { lengths, names } = source;
  return {
    labels: labelsOf({ source, labels }, items),
    source: {
      shape: [items.length, steps, features],
      ...(lengths === undefined ? {} : { lengths: items.map((item) => lengths[item]!) }),
      ...(names === undefined ? {} : { names: items.map((item) => names[item]!) }),
      read: (wanted, into, epoch) =>
        source.read(
          wanted.map((item) => items[item]!),
          into,
          epoch,
        ),
    },
  };
}

/** The class of some items, or the numbers of one after the other. */
export function labelsOf({ source, labels }: LabelledSource, items: readonly number[]): number[] {
  const width = Math.max(1, Math.floor(labels.length / source.shape[0]));
  return items.flatMap((item) => Array.from({ length: width }, (_, i) => labels[item * width + i]!));
}

/** What an error calls an item by. */
export function nameOf({ names }: SequenceSource, item: number): string {
  return names?.[item] ?? `item ${item}`;
}

/**
 * @param set "train", "validation" or "test"
 * @param outputs of the model
 * @throws QuadrantError "bad-argument" when the set is empty, labels and items differ in number, or a label or a length
 *   cannot be
 */
export function checkLabelled(
  set: string,
  { source, labels }: LabelledSource,
  { outputs, regression }: { readonly outputs: number; readonly regression: boolean },
): void {
  const width = regression ? outputs : 1;
  const [items, steps] = source.shape;
  const { lengths } = source;
  if (items === 0) {
    throw new QuadrantError("bad-argument", `the ${set} set is empty`, {
      remedy: "Use fewer folds, or a larger share for it.",
    });
  }
  if (labels.length !== items * width) {
    throw new QuadrantError("bad-argument", `the ${set} set has ${items} items and ${labels.length} labels`, {
      remedy: `Take items and labels from the same list${width > 1 ? `: ${width} numbers an item` : ""}.`,
    });
  }
  for (let item = 0; item < items; item++) {
    const cannotBe = (label: number) =>
      regression ? !Number.isFinite(label) : !Number.isInteger(label) || label < 0 || label >= outputs;
    const wrong = labelsOf({ source, labels }, [item]).find(cannotBe);
    if (wrong !== undefined) {
      throw new QuadrantError("bad-argument", `${nameOf(source, item)} of the ${set} set has the label ${wrong}`, {
        remedy: regression
          ? "Leave out what has no number to learn."
          : `The model has ${outputs} outputs: labels are 0 to ${outputs - 1}.`,
      });
    }
    const length = lengths?.[item] ?? steps;
    if (!Number.isInteger(length) || length < 1 || length > steps) {
      throw new QuadrantError("bad-argument", `${nameOf(source, item)} of the ${set} set has ${length} frames`, {
        remedy: `The source has ${steps} steps: lengths are 1 to ${steps}.`,
      });
    }
  }
}

/** @throws QuadrantError "bad-argument" when a class has no item to learn it from */
export function checkEveryClass({ labels }: LabelledSource, classes: number): void {
  const seen = new Set(Array.from(labels));
  const missing = Array.from({ length: classes }, (_, label) => label).filter((label) => !seen.has(label));
  if (missing.length === 0) return;
  const which = `class${missing.length > 1 ? "es" : ""} ${missing.join(", ")}`;
  throw new QuadrantError("bad-argument", `the train set has no item of ${which} of the model's ${classes}`, {
    remedy: "Use a stratified split, or a model with an output less.",
  });
}
