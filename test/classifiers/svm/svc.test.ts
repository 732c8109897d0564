import assert from "node:assert/strict";
import { test } from "node:test";
import type { Matrix } from "../../../src/arrays";
import { SVC, type SVCOptions } from "../../../src/classifiers";
import { golden } from "../../golden";
import { closest } from "../closest";
import { type SyntheticData, synthetic } from "../synthetic";

interface Case {
  readonly data: SyntheticData;
  readonly options: SVCOptions;
  readonly support: number[];
  readonly nSupport: number[];
  readonly dualCoef: number[][];
  readonly intercept: number[];
  readonly predicted: number[];
  readonly decision: number[][];
  readonly proba?: number[][];
}

interface Golden {
  readonly cases: Case[];
  readonly precomputed: { data: SyntheticData; predicted: number[]; decision: number[][]; support: number[] };
}

const { cases, precomputed } = golden<Golden>("svc");
/** Both stop once no pair violates the optimum by more than tol = 1e-3, on paths that differ by rounding. */
const SOLVER_TOLERANCE = 1e-3;

for (const { data, options, ...expected } of cases) {
  test(`SVC answers as scikit-learn's: seed ${data.seed}, ${JSON.stringify(options)}`, () => {
    const { X, y, T } = synthetic(data);
    const model = new SVC(options).fit(X, y);
    assert.deepEqual([...model.support], expected.support);
    assert.deepEqual([...model.nSupport], expected.nSupport);
    closest(model.dualCoef, expected.dualCoef.flat(), SOLVER_TOLERANCE, "dualCoef");
    closest(model.intercept, expected.intercept, SOLVER_TOLERANCE, "intercept");
    closest(model.decisionFunction(T).data, expected.decision.flat(), SOLVER_TOLERANCE, "decision");
    assert.deepEqual([...model.predict(T)], expected.predicted);
    if (expected.proba) closest(model.predictProba(T).data, expected.proba.flat(), SOLVER_TOLERANCE, "proba");
  });
}

test("a precomputed kernel gives scikit-learn's answers, and must be square for fit", () => {
  const { X, y, T } = synthetic(precomputed.data);
  const model = new SVC({ kernel: "precomputed" }).fit(gram(X, X), y);
  assert.deepEqual([...model.support], precomputed.support);
  closest(model.decisionFunction(gram(T, X)).data, precomputed.decision.flat(), SOLVER_TOLERANCE, "decision");
  assert.deepEqual([...model.predict(gram(T, X))], precomputed.predicted);
  assert.throws(() => new SVC({ kernel: "precomputed" }).fit(X, y), /must be square, not 80 x 8/);
});

test("probabilities are refused unless asked for, and options are checked", () => {
  const { X, y } = synthetic(precomputed.data);
  const model = new SVC().fit(X, y);
  assert.equal(model.probabilistic, false);
  assert.throws(() => model.predictProba(X), /probability = false/);
  assert.throws(() => new SVC({ C: 0 }), /C = 0/);
  assert.throws(() => new SVC({ breakTies: true, decisionFunctionShape: "ovo" }), /breakTies/);
});

test("maxIter stops the solver and says so", () => {
  const { X, y } = synthetic(precomputed.data);
  assert.equal(new SVC({ maxIter: 2 }).fit(X, y).converged, false);
  assert.equal(new SVC().fit(X, y).converged, true);
});

function gram(A: Matrix, B: Matrix): Matrix {
  const columns = A.shape[1];
  const data = Float32Array.from({ length: A.shape[0] * B.shape[0] }, (_, at) => {
    const i = Math.floor(at / B.shape[0]);
    const j = at % B.shape[0];
    let sum = 0;
    for (let k = 0; k < columns; k++) sum += A.data[i * columns + k]! * B.data[j * columns + k]!;
    return sum;
  });
  return { data, shape: [A.shape[0], B.shape[0]] };
}

test("a decision value of exactly 0 is a vote for the second class, as in LIBSVM", () => {
  const X: Matrix = { data: Float32Array.from([-1, 1]), shape: [2, 1] };
  const model = new SVC({ kernel: "linear" }).fit(X, [0, 1]);
  const middle: Matrix = { data: Float32Array.of(0), shape: [1, 1] };
  assert.equal(Math.abs(model.decisionFunction(middle).data[0]!), 0);
  assert.deepEqual([...model.predict(middle)], [1]);
});
