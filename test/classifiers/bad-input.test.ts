import assert from "node:assert/strict";
import { test } from "node:test";
import type { Matrix } from "../../src/arrays";
import {
  AdaBoostClassifier,
  type Classifier,
  DecisionTreeClassifier,
  DummyClassifier,
  GaussianNB,
  HistGradientBoostingClassifier,
  hasProbabilities,
  KNeighborsClassifier,
  LinearDiscriminantAnalysis,
  LinearSVC,
  LogisticRegression,
  MLPClassifier,
  OneVsRestClassifier,
  QuadraticDiscriminantAnalysis,
  RandomForestClassifier,
  RidgeClassifier,
  SVC,
} from "../../src/classifiers";
import { QuadrantError } from "../../src/errors";
import { golden } from "../golden";
import { type SyntheticData, synthetic, takeRows } from "./synthetic";

interface Answer {
  readonly classes: number[];
  readonly predicted: number[];
}

interface Golden {
  readonly data: SyntheticData;
  /** Of each model and input; null where scikit-learn refuses. */
  readonly answers: Record<string, Record<string, Answer | null>>;
}

const { data, answers } = golden<Golden>("bad-input");
const models: Record<string, () => Classifier> = {
  DecisionTreeClassifier: () => new DecisionTreeClassifier(),
  RandomForestClassifier: () => new RandomForestClassifier({ nEstimators: 10 }),
  AdaBoostClassifier: () => new AdaBoostClassifier(),
  HistGradientBoostingClassifier: () => new HistGradientBoostingClassifier({ maxIter: 5, minSamplesLeaf: 2 }),
  SVC: () => new SVC(),
  KNeighborsClassifier: () => new KNeighborsClassifier(),
  GaussianNB: () => new GaussianNB(),
  MLPClassifier: () => new MLPClassifier({ maxIter: 5 }),
  DummyClassifier: () => new DummyClassifier(),
  LogisticRegression: () => new LogisticRegression({ tol: 1e-8, maxIter: 10_000 }),
  RidgeClassifier: () => new RidgeClassifier(),
  LinearSVC: () => new LinearSVC({ tol: 1e-8, maxIter: 100_000 }),
  LinearDiscriminantAnalysis: () => new LinearDiscriminantAnalysis(),
  QuadraticDiscriminantAnalysis: () => new QuadraticDiscriminantAnalysis(),
  OneVsRestClassifier: () =>
    new OneVsRestClassifier({ estimator: new LogisticRegression({ tol: 1e-8, maxIter: 10_000 }) }),
};
const { X, y, T } = synthetic(data);
const tests = takeRows(T, [...Array(10).keys()]);
const change = (value: number, at: (row: number, column: number) => boolean): Matrix => {
  const columns = X.shape[1];
  return { data: X.data.map((old, i) => (at(Math.floor(i / columns), i % columns) ? value : old)), shape: X.shape };
};
const known = [...y.keys()].filter((row) => y[row] !== 1);
const inputs: Record<string, [Matrix, ArrayLike<number>]> = {
  "one class": [X, y.map(() => 2)],
  "all columns constant": [change(1, () => true), y],
  "one column constant": [change(5, (_, column) => column === 2), y],
  infinite: [change(Number.POSITIVE_INFINITY, (row, column) => row === 3 && column === 4), y],
  NaN: [change(Number.NaN, (row, column) => row === 3 && column === 4), y],
  "more columns than rows": [takeRows(X, [0, 1, 2, 3, 4, 5]), y.slice(0, 6)],
  "a class missing": [takeRows(X, known), known.map((row) => y[row]!)],
  "one row": [takeRows(X, [0]), y.slice(0, 1)],
  "lengths differ": [X, y.slice(0, -1)],
};
/** scikit-learn's trees, boosting and floors take NaN and partly infinities; here every classifier refuses them. */
const REFUSED_HERE = new Set(["NaN", "infinite"]);
/** scikit-learn stumbles with an IndexError; here the commonest class is the answer. */
const ANSWERED_HERE = "LinearDiscriminantAnalysis, all columns constant";
/**
 * Where rounding alone decides: six rows are parted equally well in many ways, and exp and log differ from numpy's in the
 * last bit; the votes of a constant kernel are sums that cancel to 0; and of constant columns two classes are equally
 * likely, being equally frequent.
 */
const TIED = new Set([
  "AdaBoostClassifier, more columns than rows",
  ...["SVC", "LogisticRegression", "LinearSVC", "OneVsRestClassifier"].map((name) => `${name}, all columns constant`),
]);

for (const [name, make] of Object.entries(models)) {
  for (const [what, [A, labels]] of Object.entries(inputs)) {
    if (`${name}, ${what}` === ANSWERED_HERE) continue;
    const expected = REFUSED_HERE.has(what) ? null : answers[name]![what]!;
    test(`${name}, ${what}: ${expected === null ? "a tagged error" : "scikit-learn's answer"}`, () => {
      const run = () => make().fit(A, labels).predict(tests);
      if (expected === null) {
        assert.throws(run, (error) => error instanceof QuadrantError && error.tag === "bad-argument");
        return;
      }
      if (!TIED.has(`${name}, ${what}`)) assert.deepEqual([...run()], expected.predicted);
      const model = make().fit(A, labels);
      assert.deepEqual([...model.classes], expected.classes);
      if (hasProbabilities(model)) assert.deepEqual(model.predictProba(tests).shape, [10, expected.classes.length]);
    });
  }

  test(`${name} refuses other columns than it was fitted on, and to answer before fit`, () => {
    const narrow: Matrix = { data: new Float32Array(3), shape: [1, 3] };
    assert.throws(() => make().predict(X), /was not fitted/);
    if (name !== "DummyClassifier") assert.throws(() => make().fit(X, y).predict(narrow), /on 8 columns, not 3/);
  });
}

test(`${ANSWERED_HERE}: the commonest class, where scikit-learn stumbles`, () => {
  const [A, labels] = inputs["all columns constant"]!;
  const counts = Array.from({ length: 4 }, (_, label) => y.filter((own) => own === label).length);
  const commonest = counts.indexOf(Math.max(...counts));
  const predicted = new LinearDiscriminantAnalysis().fit(A, labels).predict(A);
  assert.ok(predicted.every((label) => label === commonest));
});

test("a lone class is the answer of every solver, with scikit-learn's scores where it has any", () => {
  const [A, labels] = inputs["one class"]!;
  const ridge = new RidgeClassifier().fit(A, labels);
  assert.deepEqual([...ridge.intercept], [-1]);
  assert.ok(ridge.coef.every((weight) => weight === 0));
  assert.ok(ridge.decisionFunction(tests).data.every((score) => score === -1));
  const rest = new OneVsRestClassifier(new LogisticRegression()).fit(A, labels);
  assert.deepEqual(rest.decisionFunction(tests), { data: new Float32Array(10), shape: [10, 1] });
  assert.ok(rest.predictProba(tests).data.every((share) => share === 1));
  const analysis = new LinearDiscriminantAnalysis().fit(A, labels);
  assert.deepEqual(analysis.decisionFunction(tests), { data: new Float32Array(10), shape: [10, 1] });
  assert.deepEqual(analysis.transform(tests).shape, [10, 0]);
  assert.throws(() => new LinearDiscriminantAnalysis({ nComponents: 1 }).fit(A, labels), /nComponents = 1/);
  // scikit-learn looks for a second class where the score of the lone one is above 0.
  const others = [
    new RidgeClassifier({ fitIntercept: false }),
    new LinearDiscriminantAnalysis({ solver: "lsqr", shrinkage: "auto" }),
    new LinearDiscriminantAnalysis({ solver: "eigen" }),
  ];
  for (const model of others)
    assert.ok(
      model
        .fit(A, labels)
        .predict(tests)
        .every((label) => label === 2),
    );
});
