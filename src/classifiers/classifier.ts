import type { Matrix } from "../arrays";
import { QuadrantError } from "../errors";
import type { ModelJson } from "./model";

/**
 * What every classifier can do. X is (rows, columns), a row an item; y holds whole numbers of at least 0.
 *
 * As in scikit-learn a classifier knows only the labels it was shown: `classes` lists them, and the columns of
 * `predictProba` and `decisionFunction` follow that list. Where a fold may lack a class, alignColumns() brings the
 * columns back to those of all labels.
 */
export interface Classifier {
  /** The labels seen by fit, ascending; empty before. */
  readonly classes: Int32Array;
  /** Learns from labelled rows; fitting again forgets what was learnt. */
  fit(X: Matrix, y: ArrayLike<number>): this;
  /** The likeliest label of each row; the smaller label wins a tie. */
  predict(X: Matrix): Int32Array;
  /** A classifier of the same class and options that has learnt nothing. */
  unfitted(): this;
  /** Options and what was learnt; classifierFromJson() makes the same classifier of it. */
  toJSON(): ModelJson;
}

/** A classifier that gives probabilities; hasProbabilities() tells whether one does. */
export interface ProbabilisticClassifier extends Classifier {
  /** Probabilities, (rows, classes); each row sums to 1. */
  predictProba(X: Matrix): Matrix;
}

/** A classifier that gives scores on no particular scale. */
export interface ScoringClassifier extends Classifier {
  /** Scores, (rows, classes), the largest wins; with two classes (rows, 1), above 0 for the second, as scikit-learn. */
  decisionFunction(X: Matrix): Matrix;
}

/** Something that changes the columns, and may learn from the training rows how. */
export interface Transformer {
  /** @param y labels, for transformers that look at them (selection) */
  fit(X: Matrix, y?: ArrayLike<number>): this;
  transform(X: Matrix): Matrix;
  toJSON(): ModelJson;
}

/** Whether predictProba can be called. A class whose options decide has a property `probabilistic`. */
export function hasProbabilities(classifier: Classifier): classifier is ProbabilisticClassifier {
  if ("probabilistic" in classifier && classifier.probabilistic === false) return false;
  return "predictProba" in classifier && typeof classifier.predictProba === "function";
}

/**
 * Probabilities of all labels 0 to count - 1: a class that the classifier was not shown gets 0.
 *
 * @param columns (rows, classes.length), such as predictProba returns
 * @returns (rows, count)
 */
export function alignColumns({ data, shape: [rows, columns] }: Matrix, classes: Int32Array, count: number): Matrix {
  if (columns !== classes.length || classes.some((label) => label >= count)) {
    throw new QuadrantError("bad-argument", `${columns} columns of the classes ${[...classes]} as ${count} columns`);
  }
  const aligned = new Float32Array(rows * count);
  for (let row = 0; row < rows; row++) {
    for (let k = 0; k < columns; k++) aligned[row * count + classes[k]!] = data[row * columns + k]!;
  }
  return { data: aligned, shape: [rows, count] };
}

/** The column with the largest value of each row; the first of equal ones. */
export function argmaxRows({ data, shape }: { data: ArrayLike<number>; shape: readonly [number, number] }): Int32Array {
  const [rows, columns] = shape;
  const winners = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    let best = 0;
    for (let column = 1; column < columns; column++) {
      if (data[row * columns + column]! > data[row * columns + best]!) best = column;
    }
    winners[row] = best;
  }
  return winners;
}

/** Labels as positions in the list of those that occur. */
export interface EncodedLabels {
  /** Ascending. */
  readonly classes: Int32Array;
  /** Of each item: classes[codes[item]] is its label. */
  readonly codes: Int32Array;
  /** Items of each class. */
  readonly counts: Int32Array;
}

/** @throws QuadrantError "bad-argument" for labels that are not whole numbers of at least 0 */
export function encodeLabels(y: ArrayLike<number>): EncodedLabels {
  const seen = new Set<number>();
  for (let i = 0; i < y.length; i++) {
    const label = y[i]!;
    if (!Number.isInteger(label) || label < 0 || label > 0x7fffffff) {
      throw new QuadrantError("bad-argument", `label ${label} at ${i} is not a whole number of at least 0`, {
        remedy: "Give each class a number, 0 for the first.",
      });
    }
    seen.add(label);
  }
  const classes = Int32Array.from(seen).sort();
  const codeOf = new Map([...classes].map((label, code) => [label, code]));
  const codes = Int32Array.from(y, (label) => codeOf.get(label)!);
  const counts = new Int32Array(classes.length);
  for (const code of codes) counts[code]!++;
  return { classes, codes, counts };
}

/**
 * Guards the door of every fit and lists the classes.
 *
 * @param atLeast classes that the method needs: 2 for one that separates
 * @throws QuadrantError "bad-argument" when rows and labels differ in number, there are none, a value is not finite, or
 *   too few classes occur
 */
export function checkFit(X: Matrix, y: ArrayLike<number>, who: string, atLeast = 2): EncodedLabels {
  const [rows] = X.shape;
  if (rows !== y.length) {
    throw new QuadrantError("bad-argument", `${who}: ${rows} rows against ${y.length} labels`, {
      remedy: "Take X and y from the same items.",
    });
  }
  checkFilled(X, who);
  const labels = encodeLabels(y);
  if (labels.classes.length < atLeast) {
    throw new QuadrantError(
      "bad-argument",
      `${who} needs at least ${atLeast} classes; all ${rows} rows have the label ${labels.classes[0]}`,
      { remedy: "Use a stratified split, or drop the fold." },
    );
  }
  return labels;
}

/**
 * Guards the door of a fit without labels.
 *
 * @throws QuadrantError "bad-argument" when there are no rows or columns, or a value is not finite
 */
export function checkFilled(X: Matrix, who: string): void {
  const [rows, columns] = X.shape;
  if (rows === 0 || columns === 0) {
    throw new QuadrantError("bad-argument", `${who}: X is empty, ${rows} rows of ${columns} columns`, {
      remedy: "Give at least one row and one column: is a fold empty, or was every column left out?",
    });
  }
  checkFinite(X, who);
}

/**
 * Guards the door of every predict and transform.
 *
 * @param columns on how many the model was fitted
 */
export function checkColumns(X: Matrix, columns: number, who: string): void {
  if (X.shape[1] !== columns) {
    throw new QuadrantError("bad-argument", `${who} was fitted on ${columns} columns, not ${X.shape[1]}`, {
      remedy: "Give it the columns it was fitted on, in their order.",
    });
  }
  checkFinite(X, who);
}

/** Nothing times 0 is other than 0 but what is not finite. Four sums, since each waits for itself. */
function isFiniteThroughout(data: Float32Array): boolean {
  let [a, b, c, d] = [0, 0, 0, 0];
  const whole = data.length - (data.length % 4);
  for (let i = 0; i < whole; i += 4) {
    a += data[i]! * 0;
    b += data[i + 1]! * 0;
    c += data[i + 2]! * 0;
    d += data[i + 3]! * 0;
  }
  for (let i = whole; i < data.length; i++) a += data[i]! * 0;
  return a + b + c + d === 0;
}

/** @throws QuadrantError "bad-argument" that names the row and the column of the first value that is not finite */
export function checkFinite({ data, shape: [rows, columns] }: Matrix, who: string): void {
  if (data.length !== rows * columns) {
    throw new QuadrantError("bad-argument", `${who}: X holds ${data.length} values, not ${rows} x ${columns}`, {
      remedy: "Make data and shape agree.",
    });
  }
  if (isFiniteThroughout(data)) return;
  for (let i = 0; i < data.length; i++) {
    if (!Number.isFinite(data[i]!)) {
      throw new QuadrantError(
        "bad-argument",
        `${who}: X holds ${data[i]} in row ${Math.floor(i / columns)}, column ${i % columns}`,
        { remedy: "Leave the item out, or fill the value in, before fitting." },
      );
    }
  }
}
