import assert from "node:assert/strict";
import { test } from "node:test";
import type { Matrix } from "../../src/arrays";
import {
  alignColumns,
  hasProbabilities,
  LogisticRegression,
  makePipeline,
  PCA,
  RidgeClassifier,
  SelectKBest,
  StandardScaler,
} from "../../src/classifiers";
import { Model, type ModelClass, type ModelJson } from "../../src/classifiers/model";
import { dataOf } from "./goldens";

const { X, y, unseen } = dataOf("four");
const make = () => makePipeline(new StandardScaler(), new SelectKBest({ k: 4 }), new PCA(), new LogisticRegression());

test("a pipeline does to unseen rows what its steps learnt from the training rows, one after another", () => {
  const scaler = new StandardScaler().fit(X);
  const selection = new SelectKBest({ k: 4 }).fit(scaler.transform(X), y);
  const pca = new PCA().fit(selection.transform(scaler.transform(X)));
  const columns = (rows: Matrix) => pca.transform(selection.transform(scaler.transform(rows)));
  const classifier = new LogisticRegression().fit(columns(X), y);
  const pipeline = make().fit(X, y);
  assert.deepEqual(pipeline.predictProba(unseen), classifier.predictProba(columns(unseen)));
  assert.deepEqual(pipeline.decisionFunction(unseen), classifier.decisionFunction(columns(unseen)));
  assert.deepEqual(pipeline.predict(unseen), classifier.predict(columns(unseen)));
});

test("an unfitted copy of a pipeline leaves the fitted one alone", () => {
  const pipeline = make().fit(X, y);
  const before = pipeline.predict(unseen);
  const copy = pipeline.unfitted();
  assert.throws(() => copy.predict(unseen), { tag: "bad-argument", message: /not fitted/ });
  copy.fit(
    X,
    y.map((label) => 3 - label),
  );
  assert.deepEqual(pipeline.predict(unseen), before);
});

test("a pipeline has probabilities where its classifier has", () => {
  assert.equal(hasProbabilities(make()), true);
  const ridge = makePipeline(new StandardScaler(), new RidgeClassifier()).fit(X, y);
  assert.equal(hasProbabilities(ridge), false);
  assert.throws(() => ridge.predictProba(X), { tag: "bad-argument", message: /RidgeClassifier has no probabilities/ });
});

test("probabilities of the classes seen become those of all classes", () => {
  const seen: Matrix = { data: Float32Array.from([0.25, 0.75, 1, 0]), shape: [2, 2] };
  const { data, shape } = alignColumns(seen, Int32Array.of(1, 3), 4);
  assert.deepEqual(shape, [2, 4]);
  assert.deepEqual([...data], [0, 0.25, 0, 0.75, 0, 1, 0, 0]);
  assert.throws(() => alignColumns(seen, Int32Array.of(1, 4), 4), { tag: "bad-argument" });
});

test("JSON keeps every value that a model may hold", () => {
  class Holder extends Model<object, object> {
    static holding(learnt: object): Holder {
      const holder = new Holder({
        infinite: Number.POSITIVE_INFINITY,
        minus: -0,
        none: null,
        name: "x",
        list: [1, [true]],
      });
      holder.learnt = learnt;
      return holder;
    }
    get held(): object {
      return this.fitted();
    }
  }
  const part = Float64Array.of(1, Math.PI, Number.NaN, 1e-310).subarray(1);
  const holder = Holder.holding({ part, bytes: Uint8Array.of(1, 2), labels: Int32Array.of(-5) });
  const json: ModelJson = JSON.parse(JSON.stringify(holder));
  const again = Model.fromJson(Holder as ModelClass, json, () => assert.fail()) as Holder;
  assert.deepEqual(again.options, holder.options);
  assert.deepEqual(again.held, holder.held);
});
