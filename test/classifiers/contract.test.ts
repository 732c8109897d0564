import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Matrix } from "../../src/arrays";
import {
  AdaBoostClassifier,
  type Classifier,
  classifierFromJson,
  DecisionTreeClassifier,
  GaussianNB,
  HistGradientBoostingClassifier,
  hasProbabilities,
  KNeighborsClassifier,
  LinearDiscriminantAnalysis,
  LogisticRegression,
  MLPClassifier,
  makePipeline,
  OneVsRestClassifier,
  PCA,
  RandomForestClassifier,
  ReliefF,
  RidgeClassifier,
  SelectKBest,
  StandardScaler,
  SVC,
  type Transformer,
  transformerFromJson,
} from "../../src/classifiers";
import { CLASSIFIERS, TRANSFORMERS } from "../../src/classifiers/registry";
import { MT19937 } from "../../src/random";

/** Where the defaults would be slow, or need something. */
const EXAMPLES: Readonly<Record<string, () => Classifier>> = {
  AdaBoostClassifier: () => new AdaBoostClassifier({ nEstimators: 5 }),
  HistGradientBoostingClassifier: () => new HistGradientBoostingClassifier({ maxIter: 5 }),
  MLPClassifier: () => new MLPClassifier({ maxIter: 60, hiddenLayerSizes: [5], learningRateInit: 0.05 }),
  OneVsRestClassifier: () => new OneVsRestClassifier(new LogisticRegression()),
  Pipeline: () => makePipeline(new StandardScaler(), new PCA({ nComponents: 2 }), new SVC()),
  RandomForestClassifier: () => new RandomForestClassifier({ nEstimators: 5, randomState: 1 }),
};
const TRANSFORMER_EXAMPLES: Readonly<Record<string, () => Transformer>> = {
  ReliefF: () => new ReliefF({ nFeaturesToSelect: 2 }),
  SelectKBest: () => new SelectKBest({ k: 2 }),
};

function examples<Model>(
  classes: readonly { readonly name: string; new (...options: never[]): unknown }[],
  of: Readonly<Record<string, () => Model>>,
): [name: string, () => Model][] {
  return classes.map((found) => [found.name, of[found.name] ?? (() => new (found as new () => Model)())]);
}

const classifiers = examples(CLASSIFIERS, EXAMPLES);

function problem(seed: number, rows: number, columns: number, labels: readonly number[]): { X: Matrix; y: number[] } {
  const random = new MT19937(seed);
  const y = Array.from({ length: rows }, (_, row) => labels[row % labels.length]!);
  const data = Float32Array.from({ length: rows * columns }, (_, at) => {
    return random.normal() + y[Math.floor(at / columns)]! * ((at % columns) - 1);
  });
  return { X: { data, shape: [rows, columns] }, y };
}

for (const [name, make] of classifiers) {
  test(`${name} predicts the same, bit for bit, when it comes back from JSON`, () => {
    const property = fc.property(
      fc.integer({ min: 0, max: 2 ** 31 }),
      fc.constantFrom([0, 1], [0, 1, 2, 3], [1, 3]),
      (seed, labels) => {
        const { X, y } = problem(seed, 40, 3, labels);
        const unseen = problem(seed + 1, 20, 3, labels).X;
        const model = make().fit(X, y);
        const again = classifierFromJson(JSON.stringify(model));
        assert.deepEqual(again.classes, model.classes);
        assert.deepEqual(again.predict(unseen), model.predict(unseen));
        if (hasProbabilities(model)) {
          assert.ok(hasProbabilities(again));
          assert.deepEqual(again.predictProba(unseen), model.predictProba(unseen));
        }
        // What was not learnt comes back as well: fitting anew gives the same again.
        assert.deepEqual(again.unfitted().fit(X, y).predict(unseen), model.predict(unseen));
      },
    );
    fc.assert(property, { numRuns: 5 });
  });

  test(`${name} lists the classes that it saw, and its columns follow them`, () => {
    const { X, y } = problem(3, 30, 3, [1, 3]);
    const model = make().fit(X, y);
    assert.deepEqual([...model.classes], [1, 3]);
    assert.ok(model.predict(X).every((label) => label === 1 || label === 3));
    if (!hasProbabilities(model)) return;
    const { data, shape } = model.predictProba(X);
    assert.deepEqual(shape, [30, 2]);
    for (let row = 0; row < 30; row++) assert.ok(Math.abs(data[2 * row]! + data[2 * row + 1]! - 1) < 1e-6);
  });

  test(`${name} refuses what it cannot learn from, and says what to do`, () => {
    const { X, y } = problem(4, 12, 3, [0, 1]);
    const broken = (value: number): Matrix => ({ data: X.data.with(4, value), shape: X.shape });
    const refused = { name: "QuadrantError", tag: "bad-argument" };
    assert.throws(() => make().predict(X), { ...refused, message: /was not fitted[\s\S]*fit/ });
    assert.throws(() => make().fit(broken(Number.NaN), y), { ...refused, message: /NaN in row 1, column 1[\s\S]*\n/ });
    assert.throws(() => make().fit(broken(Number.POSITIVE_INFINITY), y), { ...refused, message: /Infinity in row 1/ });
    assert.throws(() => make().fit(X, y.slice(1)), { ...refused, message: /12 rows against 11 labels[\s\S]*\n/ });
    assert.throws(() => make().fit(X, y.with(2, -1)), { ...refused, message: /label -1 at 2[\s\S]*\n/ });
    assert.throws(() => make().fit(X, y.with(2, 0.5)), { ...refused, message: /label 0.5 at 2/ });
    const empty: Matrix = { data: new Float32Array(0), shape: [0, 3] };
    assert.throws(() => make().fit(empty, []), { ...refused, message: /empty[\s\S]*\n/ });
    // What never looks at X has nothing to refuse.
    if (name === "DummyClassifier") return;
    const model = make().fit(X, y);
    const narrow: Matrix = { data: new Float32Array(4), shape: [2, 2] };
    assert.throws(() => model.predict(narrow), { ...refused, message: /fitted on 3 columns, not 2[\s\S]*\n/ });
    assert.throws(() => model.predict(broken(Number.NaN)), { ...refused, message: /NaN in row 1, column 1/ });
  });

  test(`${name} lives with a constant column`, () => {
    const { X, y } = problem(5, 60, 3, [0, 1]);
    const data = X.data.map((value, at) => (at % 3 === 1 ? 7 : value));
    const constant: Matrix = { data, shape: X.shape };
    if (name === "QuadraticDiscriminantAnalysis") {
      assert.throws(() => make().fit(constant, y), { tag: "bad-argument", message: /singular[\s\S]*regParam/ });
      return;
    }
    const predicted = make().fit(constant, y).predict(constant);
    if (name === "DummyClassifier") return;
    assert.ok(predicted.filter((label, row) => label === y[row]).length > 36);
  });
}

/** As in scikit-learn these fit on one class too: a prior, a vote or a leaf needs no second one. */
const CONTENT_WITH_ONE = [
  new GaussianNB(),
  new KNeighborsClassifier(),
  new DecisionTreeClassifier(),
  new RandomForestClassifier({ nEstimators: 2 }),
  new RidgeClassifier(),
  new LinearDiscriminantAnalysis(),
  new OneVsRestClassifier(new RidgeClassifier()),
].map((model) => model.constructor.name);

for (const [name, make] of classifiers) {
  if (["DummyClassifier", "AdaBoostClassifier", "HistGradientBoostingClassifier", "MLPClassifier"].includes(name))
    continue;
  test(`${name} ${CONTENT_WITH_ONE.includes(name) ? "accepts" : "refuses"} a single class`, () => {
    const { X, y } = problem(6, 12, 3, [2]);
    if (CONTENT_WITH_ONE.includes(name)) assert.deepEqual([...make().fit(X, y).predict(X)], y);
    else assert.throws(() => make().fit(X, y), { tag: "bad-argument", message: /classes[\s\S]*\n/ });
  });
}

test("QuadraticDiscriminantAnalysis refuses more columns than a class has rows, and says what to do", () => {
  const { X, y } = problem(7, 12, 9, [0, 1]);
  const make = classifiers.find(([name]) => name === "QuadraticDiscriminantAnalysis")![1];
  assert.throws(() => make().fit(X, y), { tag: "bad-argument", message: /6 rows, 9 columns[\s\S]*shrinkage/ });
});

for (const [name, make] of examples(TRANSFORMERS, TRANSFORMER_EXAMPLES)) {
  test(`${name} transforms the same when it comes back from JSON`, () => {
    const { X, y } = problem(8, 40, 4, [0, 1, 2]);
    const transformer = make().fit(X, y);
    assert.deepEqual(transformerFromJson(JSON.stringify(transformer)).transform(X), transformer.transform(X));
    assert.throws(() => make().transform(X), { tag: "bad-argument", message: /was not fitted/ });
    const unknown = { ...transformer.toJSON(), model: "Oracle" };
    assert.throws(() => transformerFromJson(unknown), { tag: "bad-argument", message: /Oracle[\s\S]*Known are/ });
  });
}
