import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  averagePrecisionScore,
  brierScoreLoss,
  calibration,
  calibrationOfClass,
  logLoss,
  multiclassAveragePrecision,
  multiclassPrecisionRecallCurves,
  multiclassRocAuc,
  multiclassRocCurves,
  multilabelAveragePrecision,
  multilabelPrecisionRecallCurves,
  multilabelRocAuc,
  multilabelRocCurves,
  multilabelScores,
  type PrecisionRecall,
  type PrecisionRecallCurve,
  precisionRecallCurve,
  type RocCurve,
  rocAucScore,
  rocCurve,
} from "../../../src/evaluation";
import { golden } from "../../golden";
import { assertClose, assertRefused, type GoldenNumber } from "../close";

type Averages = Readonly<Record<"macro" | "weighted" | "micro", GoldenNumber>>;
const AVERAGES = ["macro", "weighted", "micro"] as const;

interface Case {
  readonly truth: number[];
  readonly shape: [number, number];
  readonly proba: number[];
  readonly logLoss: number;
  readonly logLossFloat32: number;
  readonly brier: number;
  readonly binaryBrier: number;
  readonly binaryLogLoss: number;
  readonly auc: Averages;
  readonly aucFirst: GoldenNumber;
  readonly averagePrecision: Averages;
  readonly roc: Readonly<Record<"fpr" | "tpr" | "thresholds", GoldenNumber[]>>;
  readonly pr: Readonly<Record<"precision" | "recall" | "thresholds", number[]>>;
  readonly calibrationError: Readonly<Record<string, number>>;
  /** Frequencies and mean probabilities of the bins that hold items. */
  readonly calibrationCurves: Readonly<Record<string, [number[], number[]] | null>>;
}

interface TagCase extends Readonly<Record<"macro" | "weighted" | "micro", PrecisionRecall>> {
  readonly shape: [number, number];
  readonly truth: number[];
  readonly scores: number[];
  readonly decided: number[];
  readonly subsetAccuracy: number;
  readonly hammingLoss: number;
  readonly auc: Averages;
  readonly averagePrecision: Averages;
}

const { cases } = golden<{ cases: Case[] }>("probabilities-scored");
const tags = golden<{ cases: TagCase[] }>("tags-scored").cases;

/** scikit-learn computes with float32 throughout where probabilities are float32. */
const FLOAT32 = 1e-6;

/** By the trapezium rule. */
function areaUnder({ falsePositiveRate: x, truePositiveRate: y }: RocCurve): number {
  return x.reduce((sum, at, i) => (i === 0 ? 0 : sum + ((at - x[i - 1]!) * (y[i]! + y[i - 1]!)) / 2), 0);
}

/** By rectangles. */
function meanPrecision({ precision, recall }: PrecisionRecallCurve): number {
  return recall.reduce((sum, at, i) => (i === 0 ? 0 : sum + (recall[i - 1]! - at) * precision[i - 1]!), 0);
}

cases.forEach(({ truth, shape, proba, ...expected }, index) => {
  const scores = { data: proba, shape };
  const first = proba.filter((_, i) => i % shape[1] === 0);
  const isFirst = truth.map((label) => (label === 0 ? 1 : 0));

  test(`probabilities, case ${index}: scikit-learn's log-loss and Brier score`, () => {
    assertClose(logLoss(truth, scores), expected.logLoss, "log-loss");
    const float32 = { data: Float32Array.from(proba), shape };
    assertClose(logLoss(truth, float32), expected.logLossFloat32, "log-loss of float32", FLOAT32);
    assertClose(brierScoreLoss(truth, scores), expected.brier, "Brier");
    assertClose(logLoss(isFirst, first), expected.binaryLogLoss, "log-loss of one class");
    assertClose(brierScoreLoss(isFirst, first), expected.binaryBrier, "Brier of one class");
  });

  test(`probabilities, case ${index}: scikit-learn's curves and areas`, () => {
    const roc = rocCurve(isFirst, first);
    assertClose(roc.falsePositiveRate, expected.roc.fpr, "false positive rate");
    assertClose(roc.truePositiveRate, expected.roc.tpr, "true positive rate");
    assertClose(roc.thresholds, expected.roc.thresholds, "thresholds");
    const pr = precisionRecallCurve(isFirst, first);
    assertClose(pr.precision, expected.pr.precision, "precision");
    assertClose(pr.recall, expected.pr.recall, "recall");
    assertClose(pr.thresholds, expected.pr.thresholds, "thresholds of precision and recall");
    assertClose(rocAucScore(isFirst, first), expected.aucFirst, "area of one class");
    const rocs = multiclassRocCurves(truth, scores);
    assert.deepEqual([rocs.perClass.length, rocs.perClass[0]], [shape[1], roc]);
    assertClose(areaUnder(rocs.micro), expected.auc.micro, "area of all pairs");
    const prs = multiclassPrecisionRecallCurves(truth, scores);
    assert.deepEqual([prs.perClass.length, prs.perClass[0]], [shape[1], pr]);
    assertClose(meanPrecision(prs.micro), expected.averagePrecision.micro, "average precision of all pairs");
    for (const average of AVERAGES) {
      assertClose(multiclassRocAuc(truth, scores, average), expected.auc[average], `${average} area`);
      const precision = multiclassAveragePrecision(truth, scores, average);
      assertClose(precision, expected.averagePrecision[average], `${average} average precision`);
    }
  });

  test(`probabilities, case ${index}: calibration error by its formula, curves as scikit-learn's`, () => {
    for (const [nBins, error] of Object.entries(expected.calibrationError)) {
      assertClose(calibration(truth, scores, { nBins: Number(nBins) }).expectedError, error, `error in ${nBins} bins`);
    }
    for (const [name, curve] of Object.entries(expected.calibrationCurves)) {
      const [strategy, nBins] = name.split(" ");
      if (strategy !== "uniform" && strategy !== "quantile") assert.fail(name);
      if (curve === null) continue;
      const { bins } = calibrationOfClass(isFirst, first, { strategy, nBins: Number(nBins) });
      const filled = bins.filter(({ count }) => count > 0);
      assertClose(
        filled.map(({ frequency }) => frequency),
        curve[0],
        `${name}: frequencies`,
      );
      assertClose(
        filled.map(({ confidence }) => confidence),
        curve[1],
        `${name}: confidences`,
      );
    }
  });
});

tags.forEach(({ shape, truth, scores, decided, ...expected }, index) => {
  test(`tags, case ${index}: the curves have scikit-learn's areas`, () => {
    const [actual, given] = [
      { data: truth, shape },
      { data: scores, shape },
    ];
    const rocs = multilabelRocCurves(actual, given);
    assertClose(areaUnder(rocs.micro), expected.auc.micro, "area of all pairs");
    const areas = rocs.perClass.map(areaUnder);
    assertClose(
      areas.reduce((sum, area) => sum + area / shape[1], 0),
      expected.auc.macro,
      "mean of areas",
    );
    const prs = multilabelPrecisionRecallCurves(actual, given);
    assertClose(meanPrecision(prs.micro), expected.averagePrecision.micro, "average precision of all pairs");
    const means = prs.perClass.map(meanPrecision);
    assertClose(
      means.reduce((sum, area) => sum + area / shape[1], 0),
      expected.averagePrecision.macro,
      "mean precision",
    );
  });

  test(`tags, case ${index}: scikit-learn's scores`, () => {
    const actual = { data: truth, shape };
    const { f, subsetAccuracy, hammingLoss } = multilabelScores(actual, { data: decided, shape });
    assertClose([subsetAccuracy, hammingLoss], [expected.subsetAccuracy, expected.hammingLoss], "subset, Hamming");
    for (const average of AVERAGES) {
      const { precision, recall, f1 } = f[average];
      const wanted = expected[average];
      assertClose([precision, recall, f1], [wanted.precision, wanted.recall, wanted.f1], average);
      const given = { data: scores, shape };
      assertClose(multilabelRocAuc(actual, given, average), expected.auc[average], `${average} area`);
      const area = multilabelAveragePrecision(actual, given, average);
      assertClose(area, expected.averagePrecision[average], `${average} average precision`);
    }
  });
});

test("the largest gap of a bin is the maximum error, and an empty bin has none", () => {
  const { bins, expectedError, maximumError } = calibrationOfClass([1, 0, 1, 1], [0.9, 0.8, 0.9, 0.1], { nBins: 2 });
  assert.deepEqual(
    bins.map(({ low, high, count }) => [low, high, count]),
    [
      [0, 0.5, 1],
      [0.5, 1, 3],
    ],
  );
  assertClose(maximumError, 0.9, "maximum");
  assertClose(expectedError, (0.9 + 3 * (2.6 / 3 - 2 / 3)) / 4, "expected");
  assert.ok(Number.isNaN(calibrationOfClass([1], [0.9], { nBins: 2 }).bins[0]!.frequency));
});

test("bins are 15 unless told otherwise, and end at 0 and 1, or at the least and the most", () => {
  assert.equal(calibration([0], { data: [1, 0], shape: [1, 2] }).bins.length, 15);
  for (const nBins of [1, 7, 49, 98]) {
    const { bins } = calibrationOfClass([1, 0], [1, 0.3], { nBins });
    assert.deepEqual([bins.length, bins[0]!.low, bins.at(-1)!.high], [nBins, 0, 1]);
  }
  const { bins } = calibrationOfClass([1, 0, 1], [0.9, 0.3, 0.5], { nBins: 2, strategy: "quantile" });
  assert.deepEqual([bins[0]!.low, bins[0]!.high, bins[1]!.high], [0.3, 0.5, 0.9]);
});

test("certainty that is right costs machine epsilon, a sum that half precision leaves passes", () => {
  // scikit-learn 1.9: log_loss([0], [[1, 0]], labels=[0, 1]) is 2.220446049250313e-16.
  const cost = logLoss([0], { data: [1, 0], shape: [1, 2] });
  assert.ok(Math.abs(cost - 2.220446049250313e-16) < 1e-30, `${cost}`);
  assert.ok(Number.isFinite(logLoss([0], { data: [0.5, 0.5008], shape: [1, 2] })));
});

test("a single tag is its own mean, and tags that nobody has weigh nothing", () => {
  const [truth, scores] = [
    { data: [1, 0, 1], shape: [3, 1] as const },
    { data: [0.9, 0.8, 0.7], shape: [3, 1] as const },
  ];
  assert.equal(multilabelRocAuc(truth, scores), rocAucScore(truth.data, scores.data));
  const none = { data: [0, 0, 0], shape: [3, 1] as const };
  // scikit-learn 1.9: average_precision_score of an indicator without ones, average="weighted", is 0.
  assert.equal(multilabelAveragePrecision(none, scores, "weighted"), 0);
});

const ranked = fc.array(fc.record({ of: fc.nat(1), score: fc.integer({ min: -5, max: 5 }) }), {
  minLength: 2,
  maxLength: 40,
});

test("the area is the share of pairs in the right order, ties as half, and turning the scores around turns it", () => {
  fc.assert(
    fc.property(ranked, (items) => {
      const truth = items.map(({ of }) => of);
      const scores = items.map(({ score }) => score);
      const pairs = items.flatMap((a) => items.filter((b) => a.of === 1 && b.of === 0).map((b) => a.score - b.score));
      const area = rocAucScore(truth, scores);
      if (pairs.length === 0) {
        assert.ok(Number.isNaN(area));
        return;
      }
      const won = pairs.reduce((sum, gap) => sum + (gap > 0 ? 1 : gap === 0 ? 0.5 : 0), 0);
      assertClose(area, won / pairs.length, "area");
      assertClose(
        rocAucScore(
          truth,
          scores.map((score) => -score),
        ),
        1 - area,
        "turned around",
      );
      const precision = averagePrecisionScore(truth, scores);
      assert.ok(precision >= 0 && precision <= 1);
    }),
  );
});

test("calibration errors lie between 0 and 1, the expected one at most the maximum", () => {
  const shares = fc.array(fc.tuple(fc.nat(1), fc.double({ min: 0, max: 1, noNaN: true })), { minLength: 1 });
  fc.assert(
    fc.property(shares, fc.integer({ min: 1, max: 20 }), (items, nBins) => {
      const { expectedError, maximumError } = calibrationOfClass(
        items.map(([outcome]) => outcome),
        items.map(([, share]) => share),
        { nBins },
      );
      assert.ok(expectedError >= 0 && expectedError <= maximumError + 1e-12 && maximumError <= 1);
    }),
  );
});

const two = (...rows: [number, number][]) => ({ data: rows.flat(), shape: [rows.length, 2] as const });
const REFUSED: [string, () => unknown, RegExp][] = [
  [
    "a row that does not sum to 1",
    () => logLoss([0], two([0.5, 0.4])),
    /item 0 sum to 0\.9, not to 1[\s\S]*softmax|Divide/,
  ],
  ["a negative probability", () => brierScoreLoss([0], two([1.2, -0.2])), /1\.2 of item 0 is no probability/],
  ["NaN among probabilities", () => logLoss([0, 1], two([1, 0], [Number.NaN, 1])), /the scores hold NaN at 2/],
  ["a class without a column", () => logLoss([0, 2], two([1, 0], [0, 1])), /label 2 at 1 is not one of 0 to 1/],
  ["fewer rows than labels", () => logLoss([0, 1, 1], two([1, 0], [0, 1])), /3 true labels against 2 rows/],
  ["a shape that lies", () => multiclassRocAuc([0], { data: [1], shape: [1, 2] }), /shape \(1, 2\) does not hold 1/],
  ["an infinite score", () => rocAucScore([0, 1], [0, Number.POSITIVE_INFINITY]), /Infinity at 1/],
  ["a label that is neither", () => rocCurve([0, 2], [0, 1]), /label 2 at 1 is not one of 0 to 1/],
  ["a sum that is off by 0.0012", () => logLoss([0], two([0.5, 0.5012])), /item 0 sum to 1\.001/],
  ["an event that is neither", () => calibrationOfClass([0, 2], [0.1, 0.9]), /label 2 at 1 is not one of 0 to 1/],
  ["fewer probabilities than events", () => calibrationOfClass([0, 1], [0.1]), /2 true labels against 1/],
  ["an area of tags of another shape", () => multilabelRocAuc(two([1, 0]), two([1, 0], [0, 1])), /truth is \(1, 2\)/],
  ["no tags", () => multilabelRocAuc({ data: [], shape: [2, 0] }, { data: [], shape: [2, 0] }), /not empty/],
  ["a true tag of 2", () => multilabelScores(two([2, 0]), two([1, 0])), /label 2 at 0/],
  ["a claimed tag of 2", () => multilabelScores(two([1, 0]), two([1, 2])), /label 2 at 1/],
  ["no bins", () => calibration([0], two([1, 0]), { nBins: 0 }), /nBins = 0/],
  [
    "tags of another shape",
    () => multilabelScores({ data: [1], shape: [1, 1] }, two([1, 0])),
    /truth is \(1, 1\), scores are \(1, 2\)/,
  ],
  [
    "tags not decided",
    () => multilabelScores({ data: [1], shape: [1, 1] }, { data: [0.5], shape: [1, 1] }),
    /label 0\.5 at 0/,
  ],
];
for (const [what, call, message] of REFUSED) {
  test(`${what}: refused`, () => assertRefused(call, message));
}

test("tags that nobody has and nobody claims score 0, as with zero_division=0", () => {
  const none = { data: [0, 0], shape: [2, 1] as const };
  const { f, subsetAccuracy } = multilabelScores(none, none);
  assert.deepEqual([f.macro.f1, f.weighted.f1, f.weighted.precision, f.micro.f1, subsetAccuracy], [0, 0, 0, 0, 1]);
});
