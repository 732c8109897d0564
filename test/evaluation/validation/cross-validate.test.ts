import assert from "node:assert/strict";
import { test } from "node:test";
import type { Matrix } from "../../../src/arrays";
import { type Classifier, LogisticRegression, makePipeline, StandardScaler } from "../../../src/classifiers";
import {
  Augmenter,
  crossValidate,
  crossValPredict,
  type Fold,
  gridSearch,
  macroF1Score,
  permutationTestScore,
  RandomOverSampler,
  stratifiedGroupKFold,
  type TrainingRows,
} from "../../../src/evaluation";
import { MT19937 } from "../../../src/random";
import { golden } from "../../golden";
import { assertClose, assertRefused } from "../close";

interface Goldens {
  readonly X: number[];
  readonly shape: [number, number];
  readonly y: number[];
  readonly groups: number[];
  readonly tests: number[][];
  readonly grid: number[];
  readonly plain: number[][];
  readonly oversampled: number[][];
  /** The items that imbalanced-learn drew in each fold. */
  readonly drawn: number[][];
  readonly nested: number[][];
  readonly chosen: { C: number; innerScore: number }[];
  readonly accuracy: number[];
  readonly macroF1: number[];
}

const expected = golden<Goldens>("cross-validated");
const { y, groups } = expected;
const X: Matrix = { data: Float32Array.from(expected.X), shape: expected.shape };
const folds = stratifiedGroupKFold(y, groups, { nSplits: 4, randomState: 1 });
const EXACT = { tol: 1e-10, maxIter: 10000 };
const make = () => makePipeline(new StandardScaler(), new LogisticRegression(EXACT));

const labelsOf = (predictions: { folds: readonly { predicted: Int32Array }[] }) =>
  predictions.folds.map(({ predicted }) => [...predicted]);

test("a pipeline is fitted in each fold as in scikit-learn: same labels, same scores", () => {
  assert.deepEqual(
    folds.map((fold) => fold.test),
    expected.tests,
  );
  const start = performance.now();
  const found = crossValidate(make, X, y, folds, { groups });
  assert.deepEqual(labelsOf(found), expected.plain);
  const spent = found.folds.reduce((sum, { fitSeconds, predictSeconds }) => sum + fitSeconds + predictSeconds, 0);
  assert.ok(spent <= (performance.now() - start) / 1000, "seconds, not milliseconds");
  assertClose(found.scores.accuracy, expected.accuracy, "accuracy");
  assertClose(found.scores.macroF1, expected.macroF1, "macro F1");
  for (const { fitSeconds, trainingRows, items } of found.folds) {
    assert.ok(fitSeconds > 0);
    assert.equal(trainingRows + items.length, y.length);
  }
});

test("every item is predicted by the fold that tested it", () => {
  const { predicted, probabilities } = crossValPredict(make, X, y, folds, { groups });
  folds.forEach((fold, index) => {
    assert.deepEqual(
      fold.test.map((item) => predicted[item]),
      expected.plain[index],
    );
  });
  assert.deepEqual(probabilities?.shape, [72, 3]);
  const likeliest = Array.from(predicted, (_, item) => {
    const row = [...probabilities!.data.subarray(3 * item, 3 * item + 3)];
    return row.indexOf(Math.max(...row));
  });
  assert.deepEqual(likeliest, [...predicted]);
});

test("oversampling draws imbalanced-learn's rows, of training rows only, and the fit is scikit-learn's", () => {
  const drawn: number[][] = [];
  const sampler = new RandomOverSampler({ randomState: 5 });
  const resampler = {
    resample(rows: TrainingRows): TrainingRows {
      const made = sampler.resample(rows);
      drawn.push([...made.items]);
      return made;
    },
  };
  const found = crossValidate(make, X, y, folds, { groups, resampler });
  assert.deepEqual(drawn, expected.drawn);
  assert.deepEqual(labelsOf(found), expected.oversampled);
});

test("a grid is searched inside the folds: scikit-learn's choice, and its predictions", () => {
  const search = gridSearch(
    (options: { C: number }) => makePipeline(new StandardScaler(), new LogisticRegression({ ...EXACT, ...options })),
    { C: expected.grid },
    {
      folds: (rows) => stratifiedGroupKFold(rows.y, rows.groups, { nSplits: 3, randomState: 2 }),
      score: ({ truth, predicted }) => macroF1Score(truth, predicted, 3),
    },
  );
  const found = crossValidate(search, X, y, folds, { groups });
  assert.deepEqual(labelsOf(found), expected.nested);
  const choices = found.folds.map(({ choice }) => choice as { parameters: { C: number }; innerScore: number });
  assert.deepEqual(
    choices.map(({ parameters }) => parameters.C),
    expected.chosen.map(({ C }) => C),
  );
  assertClose(
    choices.map(({ innerScore }) => innerScore),
    expected.chosen.map(({ innerScore }) => innerScore),
    "inner scores",
  );
});

/** Remembers what it was shown, and says 0. */
class Spy implements Classifier {
  static readonly shown: { rows: number; y: number[] }[] = [];
  classes = new Int32Array(0);
  fit(rows: Matrix, labels: ArrayLike<number>): this {
    Spy.shown.push({ rows: rows.shape[0], y: Array.from(labels) });
    this.classes = Int32Array.from(new Set(Array.from(labels))).sort();
    return this;
  }
  predict(rows: Matrix): Int32Array {
    return new Int32Array(rows.shape[0]);
  }
  unfitted(): this {
    return new Spy() as this;
  }
  toJSON() {
    return { model: "Spy", options: {} };
  }
}

test("combinations are tried in the order of names, the last fastest; the first of equal ones is taken", () => {
  const tried: object[] = [];
  const search = gridSearch(
    (parameters: { b: number; a: string }) => {
      tried.push(parameters);
      return new Spy();
    },
    { b: [1, 2], a: ["x", "y"] },
    { folds: ({ y: labels, groups: names }) => stratifiedGroupKFold(labels, names, { nSplits: 2 }) },
  );
  const found = crossValidate(search, X, y, folds.slice(0, 1), { groups });
  const order = [
    { a: "x", b: 1 },
    { a: "x", b: 2 },
    { a: "y", b: 1 },
    { a: "y", b: 2 },
  ];
  // Twice each, for two inner folds; then the one that was chosen, for the whole of the training rows.
  assert.deepEqual(tried, [...order.flatMap((parameters) => [parameters, parameters]), order[0]]);
  assert.deepEqual((found.folds[0]!.choice as { parameters: object }).parameters, order[0]);
  assert.equal(found.folds[0]!.probabilities, undefined);
});

test("augmented versions stand beside their training items, never beside test items", () => {
  const asked: number[] = [];
  const resampler = new Augmenter((item) => {
    asked.push(item);
    const versions = item % 3;
    return { data: new Float32Array(4 * versions).fill(item), shape: [versions, 4] };
  });
  Spy.shown.length = 0;
  const [fold] = folds;
  crossValidate(() => new Spy(), X, y, [fold!], { groups, resampler });
  assert.deepEqual(asked, fold!.train);
  const labels = [
    ...fold!.train.map((item) => y[item]!),
    ...fold!.train.flatMap((item) => Array(item % 3).fill(y[item])),
  ];
  assert.deepEqual(Spy.shown, [{ rows: labels.length, y: labels }]);
  const rows = { X, y: Int32Array.from(y), groups, items: y.map((_, item) => item) };
  const made = resampler.resample(rows);
  assert.equal(made.X.data.length, 4 * made.items.length);
  for (let row = y.length; row < made.items.length; row++) {
    assert.deepEqual([...made.X.data.subarray(4 * row, 4 * row + 4)], Array(4).fill(made.items[row]));
    assert.equal(made.groups[row], groups[made.items[row]!]);
  }
});

test("labels in random order score at chance", () => {
  const quick = () => makePipeline(new StandardScaler(), new LogisticRegression());
  const { score, permuted, pValue } = permutationTestScore(quick, X, y, folds, { groups, nPermutations: 39 });
  assertClose(
    score,
    expected.accuracy.reduce((sum, value) => sum + value / 4, 0),
    "score",
    0.03,
  );
  const mean = permuted.reduce((sum, value) => sum + value, 0) / permuted.length;
  // Always guessing the largest class earns its share; noise learnt earns less.
  const majority = y.filter((label) => label === 0).length / y.length;
  assert.ok(mean > 0.25 && mean < majority + 0.05, `${mean}`);
  assert.equal(pValue, 1 / 40);
});

test("a scaler fitted outside the folds would have told: pure noise stays at chance with many columns", () => {
  const random = new MT19937(3);
  const items = 120;
  const noise: Matrix = { data: Float32Array.from({ length: items * 30 }, () => random.normal()), shape: [items, 30] };
  const labels = Array.from({ length: items }, (_, item) => item % 2);
  const names = labels.map((_, item) => `g${Math.floor(item / 4)}`);
  const { scores } = crossValidate(make, noise, labels, stratifiedGroupKFold(labels, names), { groups: names });
  const mean = scores.accuracy.reduce((sum, value) => sum + value, 0) / 5;
  // Four standard errors of 120 tosses.
  assert.ok(Math.abs(mean - 0.5) < 4 * Math.sqrt(0.25 / items), `${mean}`);
});

const four: Matrix = { data: Float32Array.of(0, 1, 2, 3), shape: [4, 1] };
const halves: Fold[] = [{ train: [0, 1], test: [2, 3] }];
const attempt = (labels: number[], split: Fold[], names: string[] | null = null, rows: Matrix = four) =>
  crossValidate(() => new Spy(), rows, labels, split, { groups: names });

const REFUSED: [string, () => unknown, RegExp][] = [
  ["no folds", () => attempt([0, 1, 0, 1], []), /there are no folds/],
  ["an empty test set", () => attempt([0, 1, 0, 1], [{ train: [0, 1], test: [] }]), /fold 0 has no items to test on/],
  ["an empty training set", () => attempt([0, 1, 0, 1], [{ train: [], test: [1] }]), /fold 0 has no items to train on/],
  [
    "an item on both sides",
    () => attempt([0, 1, 0, 1], [{ train: [0, 1], test: [1] }]),
    /item 1 is trained on and tested/,
  ],
  [
    "an item tested twice",
    () => attempt([0, 1, 0, 1], [{ train: [0, 1], test: [2, 2] }]),
    /fold 0 tests an item twice/,
  ],
  [
    "an item that is none",
    () => attempt([0, 1, 0, 1], [{ train: [0, 1], test: [4] }]),
    /4 is not one of the items 0 to 3/,
  ],
  [
    "a group on both sides",
    () => attempt([0, 1, 0, 1], halves, ["a", "b", "b", "c"]),
    /fold 0: group b of item 2 is trained on and tested[\s\S]*stratifiedGroupKFold/,
  ],
  [
    "a class of one group only",
    () => attempt([0, 0, 1, 1], halves, ["a", "b", "c", "c"]),
    /fold 0: class 1 is tested but not trained on: all its items are of c[\s\S]*leave the class out/,
  ],
  [
    "a class of the test rows only, without groups",
    () => attempt([0, 0, 1, 1], halves),
    /fold 0: class 1 is tested but not trained on\n/,
  ],
  ["no rows", () => attempt([], halves, null, { data: new Float32Array(), shape: [0, 1] }), /\(0, 1\), y has 0/],
  [
    "a shape that lies",
    () => attempt([0, 1, 0, 1], halves, null, { data: Float32Array.of(1), shape: [4, 1] }),
    /X of 1 values is \(4, 1\)/,
  ],
  [
    "permuted labels in folds that share an item",
    () => permutationTestScore(() => new Spy(), four, [0, 1, 0, 1], [{ train: [0, 1], test: [1] }], { groups: null }),
    /item 1 is trained on and tested/,
  ],
  ["fewer labels than rows", () => attempt([0, 1, 0], halves), /\(4, 1\), y has 3 labels/],
  ["fewer groups than rows", () => attempt([0, 1, 0, 1], halves, ["a"]), /4 items against 1 groups/],
  ["a label of -1", () => attempt([0, 1, -1, 1], halves), /label -1 of item 2 is not a whole number/],
  [
    "NaN among the features",
    () => attempt([0, 1, 0, 1], halves, null, { data: Float32Array.of(0, Number.NaN, 2, 3), shape: [4, 1] }),
    /the features of item 1 hold NaN at 0/,
  ],
  [
    "folds that do not test every item",
    () => crossValPredict(() => new Spy(), four, [0, 1, 0, 1], halves, { groups: null }),
    /the folds test 2 times, not each of 4 items once/,
  ],
  [
    "a resampler that reaches for other rows",
    () =>
      crossValidate(() => new Spy(), four, [0, 1, 0, 1], halves, {
        groups: null,
        resampler: { resample: (rows) => ({ ...rows, items: [0, 3] }) },
      }),
    /a row of item 3, which is not among the training rows/,
  ],
  [
    "a resampler that forgets labels",
    () =>
      crossValidate(() => new Spy(), four, [0, 1, 0, 1], halves, {
        groups: null,
        resampler: { resample: (rows) => ({ ...rows, y: rows.y.subarray(1) }) },
      }),
    /made 2 rows, 1 labels and 2 items/,
  ],
  [
    "versions of other columns",
    () =>
      crossValidate(() => new Spy(), four, [0, 1, 0, 1], halves, {
        groups: null,
        resampler: new Augmenter(() => ({ data: Float32Array.of(1, 2), shape: [1, 2] })),
      }),
    /the versions of item 0 have 2 columns, the items 1/,
  ],
  ["a grid without values", () => gridSearch(() => new Spy(), { C: [] }, { folds: () => [] }), /no values to try of C/],
  ["an empty grid", () => gridSearch(() => new Spy(), {}, { folds: () => [] }), /the grid has no values to try/],
];
for (const [what, call, message] of REFUSED) {
  test(`${what}: refused`, () => assertRefused(call, message));
}
