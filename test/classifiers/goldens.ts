import assert from "node:assert/strict";
import type { Matrix } from "../../src/arrays";
import {
  LinearDiscriminantAnalysis,
  LinearSVC,
  LogisticRegression,
  MinMaxScaler,
  OneVsRestClassifier,
  PCA,
  QuadraticDiscriminantAnalysis,
  RidgeClassifier,
  SelectKBest,
  StandardScaler,
} from "../../src/classifiers";
import { golden } from "../golden";

/** scikit-learn's parameters by their names there. */
type Parameters = Readonly<Record<string, unknown>>;

export interface LinearGoldens {
  readonly data: Readonly<Record<string, { X: number[]; y: number[]; unseen: number[]; columns: number }>>;
  readonly linear: readonly {
    name: "LogisticRegression" | "RidgeClassifier" | "LinearSVC" | "LinearDiscriminantAnalysis";
    options: Parameters;
    data: string;
    intercept: number[];
    predicted: number[];
    scores: number[];
    coef?: number[];
    proba?: number[];
    transformed?: number[];
  }[];
  readonly quadratic: readonly {
    options: Parameters;
    data: string;
    scores: number[];
    proba: number[];
    predicted: number[];
  }[];
  readonly oneVsRest: readonly { data: string; scores: number[]; proba: number[]; predicted: number[] }[];
  readonly transformers: readonly {
    name: "StandardScaler" | "MinMaxScaler" | "PCA" | "SelectKBest";
    options: Parameters;
    data: string;
    transformed: number[];
    scores?: number[];
    ratios?: number[];
  }[];
  readonly relief: readonly { data: string; k: number; weights: number[] }[];
}

export const goldens = golden<LinearGoldens>("linear");

/** The training rows, their labels and unseen rows of a golden data set. */
export function dataOf(name: string): { X: Matrix; y: number[]; unseen: Matrix } {
  const { X, y, unseen, columns } = goldens.data[name]!;
  const matrix = (values: number[]): Matrix => ({
    data: Float32Array.from(values),
    shape: [values.length / columns, columns],
  });
  return { X: matrix(X), y, unseen: matrix(unseen) };
}

/** max_iter becomes maxIter. */
export function inCamelCase(options: Parameters): Parameters {
  return Object.fromEntries(
    Object.entries(options).map(([name, value]) => [
      name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase()),
      value,
    ]),
  );
}

const CLASSES = {
  LinearDiscriminantAnalysis,
  LinearSVC,
  LogisticRegression,
  MinMaxScaler,
  OneVsRestClassifier,
  PCA,
  QuadraticDiscriminantAnalysis,
  RidgeClassifier,
  SelectKBest,
  StandardScaler,
};

/** A model by scikit-learn's name and parameters. */
export function construct<Name extends keyof typeof CLASSES>(
  name: Name,
  options: Parameters,
): InstanceType<(typeof CLASSES)[Name]> {
  const found = CLASSES[name] as unknown as new (options: Parameters) => InstanceType<(typeof CLASSES)[Name]>;
  return new found(inCamelCase(options));
}

/** Fails with the largest difference and where it is. */
export function closest(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
  what: string,
  size: (value: number) => number = (value) => value,
): void {
  assert.equal(actual.length, expected.length, `${what}: length`);
  let worst = 0;
  const error = (i: number) => Math.abs(size(actual[i]!) - expected[i]!) / Math.max(1, Math.abs(expected[i]!));
  for (let i = 0; i < expected.length; i++) if (!(error(i) <= error(worst))) worst = i;
  assert.ok(
    error(worst) <= tolerance,
    `${what}: ${actual[worst]} against ${expected[worst]} at ${worst} of ${expected.length}, tolerance ${tolerance}`,
  );
}
