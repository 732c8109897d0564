import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  concordanceCorrelation,
  meanAbsoluteError,
  pearsonCorrelation,
  r2Score,
  rootMeanSquaredError,
} from "../../../src/evaluation";
import { golden } from "../../golden";
import { assertClose, assertRefused, type GoldenNumber } from "../close";

interface Case {
  readonly truth: number[];
  readonly predicted: number[];
  readonly r2: number;
  readonly rmse: number;
  readonly mae: number;
  readonly pearson: GoldenNumber;
  readonly ccc: GoldenNumber;
}

const { cases } = golden<{ cases: Case[] }>("numbers-scored");

/** Values near a million with a spread of 1 lose six digits to their mean, in the judges too. */
const FAR_FROM_ZERO = 1e-10;

cases.forEach(({ truth, predicted, ...expected }, index) => {
  test(`numbers, case ${index}: scores of scikit-learn, scipy and Lin's formula`, () => {
    const tolerance = Math.abs(truth[0]!) > 1e5 ? FAR_FROM_ZERO : undefined;
    assertClose(r2Score(truth, predicted), expected.r2, "R2", tolerance);
    assertClose(rootMeanSquaredError(truth, predicted), expected.rmse, "RMSE", tolerance);
    assertClose(meanAbsoluteError(truth, predicted), expected.mae, "MAE", tolerance);
    assertClose(pearsonCorrelation(truth, predicted), expected.pearson, "Pearson", tolerance);
    assertClose(concordanceCorrelation(truth, predicted), expected.ccc, "CCC", tolerance);
  });
});

const pairs = fc.array(fc.tuple(fc.integer({ min: -99, max: 99 }), fc.integer({ min: -99, max: 99 })), {
  minLength: 2,
  maxLength: 40,
});

test("CCC is nearer to 0 than Pearson's r, symmetric, and blames an offset that r forgives", () => {
  fc.assert(
    fc.property(pairs, (values) => {
      const x = values.map(([a]) => a);
      const y = values.map(([, b]) => b);
      const r = pearsonCorrelation(x, y);
      fc.pre(Number.isFinite(r));
      const ccc = concordanceCorrelation(x, y);
      assert.ok(Math.abs(ccc) <= Math.abs(r) + 1e-12);
      assertClose(concordanceCorrelation(y, x), ccc, "turned around");
      const shifted = y.map((value) => value + 300);
      assertClose(pearsonCorrelation(x, shifted), r, "r, shifted", 1e-9);
      assert.ok(Math.abs(concordanceCorrelation(x, shifted)) <= Math.abs(ccc) + 0.5);
    }),
  );
});

const REFUSED: [string, () => unknown, RegExp][] = [
  ["NaN", () => r2Score([1, Number.NaN], [1, 2]), /the true values hold NaN at 1[\s\S]*leave the item out/],
  ["infinity", () => rootMeanSquaredError([1], [Number.NEGATIVE_INFINITY]), /the predictions hold -Infinity at 0/],
  ["different lengths", () => meanAbsoluteError([1, 2], [1]), /2 true labels against 1 predictions/],
  ["NaN in concordance", () => concordanceCorrelation([1, 2], [1, Number.NaN]), /the predictions hold NaN at 1/],
  ["nothing", () => rootMeanSquaredError([], []), /0 true labels against 0/],
  ["a single item", () => pearsonCorrelation([1], [1]), /1 item: at least 2 are needed/],
];
for (const [what, call, message] of REFUSED) {
  test(`${what}: refused`, () => assertRefused(call, message));
}

test("a constant is a constant, though its mean would be rounded", () => {
  // scikit-learn answers -2e33 here: numpy's mean of seven times 0.1 is not 0.1.
  const constant = Array(7).fill(0.1);
  assert.equal(r2Score(constant, [1, 2, 3, 4, 5, 6, 7]), 0);
  assert.ok(Number.isNaN(pearsonCorrelation(constant, [1, 2, 3, 4, 5, 6, 7])));
});
