import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  accuracyScore,
  balancedAccuracyScore,
  cohenKappaScore,
  confusionMatrix,
  macroF1Score,
  matthewsCorrcoef,
  type PrecisionRecall,
  precisionRecallFscore,
  scoreByGroup,
} from "../../../src/evaluation";
import { golden } from "../../golden";
import { assertClose, assertRefused, type GoldenNumber } from "../close";

interface Case {
  readonly truth: number[];
  readonly predicted: number[];
  readonly accuracy: number;
  readonly balancedAccuracy: number;
  readonly kappa: GoldenNumber;
  readonly mcc: number;
  readonly confusion: number[][];
  readonly perClass: (PrecisionRecall & { support: number })[];
  readonly macro: PrecisionRecall;
  readonly weighted: PrecisionRecall;
  readonly micro: PrecisionRecall;
}

const { cases } = golden<{ cases: Case[] }>("labels-scored");
const CLASSES = 4;

cases.forEach(({ truth, predicted, ...expected }, index) => {
  test(`labels, case ${index}: scikit-learn's scores`, () => {
    assert.deepEqual([...confusionMatrix(truth, predicted, CLASSES).counts], expected.confusion.flat());
    assertClose(accuracyScore(truth, predicted), expected.accuracy, "accuracy");
    assertClose(balancedAccuracyScore(truth, predicted, CLASSES), expected.balancedAccuracy, "balanced accuracy");
    assertClose(cohenKappaScore(truth, predicted, CLASSES), expected.kappa, "kappa");
    assertClose(matthewsCorrcoef(truth, predicted, CLASSES), expected.mcc, "mcc");
    assertClose(macroF1Score(truth, predicted, CLASSES), expected.macro.f1, "macro F1");
    const scores = precisionRecallFscore(truth, predicted, CLASSES);
    for (const average of ["macro", "weighted", "micro"] as const) {
      const { precision, recall, f1 } = scores[average];
      const { precision: p, recall: r, f1: f } = expected[average];
      assertClose([precision, recall, f1], [p, r, f], average);
    }
    scores.perClass.forEach(({ precision, recall, f1, support }, label) => {
      const wanted = expected.perClass[label]!;
      assertClose(
        [precision, recall, f1, support],
        [wanted.precision, wanted.recall, wanted.f1, wanted.support],
        `class ${label}`,
      );
    });
  });
});

test("groups are scored by themselves, in the order of their names", () => {
  const truth = [0, 0, 1, 1, 1];
  const predicted = [0, 1, 1, 1, 0];
  const scores = scoreByGroup(["jazz", "folk", "folk", "jazz", "folk"], (items) =>
    accuracyScore(
      items.map((item) => truth[item]!),
      items.map((item) => predicted[item]!),
    ),
  );
  assert.deepEqual(scores, [
    { group: "folk", items: 3, score: 1 / 3 },
    { group: "jazz", items: 2, score: 1 },
  ]);
});

const labelled = fc
  .integer({ min: 1, max: 60 })
  .chain((items) =>
    fc.tuple(...[0, 1].map(() => fc.array(fc.nat(CLASSES - 1), { minLength: items, maxLength: items }))),
  )
  .map(([truth, predicted]) => ({ truth: truth!, predicted: predicted! }));

test("scores keep their bounds, whatever the labels", () => {
  fc.assert(
    fc.property(labelled, ({ truth, predicted }) => {
      const { macro, weighted, micro } = precisionRecallFscore(truth, predicted, CLASSES);
      const shares = [macro, weighted, micro].flatMap(({ precision, recall, f1 }) => [precision, recall, f1]);
      const balanced = balancedAccuracyScore(truth, predicted, CLASSES);
      for (const share of [...shares, balanced]) assert.ok(share >= 0 && share <= 1 + 1e-12, `${share}`);
      assert.ok(Math.abs(matthewsCorrcoef(truth, predicted, CLASSES)) <= 1 + 1e-12);
      assert.ok(Math.abs(micro.f1 - accuracyScore(truth, predicted)) < 1e-12);
    }),
  );
});

test("neither the order of the items nor the names of the classes change a score", () => {
  fc.assert(
    fc.property(labelled, ({ truth, predicted }) => {
      const reverse = (values: readonly number[]) => [...values].reverse();
      const rename = (values: readonly number[]) => values.map((label) => CLASSES - 1 - label);
      for (const score of [balancedAccuracyScore, macroF1Score, matthewsCorrcoef]) {
        const here = score(truth, predicted, CLASSES);
        assertClose(score(reverse(truth), reverse(predicted), CLASSES), here, "reversed");
        assertClose(score(rename(truth), rename(predicted), CLASSES), here, "renamed");
      }
    }),
  );
});

const REFUSED: [string, () => unknown, RegExp][] = [
  ["an unknown true label", () => confusionMatrix([0, 4], [0, 0], 4), /label 4 at 1 is not one of 0 to 3/],
  ["an unknown predicted label", () => confusionMatrix([0, 3], [0, -1], 4), /label -1 at 1 is not one of 0 to 3/],
  ["lists of different length", () => accuracyScore([0, 1], [0]), /2 true labels against 1 predictions/],
  ["infinity among predictions", () => accuracyScore([0, 1], [0, Number.POSITIVE_INFINITY]), /Infinity at 1/],
  ["nothing", () => accuracyScore([], []), /0 true labels against 0 predictions/],
  ["a label that is NaN", () => accuracyScore([0, Number.NaN], [0, 0]), /the true values hold NaN at 1/],
  ["no items by group", () => scoreByGroup([], () => 1), /no items to score by group/],
  ["an item without a group", () => scoreByGroup(["a", ""], () => 1), /item 1 has no group/],
];
for (const [what, call, message] of REFUSED) {
  test(`${what}: refused`, () => assertRefused(call, message));
}
