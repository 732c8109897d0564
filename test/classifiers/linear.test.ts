import assert from "node:assert/strict";
import { test } from "node:test";
import { LinearDiscriminantAnalysis } from "../../src/classifiers";
import { closest, construct, dataOf, goldens } from "./goldens";

/**
 * All are convex, with one answer: what is left is where each solver stops, and float32 of the results. It is relative
 * above 1.
 */
const TOLERANCE = 1e-4;
/** Stops that late only here: scikit-learn's goldens do too. */
const TIGHT = { tol: 1e-9, max_iter: 200_000 };

for (const { name, options, data, ...expected } of goldens.linear) {
  test(`${name} ${JSON.stringify(options)} answers as scikit-learn on ${data}`, () => {
    const { X, y, unseen } = dataOf(data);
    const iterative = name === "LogisticRegression" || name === "LinearSVC";
    const model = construct(name, iterative ? { ...TIGHT, ...options } : options).fit(X, y);
    assert.deepEqual([...model.predict(unseen)], expected.predicted);
    closest(model.decisionFunction(unseen).data, expected.scores, TOLERANCE, "scores");
    closest(model.intercept, expected.intercept, TOLERANCE, "intercept");
    if (expected.coef !== undefined) closest(model.coef, expected.coef, TOLERANCE, "coef");
    if (expected.proba !== undefined) {
      assert.ok("predictProba" in model);
      closest(model.predictProba(unseen).data, expected.proba, TOLERANCE, "probabilities");
    }
    if (expected.transformed !== undefined) {
      assert.ok(model instanceof LinearDiscriminantAnalysis);
      closest(model.transform(unseen).data, expected.transformed, TOLERANCE, "transformed", Math.abs);
    }
  });
}

for (const { options, data, ...expected } of goldens.quadratic) {
  test(`QuadraticDiscriminantAnalysis ${JSON.stringify(options)} answers as scikit-learn on ${data}`, () => {
    const { X, y, unseen } = dataOf(data);
    const model = construct("QuadraticDiscriminantAnalysis", options).fit(X, y);
    assert.deepEqual([...model.predict(unseen)], expected.predicted);
    closest(model.decisionFunction(unseen).data, expected.scores, TOLERANCE, "scores");
    closest(model.predictProba(unseen).data, expected.proba, TOLERANCE, "probabilities");
  });
}

for (const { data, ...expected } of goldens.oneVsRest) {
  test(`OneVsRestClassifier answers as scikit-learn on ${data}`, () => {
    const { X, y, unseen } = dataOf(data);
    const estimator = construct("LogisticRegression", TIGHT);
    const model = construct("OneVsRestClassifier", { estimator }).fit(X, y);
    assert.deepEqual([...model.predict(unseen)], expected.predicted);
    closest(model.decisionFunction(unseen).data, expected.scores, TOLERANCE, "scores");
    closest(model.predictProba(unseen).data, expected.proba, TOLERANCE, "probabilities");
    assert.equal(estimator.classes.length, 0, "the estimator that was given is left unfitted");
  });
}
